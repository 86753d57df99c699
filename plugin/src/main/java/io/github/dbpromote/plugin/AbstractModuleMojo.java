package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Refusal;
import java.io.File;
import java.util.List;
import java.util.Optional;
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

    @Override
    final void run() {
        Module module = Module.of(project);
        // All of the build, those too that -pl leaves out: naming one of them must not rename another.
        boolean alone = session.getAllProjects().size() == 1;
        Optional<String> asked = Optional.ofNullable(session.getUserProperties().getProperty("db.database"));
        if (asked.isPresent() && alone) {
            module = module.withDatabase(asked.get());
        }
        if (!module.hasMigrations()) {
            passOver(module, alone);
        } else if (asked.isPresent() && !asked.get().equals(module.database().value())) {
            passOverFor(asked.get());
        } else {
            run(module);
        }
    }

    private void passOver(Module module, boolean alone) {
        if (alone) {
            throw new Refusal(PluginProblems.noMigrations(module.directories()));
        }
        getLog().info("Passed over: no migrations here.");
    }

    /** A name that no module has would otherwise pass every one of them over, and nothing would be done in silence. */
    private void passOverFor(String asked) {
        List<String> known =
                databases().stream().map(module -> module.database().value()).toList();
        if (!known.contains(asked)) {
            throw new Refusal(PluginProblems.unknownDatabase(asked, known));
        }
        getLog().info("Passed over: not the database " + asked + ".");
    }

    abstract void run(Module module);
}
