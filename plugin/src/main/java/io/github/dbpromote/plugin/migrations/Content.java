package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.text.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the bytes of a file are. */
sealed interface Content {
    /** @return empty if they cannot be had, which is a problem then */
    Optional<byte[]> bytes(String shown, Consumer<Problem> problems);

    /** The file, where it has one of its own. */
    Optional<Path> file();

    /**
     * In a file of its own.
     *
     * @param root the real path of the migration directory, which no link may leave
     */
    record OnDisk(Path root, Path path) implements Content {
        @Override
        public Optional<byte[]> bytes(String shown, Consumer<Problem> problems) {
            try {
                Path real = path.toRealPath();
                if (!real.startsWith(root)) {
                    problems.accept(MigrationProblems.linkLeavesDirectory(shown, Shown.path(real)));
                } else if (Files.isRegularFile(real)) {
                    return Optional.of(Files.readAllBytes(real));
                } else {
                    // Reading a pipe or a device may never end.
                    problems.accept(MigrationProblems.notAFile(shown));
                }
            } catch (IOException e) {
                problems.accept(MigrationProblems.unreadable(shown, e));
            }
            return Optional.empty();
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(path);
        }
    }

    /** Taken out of a jar. */
    final class Unpacked implements Content {
        private final byte[] bytes;

        Unpacked(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public Optional<byte[]> bytes(String shown, Consumer<Problem> problems) {
            return Optional.of(bytes.clone());
        }

        @Override
        public Optional<Path> file() {
            return Optional.empty();
        }
    }
}
