package io.github.dbpromote.plugin;

import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.Reading;
import java.io.File;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** A goal that works on the database of one module, and passes over modules without one. */
abstract class AbstractModuleMojo extends AbstractDbMojo {
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    MavenProject project;

    /**
     * Where the migrations stand; several are possible. Default: <code>src/main/resources/db/migration</code>. They are
     * read from there, as they are in version control, never from <code>target</code>.
     */
    @Parameter(property = "db.directories")
    List<File> directories = List.of();

    /**
     * Artifacts whose migrations count as the module's own, each <code>groupId:artifactId:version</code> or
     * <code>groupId:artifactId:extension:classifier:version</code>: what stands below <code>db/migration/</code> in the
     * jar, read as UTF-8. They are looked up in the project's repositories, without their dependencies. The version must
     * be a single one; a snapshot is good for trying.
     */
    @Parameter(property = "db.migrationArtifacts")
    List<String> migrationArtifacts = List.of();

    @Override
    void run() {
        Optional<NamedBundle> bundle = namedBundle();
        if (bundle.isPresent()) {
            run(bundle.get());
        } else {
            runWithOwnMigrations();
        }
    }

    /** A bundle to work with in place of the module's own migrations, where the goal knows that and a person wants it. */
    Optional<NamedBundle> namedBundle() {
        return Optional.empty();
    }

    private void run(NamedBundle named) {
        if (named.place().equals(project)) {
            run(named.module());
        } else {
            getLog().info("Passed over: " + named.bundle() + " goes to the database "
                    + named.module().name() + ".");
        }
    }

    private void runWithOwnMigrations() {
        Modules modules = modules();
        Module module = modules.of(
                project,
                new ModuleSettings(
                        Optional.ofNullable(database),
                        directories.stream()
                                .map(it -> TypedPath.of("db." + ModuleSettings.DIRECTORIES, it.getPath()))
                                .toList(),
                        // Maven makes null of an empty element.
                        migrationArtifacts.stream()
                                .map(it -> Objects.requireNonNullElse(it, ""))
                                .toList()));
        if (!module.hasMigrations()) {
            passOver(module, modules);
        } else if (modules.isSelected(module)) {
            run(module);
        } else {
            getLog().info("Passed over: not the database "
                    + PlainText.shown(modules.asked().orElseThrow()) + ".");
        }
    }

    /** A parent's POM may bind goals for all modules; one that a person calls by its name is expected to do something. */
    private void passOver(Module module, Modules modules) {
        if (isRefusedWithoutMigrations() && modules.isSingle() && execution.getSource() == MojoExecution.Source.CLI) {
            throw new Refusal(PluginProblems.noMigrations(module.directories()));
        }
        getLog().info("Passed over: no migrations here.");
    }

    /** Whether nothing to do is an error, where the goal was called from the command line in the only module. */
    boolean isRefusedWithoutMigrations() {
        return false;
    }

    abstract void run(Module module);

    /**
     * What is to be published or packaged, after a warning where it may not be the same the next time.
     *
     * @throws Refusal with all problems, if there are any
     */
    final Release release(Reading reading) {
        Release release = reading.release();
        reading.cautions().forEach(caution -> getLog().warn(caution.text()));
        return release;
    }
}
