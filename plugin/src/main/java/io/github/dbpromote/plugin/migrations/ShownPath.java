package io.github.dbpromote.plugin.migrations;

import java.nio.file.Path;

/** A path as every message shows it: with {@code /}, on Windows too. */
public final class ShownPath {
    private ShownPath() {}

    public static String of(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
