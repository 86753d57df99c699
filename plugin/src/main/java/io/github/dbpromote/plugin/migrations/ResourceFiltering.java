package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.text.Shown;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.model.Resource;

/**
 * Looks whether Maven's resource filtering covers migrations. Bundles are made of the sources, unfiltered; with
 * filtering, whoever runs the copies in {@code target/classes} runs other SQL than what is published, and Maven takes
 * Flyway's placeholders for its own.
 */
public final class ResourceFiltering {
    private final Path projectBase;
    private final Path directory;
    private final List<AntPattern> includes;
    private final List<AntPattern> excludes;

    private ResourceFiltering(Path projectBase, Resource resource) {
        this.projectBase = projectBase;
        this.directory = projectBase.resolve(resource.getDirectory()).normalize();
        this.includes = resource.getIncludes().stream().map(AntPattern::of).toList();
        this.excludes = resource.getExcludes().stream().map(AntPattern::of).toList();
    }

    /**
     * A problem for each resource that filters a migration, a callback or their configurations.
     *
     * @param resources as the effective POM has them
     * @param directories of migrations, absolute or relative to {@code projectBase}
     */
    public static List<Problem> problems(Path projectBase, List<Resource> resources, List<Path> directories) {
        Path base = projectBase.toAbsolutePath().normalize();
        // What is wrong with the files themselves is for MigrationReader to say.
        List<Path> files = new MigrationDirectories(base, directories)
                .files(problem -> {}).stream()
                        .filter(ResourceFiltering::isSqlOrConfiguration)
                        .flatMap(file -> file.content().file().stream())
                        .toList();
        return resources.stream()
                .filter(Resource::isFiltering)
                .flatMap(resource -> new ResourceFiltering(base, resource).problem(files).stream())
                .toList();
    }

    private static boolean isSqlOrConfiguration(SourceFile file) {
        String name = file.fileName().toLowerCase(Locale.ROOT);
        return name.endsWith(".sql") || name.endsWith(".sql.conf");
    }

    private Optional<Problem> problem(List<Path> files) {
        List<Path> filtered = files.stream().filter(this::covers).toList();
        if (filtered.isEmpty()) {
            return Optional.empty();
        }
        String first = Shown.path(directory, filtered.get(0));
        return Optional.of(MigrationProblems.filtered(
                Shown.path(projectBase, directory),
                filtered.stream().map(file -> Shown.path(projectBase, file)).toList(),
                first.substring(0, first.lastIndexOf('/') + 1) + "**"));
    }

    private boolean covers(Path file) {
        if (!file.startsWith(directory)) {
            return false;
        }
        String path = Shown.path(directory, file);
        boolean included = includes.isEmpty() || includes.stream().anyMatch(it -> it.matches(path));
        return included && excludes.stream().noneMatch(it -> it.matches(path));
    }
}
