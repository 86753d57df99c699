package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.artifacts.BundleArtifact;
import io.github.dbpromote.plugin.artifacts.MigrationArtifacts;
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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.maven.project.MavenProject;

/**
 * A module of the build as db-promote sees it: one database, and where its migrations stand. Many a module has
 * none, and then its name need not be one that a database may have.
 */
final class Module {
    private static final String DEFAULT_DIRECTORY = "src/main/resources/db/migration";
    private static final String SANDBOX_CONFIGURATION = "src/sandbox";
    private static final String USUAL_ENCODING = "UTF-8";
    private static final Path NOWHERE = Path.of("");

    private final String name;
    private final Path base;
    private final List<Path> directories;
    private final BooleanSupplier hasMigrations;
    private final Supplier<Reading> reading;

    private Module(
            String name, Path base, List<Path> directories, BooleanSupplier hasMigrations, Supplier<Reading> reading) {
        this.name = name;
        this.base = base;
        this.directories = directories;
        this.hasMigrations = hasMigrations;
        this.reading = reading;
    }

    /**
     * @param configured absolute or relative to the project; empty for the usual one
     * @param artifacts whose migrations count as its own
     */
    static Module of(MavenProject project, String name, List<Path> configured, MigrationArtifacts artifacts) {
        Path base = project.getBasedir().toPath();
        String encoding = project.getProperties().getProperty("project.build.sourceEncoding", USUAL_ENCODING);
        List<Path> directories = (configured.isEmpty() ? List.of(Path.of(DEFAULT_DIRECTORY)) : configured)
                .stream().map(base::resolve).toList();
        return new Module(
                name,
                base,
                directories,
                () -> !artifacts.isEmpty() || directories.stream().anyMatch(Files::isDirectory),
                () -> read(base, directories, encoding, artifacts));
    }

    /** Without a POM, or without migrations in it: only the name is known. */
    static Module named(String name) {
        return new Module(name, NOWHERE, List.of(), () -> false, Module::nothing);
    }

    /** A database whose migrations are those of a bundle, whatever stands in the project. */
    static Module of(String name, BundleArtifact bundle) {
        return new Module(name, NOWHERE, List.of(), () -> true, bundle::read);
    }

    /** This module, which keeps its name and place, with the migrations of a bundle. */
    Module with(BundleArtifact bundle) {
        return new Module(name, base, List.of(), () -> true, bundle::read);
    }

    String name() {
        return name;
    }

    /** @throws Refusal if no database can have that name */
    DatabaseName database() {
        return new DatabaseName(name);
    }

    boolean standsIn(MavenProject project) {
        return project.getFile() != null && project.getBasedir().toPath().equals(base);
    }

    List<Path> directories() {
        return directories;
    }

    /** Whether there is a directory for migrations at all, or an artifact is named that has some. Asks no repository. */
    boolean hasMigrations() {
        return hasMigrations.getAsBoolean();
    }

    /**
     * Reads them, now.
     *
     * @throws Refusal if the project's encoding is unknown, or there is no such bundle as is to be published; what is
     *     wrong with migrations stands in the result
     */
    Reading read() {
        return reading.get();
    }

    private static Reading nothing() {
        return new MigrationReader(NOWHERE, List.of(), charset(USUAL_ENCODING), List.of()).read();
    }

    private static Reading read(Path base, List<Path> directories, String encoding, MigrationArtifacts artifacts) {
        Charset charset = charset(encoding);
        MigrationArtifacts.Found found = artifacts.find();
        return new MigrationReader(base, directories, charset, found.archives())
                .read()
                .with(found.problems(), found.cautions());
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

    private static Charset charset(String encoding) {
        try {
            return Charset.forName(encoding);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new Refusal(PluginProblems.unknownEncoding(encoding));
        }
    }
}
