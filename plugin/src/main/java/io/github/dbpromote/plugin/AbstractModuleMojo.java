package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Refusal;
import java.io.File;
import java.util.List;
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

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    MojoExecution execution;

    @Override
    final void run() {
        Modules modules = modules();
        Module module = modules.of(
                project,
                new ModuleSettings(
                        Optional.ofNullable(database),
                        directories.stream().map(File::toPath).toList()));
        if (!module.hasMigrations()) {
            passOver(module, modules);
        } else if (modules.isSelected(module)) {
            run(module);
        } else {
            getLog().info("Passed over: not the database " + modules.asked().orElseThrow() + ".");
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
}
