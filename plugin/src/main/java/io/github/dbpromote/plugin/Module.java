package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.MigrationReader;
import io.github.dbpromote.plugin.migrations.Reading;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.project.MavenProject;

/**
 * A module of the build as db-promote sees it: one database and the directories of its migrations. Many a module has
 * none, and then its name need not be one that a database may have.
 */
final class Module {
    private static final String DEFAULT_DIRECTORY = "src/main/resources/db/migration";
    private static final String SANDBOX_CONFIGURATION = "src/sandbox";
    private static final String USUAL_ENCODING = "UTF-8";

    private final String name;
    private final Path base;
    private final List<Path> directories;
    private final String encoding;

    private Module(String name, Path base, List<Path> directories, String encoding) {
        this.name = name;
        this.base = base;
        this.directories = directories;
        this.encoding = encoding;
    }

    /** @param directories absolute or relative to the project; empty for the usual one */
    static Module of(MavenProject project, String name, List<Path> directories) {
        Path base = project.getBasedir().toPath();
        return new Module(
                name,
                base,
                (directories.isEmpty() ? List.of(Path.of(DEFAULT_DIRECTORY)) : directories)
                        .stream().map(base::resolve).toList(),
                project.getProperties().getProperty("project.build.sourceEncoding", USUAL_ENCODING));
    }

    /** Without a POM, or without migrations in it: only the name is known. */
    static Module named(String name) {
        return new Module(name, Path.of(""), List.of(), USUAL_ENCODING);
    }

    String name() {
        return name;
    }

    /** @throws Refusal if no database can have that name */
    DatabaseName database() {
        return new DatabaseName(name);
    }

    List<Path> directories() {
        return directories;
    }

    /** Whether there is a directory for migrations at all. */
    boolean hasMigrations() {
        return directories.stream().anyMatch(Files::isDirectory);
    }

    /** @throws Refusal if the project's encoding is unknown; what is wrong with migrations stands in the result */
    Reading read() {
        return new MigrationReader(base, directories, charset()).read();
    }

    /**
     * What the project wants the sandbox's hosts to be configured with, by environment.
     *
     * @throws Refusal if that cannot be read
     */
    Map<String, String> hostConfigurations(List<String> environments) {
        Map<String, String> configurations = new LinkedHashMap<>();
        for (String environment : environments) {
            Path file = base.resolve(SANDBOX_CONFIGURATION).resolve(environment + ".conf");
            if (Files.isRegularFile(file)) {
                configurations.put(environment, read(file));
            }
        }
        return configurations;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Refusal(PluginProblems.unreadable(file, e));
        }
    }

    private Charset charset() {
        try {
            return Charset.forName(encoding);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new Refusal(PluginProblems.unknownEncoding(encoding));
        }
    }
}
