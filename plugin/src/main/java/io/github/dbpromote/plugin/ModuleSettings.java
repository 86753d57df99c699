package io.github.dbpromote.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.project.MavenProject;

/**
 * What the plugin's configuration says about one module. Into the goals of a module Maven injects it; goals which look at
 * the whole build read it from each module, as Maven would have injected it there.
 *
 * @param database only where it is configured
 * @param directories absolute or relative to the module; empty for the usual one
 * @param migrationArtifacts coordinates, as they are written
 */
record ModuleSettings(Optional<String> database, List<Path> directories, List<String> migrationArtifacts) {
    static final String DIRECTORIES = "directories";
    private static final String MIGRATION_ARTIFACTS = "migrationArtifacts";

    ModuleSettings {
        directories = List.copyOf(directories);
        migrationArtifacts = List.copyOf(migrationArtifacts);
    }

    /**
     * Reads what stands at the plugin in the module's POM or those that it inherits from.
     *
     * @param typed properties of the command line
     */
    static ModuleSettings declared(MavenProject project, Properties typed) {
        PomConfiguration configuration = PomConfiguration.of(project, typed);
        return new ModuleSettings(
                configuration.configured("database"),
                configuration.values(DIRECTORIES).stream()
                        .map(it -> TypedPath.of("db." + DIRECTORIES, it))
                        .toList(),
                configuration.values(MIGRATION_ARTIFACTS));
    }
}
