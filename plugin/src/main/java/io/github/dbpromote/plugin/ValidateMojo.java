package io.github.dbpromote.plugin;

import io.github.dbpromote.core.operation.Compare;
import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.migrations.Reading;
import io.github.dbpromote.plugin.migrations.ResourceFiltering;
import io.github.dbpromote.plugin.report.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Reads the migrations as Flyway would, and reports every problem at once: names that Flyway would silently skip,
 * duplicate versions, empty files, and more. Where the first environment can be reached, it also reports applied
 * migrations that were changed or have vanished. It changes nothing anywhere.
 */
@Mojo(name = "validate", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class ValidateMojo extends AbstractModuleMojo {
    /** By their codes: no way to the environment, no right to look, or no environment yet. */
    private static final Set<String> OUT_OF_REACH = Set.of(
            "aws-unreachable",
            "proxy-failed",
            "aws-refused",
            "access-denied",
            "no-credentials",
            "wrong-credentials",
            "expired-credentials",
            "no-region",
            "wrong-region",
            "no-environment");

    /** Leaves out the comparison with what is applied, as Maven's -o does. */
    @Parameter(property = "db.offline", defaultValue = "false")
    private boolean offline;

    @Override
    void run(Module module) {
        Reading reading = module.read();
        List<Problem> problems = new ArrayList<>(reading.problems());
        problems.addAll(ResourceFiltering.problems(
                project.getBasedir().toPath(), project.getBuild().getResources(), module.directories()));
        problems.addAll(comparison(module, reading));
        if (!problems.isEmpty()) {
            throw new Refusal(problems);
        }
        Release release = release(reading);
        getLog().info(module.database() + ": "
                + Words.count(release.migrations().size(), "migration") + " in order, bundle "
                + release.bundle().digest().abbreviated());
    }

    private List<Problem> comparison(Module module, Reading reading) {
        if (offline || (session.isOffline() && !inSandbox())) {
            getLog().info("Not compared with what is applied: offline.");
            return List.of();
        }
        if (!reading.problems().isEmpty()) {
            return List.of(PluginProblems.notCompared());
        }
        return contradictions(module, reading.release());
    }

    private List<Problem> contradictions(Module module, Release release) {
        try (AwsConnection aws = connect(module)) {
            return new Compare(track(module, aws)).run(release);
        } catch (Refusal e) {
            return withoutOutOfReach(e.problems());
        } catch (Outage e) {
            if (OUT_OF_REACH.contains(e.problem().code())) {
                return withoutOutOfReach(List.of(e.problem()));
            }
            throw e;
        }
    }

    /** That the environment cannot be reached from here is no fault of the migrations; what is wrong with it is one. */
    private List<Problem> withoutOutOfReach(List<Problem> problems) {
        problems.stream()
                .filter(it -> OUT_OF_REACH.contains(it.code()))
                .forEach(it -> getLog().info("Not compared with what is applied: " + it.summary()));
        return problems.stream().filter(it -> !OUT_OF_REACH.contains(it.code())).toList();
    }
}
