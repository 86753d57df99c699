package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What a user downloads for the plugin: it and everything that Maven does not bring itself. */
class DownloadSizeTest {
    private static final long LIMIT = 20_000_000;

    /** Written by maven-dependency-plugin before the tests, without what is provided. */
    private static final Path CLASS_PATH = Path.of("target", "runtime-classpath.txt");

    private record Part(String name, long bytes) {
        @Override
        public String toString() {
            return String.format("%,12d  %s", bytes, name);
        }
    }

    @Test
    void pluginAndWhatItNeeds_areAtMost20Megabytes() throws IOException {
        List<Part> parts = Stream.concat(dependencies(), Stream.of(plugin()))
                .sorted(Comparator.comparingLong(Part::bytes).reversed())
                .toList();
        long sum = parts.stream().mapToLong(Part::bytes).sum();

        assertThat(sum)
                .as(() -> "bytes that a user downloads; the biggest:\n"
                        + parts.stream().limit(15).map(Part::toString).collect(Collectors.joining("\n")))
                .isBetween(1_000_000L, LIMIT);
    }

    private static Stream<Part> dependencies() throws IOException {
        return Stream.of(Files.readString(CLASS_PATH).strip().split(File.pathSeparator))
                .map(Path::of)
                .map(entry -> Files.isDirectory(entry)
                        ? zipped(entry)
                        : new Part(
                                entry.getFileName().toString(), entry.toFile().length()));
    }

    private static Part plugin() {
        return zipped(Path.of("target", "classes"));
    }

    /** The jar of a module of this build need not exist yet when its classes do. */
    private static Part zipped(Path classes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> tree = Files.walk(classes)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Part(classes.toAbsolutePath().getParent().getParent().getFileName() + "/classes", bytes.size());
    }
}
