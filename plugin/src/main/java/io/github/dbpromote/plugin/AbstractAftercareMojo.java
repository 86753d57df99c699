package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/**
 * A goal that looks after what was deployed already, wherever its migrations came from: it goes through the databases of
 * the build by itself, and needs no POM where one is named.
 */
abstract class AbstractAftercareMojo extends AbstractDeployMojo {
    /** By their codes: there is nothing to do for a database. */
    private static final Set<String> NOTHING_TO_DO = Set.of("nothing-in-flight", "nothing-to-clear", "not-ambiguous");

    private int databases;
    private int idle;

    @Override
    final void run() {
        List<Module> selected = modules().selected(this::isMeant);
        if (selected.isEmpty()) {
            passOver();
        } else if (selected.size() > 1 && worksOnOneDatabase()) {
            throw new Refusal(PluginProblems.severalDatabases(execution.getGoal(), Modules.names(selected)));
        }
        Setbacks setbacks = new Setbacks();
        databases = selected.size();
        selected.forEach(module -> setbacks.attempt(() -> run(module)));
        setbacks.refuse();
    }

    /** A goal that is bound to a phase runs in each module, for that one. */
    private boolean isMeant(MavenProject module) {
        return isTyped() ? takesPart(module) : module.equals(project);
    }

    private boolean isTyped() {
        return execution.getSource() == MojoExecution.Source.CLI;
    }

    private void passOver() {
        if (isTyped()) {
            throw new Refusal(PluginProblems.noDatabase());
        }
        getLog().info("Passed over: no migrations here.");
    }

    /** Whether it is a decision about one database, that must not be taken for others by the way. */
    boolean worksOnOneDatabase() {
        return false;
    }

    /** Takes a step. In one database of several there may be nothing to do, but not in all of them. */
    final void unlessIdle(Audience audience, Runnable step) {
        try {
            step.run();
        } catch (Refusal e) {
            boolean isIdle = e.problems().stream().map(Problem::code).allMatch(NOTHING_TO_DO::contains);
            if (!isIdle || databases == ++idle) {
                throw e;
            }
            e.problems().forEach(problem -> audience.out().accept(problem.summary()));
        }
    }
}
