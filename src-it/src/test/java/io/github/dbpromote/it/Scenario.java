package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A folder below {@code src/it}: a project as a user would have it, copied, and worked on with Maven. */
final class Scenario {
    final SharedSandbox sandbox;

    private final Installation installation;
    private final Path folder;
    private final Supplier<List<String>> access;

    private Scenario(Installation installation, Path folder, SharedSandbox sandbox) {
        this(
                installation,
                folder,
                sandbox,
                () -> List.of("-Ddb.sandbox", "-Ddb.sandbox.directory=" + sandbox.directory()));
    }

    private Scenario(Installation installation, Path folder, SharedSandbox sandbox, Supplier<List<String>> access) {
        this.installation = installation;
        this.folder = folder;
        this.sandbox = sandbox;
        this.access = access;
    }

    /** The same project, whose calls take the sandbox for AWS. It must run, and know the project's database. */
    Scenario inAws() {
        return new Scenario(installation, folder, sandbox, sandbox::asAws);
    }

    /** The same project, whose calls take the sandbox for AWS, each in a session of that role which has somebody's name. */
    Scenario inRole(String role, String session) {
        return new Scenario(installation, folder, sandbox, () -> sandbox.asAws(role, session));
    }

    static Scenario of(String name) {
        Path folder = Maven.WORK.resolve(name);
        copy(name, folder);
        return new Scenario(Installation.ofThisBuild(), folder, new SharedSandbox());
    }

    /** With a sandbox of its own, for those who disturb more than their own database; it must be stopped. */
    static Scenario alone(String name) {
        Path folder = Maven.WORK.resolve(name);
        copy(name, folder);
        return new Scenario(
                Installation.ofThisBuild(), folder, new SharedSandbox(Maven.WORK.resolve(name + "-sandbox")));
    }

    /** With a sandbox that only the scenarios of that installation share; it must be stopped. */
    static Scenario of(String name, Installation installation) {
        Path work = Maven.WORK.resolve(installation.folderName());
        copy(name, work.resolve(name));
        return new Scenario(installation, work.resolve(name), sandboxOf(installation));
    }

    static SharedSandbox sandboxOf(Installation installation) {
        return new SharedSandbox(Maven.WORK.resolve(installation.folderName()).resolve("sandbox"));
    }

    private static void copy(String name, Path target) {
        Path source = Maven.MODULE.resolve("src/it").resolve(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace("@project.version@", Maven.VERSION));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        assertThat(run.exitCode())
                .as("mvn %s\n%s", String.join(" ", arguments), run.output())
                .isEqualTo(1);
        assertThat(run.output()).doesNotContain("\tat ").doesNotContain("Exception:");
        return run.output();
    }

    /** Expects the build to succeed, and gives what a pipe gets of it. */
    String answer(String... arguments) {
        Maven.Run run = installation.answer(folder, inTheSandbox(arguments));
        assertThat(run.succeeded())
                .as("mvn %s\n%s", String.join(" ", arguments), run.output())
                .isTrue();
        return run.output();
    }

    /** A call that goes on meanwhile. */
    Maven.Running start(String... arguments) {
        return installation.start(folder, inTheSandbox(arguments));
    }

    private Maven.Run run(String... arguments) {
        return installation.run(folder, inTheSandbox(arguments));
    }

    private String[] inTheSandbox(String... arguments) {
        List<String> all = new ArrayList<>(access.get());
        all.add("-Ddb.pollInterval=PT0.2S");
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
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
