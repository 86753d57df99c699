package io.github.dbpromote.sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes files that are to be run, and starts processes, never both at once: a process that is just being started holds
 * every open file of this one for a moment, and Linux does not run a file that anybody has open for writing ("Text file
 * busy", <a href="https://github.com/golang/go/issues/22315">as others met it</a>).
 */
public final class ExecutableFile {
    private static final Object LOCK = new Object();

    private ExecutableFile() {}

    /** Creates or replaces a file that its owner may run. */
    public static void write(Path file, byte[] content) throws IOException {
        synchronized (LOCK) {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.write(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Starts a process while no such file is being written. */
    public static Process start(ProcessBuilder builder) throws IOException {
        synchronized (LOCK) {
            return builder.start();
        }
    }
}
