package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A folder below {@code src/it}: a project as a user would have it, copied, and worked on with Maven. */
final class Scenario {
    final SharedSandbox sandbox = new SharedSandbox();

    private final Path folder;

    private Scenario(Path folder) {
        this.folder = folder;
    }

    static Scenario of(String name) {
        Path source = Maven.MODULE.resolve("src/it").resolve(name);
        Path target = Maven.WORK.resolve(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace("@project.version@", Maven.VERSION));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Scenario(target);
    }

    /** Expects the build to succeed. */
    String mvn(String... arguments) {
        Maven.Run run = run(arguments);
        assertThat(run.succeeded())
                .as("mvn %s\n%s", String.join(" ", arguments), run.output())
                .isTrue();
        return run.output();
    }

    /** Expects the build to fail, as one fails a person can mend: without a stack trace. */
    String mvnFails(String... arguments) {
        Maven.Run run = run(arguments);
        assertThat(run.succeeded())
                .as("mvn %s\n%s", String.join(" ", arguments), run.output())
                .isFalse();
        assertThat(run.output()).doesNotContain("\tat ").doesNotContain("Exception:");
        return run.output();
    }

    private Maven.Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "-Ddb.sandbox", "-Ddb.sandbox.directory=" + SharedSandbox.DIRECTORY, "-Ddb.pollInterval=PT0.2S"));
        all.addAll(Arrays.asList(arguments));
        return Maven.run(folder, all.toArray(String[]::new));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    String read(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String name, String text) {
        try {
            Files.createDirectories(file(name).getParent());
            Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
