package io.github.dbpromote.it.infrastructure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The programs of others that these checks need, as far as this machine has them. */
final class Tools {
    private static final String PROVIDER = "registry.terraform.io/hashicorp/aws";

    private Tools() {}

    /** Its path; without it the check is left out, or fails in CI, where every check must run. */
    static Path require(String program) {
        Optional<Path> found = onPath(program);
        if (found.isEmpty()) {
            String missing = "There is no " + program + " on the PATH, so that the infrastructure is not checked.";
            if (System.getenv("CI") != null) {
                Assertions.fail(missing);
            }
            System.err.println("LEFT OUT: " + missing);
            Assumptions.abort(missing);
        }
        return found.orElseThrow();
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * A folder with the AWS provider, in the layout of a filesystem mirror, among those where people put software. Those that
     * Terraform itself looks into need not be found.
     */
    static Optional<Path> providerMirror() {
        return Stream.of("/opt", "/srv", "/usr/local/share", "/usr/share/terraform")
                .map(Path::of)
                .filter(Files::isDirectory)
                .flatMap(Tools::foldersIn)
                .filter(folder -> Files.isDirectory(folder.resolve(PROVIDER)))
                .findFirst();
    }

    /** It and those at most two below it. */
    private static Stream<Path> foldersIn(Path folder) {
        try (Stream<Path> found = Files.find(folder, 2, (path, attributes) -> attributes.isDirectory())) {
            List<Path> sorted = found.sorted().toList();
            return sorted.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
