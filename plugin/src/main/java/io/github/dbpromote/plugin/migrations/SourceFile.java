package io.github.dbpromote.plugin.migrations;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A file below a migration directory.
 *
 * @param root the real path of that directory
 * @param path where it is read
 * @param script its name relative to the directory, with {@code /}, as Flyway will name it
 * @param shown its name for a person: relative to the project, with {@code /}
 */
record SourceFile(Path root, Path path, String script, String shown) {
    static SourceFile of(Path root, Path directory, Path path, Path projectBase) {
        // In the form that the bundle gives its entries: some file systems hand out decomposed letters.
        String script = Normalizer.normalize(slashed(directory.relativize(path)), Normalizer.Form.NFC);
        return new SourceFile(root, path, script, shown(projectBase, path));
    }

    /** A path as a person sees it: relative to the project where that is possible, with {@code /}. */
    static String shown(Path projectBase, Path path) {
        boolean sameDrive = path.getRoot() != null && path.getRoot().equals(projectBase.getRoot());
        return sameDrive ? slashed(projectBase.relativize(path)) : path.toString();
    }

    private static String slashed(Path relative) {
        return StreamSupport.stream(relative.spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }

    /** Without folders. */
    String fileName() {
        return script.substring(script.lastIndexOf('/') + 1);
    }

    /** The same for two files that a file system may take for one: it need not tell upper from lower case. */
    String collisionKey() {
        return script.toLowerCase(Locale.ROOT);
    }
}
