package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.problem.PlainText;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flywaydb.core.api.ClassProvider;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * A bundle as Flyway reads it, from memory: nothing is left behind on disk, not even by a host that is killed, and file
 * names do not depend on the locale, of which the SSM agent sets none.
 */
final class BundleFiles implements ResourceProvider, ClassProvider<JavaMigration> {
    private final SortedMap<String, BundledScript> scripts = new TreeMap<>();
    private final MigrationClassLoader classLoader;
    private final List<Class<? extends JavaMigration>> classes;

    /**
     * @param javaMigrations whether the bundle may bring classes
     * @throws RunFailure if it holds a file that is neither SQL nor a script's configuration
     */
    BundleFiles(Bundle bundle, boolean javaMigrations) {
        SortedMap<String, byte[]> classFiles = new TreeMap<>();
        bundle.files().forEach((name, content) -> {
            if (name.endsWith(".sql") || name.endsWith(".sql.conf")) {
                scripts.put(name, new BundledScript(name, content));
            } else if (name.endsWith(".class") && javaMigrations) {
                classFiles.put(name, content);
            } else {
                throw new RunFailure(refused(name));
            }
        });
        classLoader = new MigrationClassLoader(classFiles);
        classes = classLoader.migrations();
    }

    private static Failure refused(String name) {
        String reason = name.endsWith(".class")
                ? " is a Java migration, which this host does not allow. Nothing was run."
                : " is neither an SQL file nor its .conf: nothing else may run on this host. Nothing was run.";
        return new Failure(
                "refused-file",
                PlainText.shown(name) + reason,
                Optional.of(PlainText.shown(name)),
                Optional.empty(),
                Optional.empty(),
                name.endsWith(".class")
                        ? Optional.of("dbPromote.javaMigrations=true in the host's configuration allows it.")
                        : Optional.empty());
    }

    /** Knows this program's classes, and those of the bundle that are allowed. */
    ClassLoader classLoader() {
        return classLoader;
    }

    int count() {
        return scripts.size() + classes.size();
    }

    /** Of a script; empty if it is none, but a class. */
    Optional<String> text(String script) {
        return Optional.ofNullable(scripts.get(script)).map(BundledScript::text);
    }

    /**
     * The first script, and its line from 1, that holds the given text.
     *
     * @param script where alone to look; empty for all of them
     */
    Optional<Place> find(String text, Optional<String> script) {
        return scripts.values().stream()
                .filter(candidate -> script.isEmpty() || script.get().equals(candidate.getRelativePath()))
                .flatMap(candidate ->
                        candidate.find(text).stream().map(line -> new Place(candidate.getRelativePath(), line)))
                .findFirst();
    }

    /** @param line from 1 */
    record Place(String script, int line) {}

    @Override
    public LoadableResource getResource(String name) {
        return scripts.get(name);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return scripts.values().stream()
                .filter(script -> script.getFilename().startsWith(prefix)
                        && Stream.of(suffixes).anyMatch(script.getFilename()::endsWith))
                .map(LoadableResource.class::cast)
                .toList();
    }

    @Override
    public Collection<Class<? extends JavaMigration>> getClasses() {
        return classes;
    }
}
