package io.github.dbpromote.plugin.text;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** Files as a person sees them in a message: the same on every system. */
public final class Shown {
    private Shown() {}

    /** With {@code /}, which Windows understands too: {@code C:/work/users/pom.xml}. */
    public static String path(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    /** Relative to a folder where that is possible: Windows has a tree for each drive. */
    public static String path(Path base, Path path) {
        boolean sameTree = path.getRoot() != null && path.getRoot().equals(base.getRoot());
        return path(sameTree ? base.relativize(path) : path);
    }

    /** What was wrong with a file; the JDK's message is often nothing but the file's name, as the system writes it. */
    public static String reason(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is no folder";
        }
        return failure instanceof FileSystemException trouble && trouble.getReason() != null
                ? trouble.getReason()
                : Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
    }
}
