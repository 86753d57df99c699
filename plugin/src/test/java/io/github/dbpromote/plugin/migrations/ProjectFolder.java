package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A project on disk with migrations, for tests to write into. */
final class ProjectFolder {
    static final String MIGRATIONS = "src/main/resources/db/migration";

    private final Path base;
    private Charset encoding = StandardCharsets.UTF_8;
    private List<String> directories = List.of(MIGRATIONS);
    private List<Archive> archives = List.of();

    ProjectFolder(Path base) {
        this.base = base;
    }

    /** Files in the usual directory, each with a statement of its own. */
    static ProjectFolder with(Path base, String... scripts) {
        ProjectFolder project = new ProjectFolder(base);
        Arrays.stream(scripts).forEach(script -> project.script(script, "SELECT 1; -- " + script + "\n"));
        return project;
    }

    ProjectFolder script(String script, String text) {
        return file(MIGRATIONS + "/" + script, text.getBytes(encoding));
    }

    ProjectFolder file(String path, byte[] content) {
        try {
            Path file = base.resolve(path).normalize();
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProjectFolder link(String script, Path target) {
        try {
            Path link = migrations().resolve(script);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, target);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProjectFolder in(Charset charset) {
        encoding = charset;
        return this;
    }

    ProjectFolder directories(String... paths) {
        directories = List.of(paths);
        return this;
    }

    ProjectFolder archives(Archive... some) {
        archives = List.of(some);
        return this;
    }

    Path base() {
        return base;
    }

    Path migrations() {
        return base.resolve(MIGRATIONS);
    }

    Reading read() {
        return new MigrationReader(base, directories.stream().map(Path::of).toList(), encoding, archives).read();
    }

    /** As a person reads them. */
    List<String> problems() {
        return read().problems().stream().map(Problem::text).toList();
    }
}
