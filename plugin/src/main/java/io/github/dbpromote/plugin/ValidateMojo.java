package io.github.dbpromote.plugin;

import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.operation.Limits;
import io.github.dbpromote.core.operation.Publish;
import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.core.operation.Surroundings;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.migrations.Reading;
import io.github.dbpromote.plugin.migrations.ResourceFiltering;
import io.github.dbpromote.plugin.report.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /** Leaves out the comparison with what is applied, as Maven's -o does. */
    @Parameter(property = "db.offline", defaultValue = "false")
    private boolean offline;

    @Override
    void run(Module module) {
        Reading reading = module.read();
        List<Problem> problems = new ArrayList<>(reading.problems());
        problems.addAll(ResourceFiltering.problems(
                project.getBasedir().toPath(), project.getBuild().getResources(), module.directories()));
        Optional<Release> release = reading.problems().isEmpty() ? Optional.of(reading.release()) : Optional.empty();
        release.ifPresent(it -> problems.addAll(contradictions(module, it)));
        if (!problems.isEmpty()) {
            throw new Refusal(problems);
        }
        release.ifPresent(it -> getLog().info(module.database() + ": "
                + Words.count(it.migrations().size(), "migration") + " in order, bundle "
                + it.bundle().digest().abbreviated()));
    }

    private List<Problem> contradictions(Module module, Release release) {
        if (offline || (session.isOffline() && !sandbox)) {
            getLog().info("Not compared with what is applied: offline.");
            return List.of();
        }
        try (AwsConnection aws = connect(List.of(module))) {
            Track track = Track.find(module.database(), aws.accounts());
            Caller caller = new Caller(System.getProperty("user.name"), Optional.empty());
            return new Publish(track, caller, Limits.DEFAULT, Surroundings.real(event -> {})).contradictions(release);
        } catch (Refusal e) {
            return notCompared(e.problems().get(0));
        } catch (Outage e) {
            return notCompared(e.problem());
        }
    }

    /** That the environment cannot be reached from here is no fault of the migrations. */
    private List<Problem> notCompared(Problem reason) {
        getLog().info("Not compared with what is applied: " + reason.summary());
        return List.of();
    }
}
