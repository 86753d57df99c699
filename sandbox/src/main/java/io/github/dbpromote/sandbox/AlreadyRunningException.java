package io.github.dbpromote.sandbox;

import java.nio.file.Path;

/** Another sandbox runs on the same state directory. */
public final class AlreadyRunningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AlreadyRunningException(Path directory) {
        super("A sandbox is already running on " + directory
                + ": use that one, or stop it first, or choose another state directory.");
    }
}
