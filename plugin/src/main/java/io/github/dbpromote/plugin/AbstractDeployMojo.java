package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.Limits;
import io.github.dbpromote.core.operation.Surroundings;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.migrations.Reading;
import io.github.dbpromote.plugin.report.ConsoleProgress;
import io.github.dbpromote.plugin.report.DeploymentReport;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/** A goal that has a host migrate a database, and waits for its receipt. */
abstract class AbstractDeployMojo extends AbstractModuleMojo {
    /**
     * How long to wait for the receipt; PT0S sends and returns. Running out of it ends the build as failed, but what runs
     * on the host goes on, and nothing is lost.
     */
    @Parameter(property = "db.waitLimit", defaultValue = "PT50M")
    String waitLimit;

    /** How long to wait for somebody else's deployment to the same environment to end. */
    @Parameter(property = "db.queueTimeout", defaultValue = "PT15M")
    String queueTimeout;

    /** How long a host may take to pick the command up, PT30S to P30D; after that the deployment is given up. */
    @Parameter(property = "db.deliveryTimeout", defaultValue = "PT10M")
    String deliveryTimeout;

    /** How often to look for the receipt. */
    @Parameter(property = "db.pollInterval", defaultValue = "PT3S")
    String pollInterval;

    /** Why; stands in the order for those who look later. */
    @Parameter(property = "db.reason")
    String reason;

    /**
     * A file for machines: how it ended for each database of the build, as one JSON document, also where it failed.
     * Relative to the folder in which Maven was called.
     */
    @Parameter(property = "db.output")
    String output;

    private Results results;

    @Override
    final void run(Module module) {
        results().record(module.name(), execution.getGoal(), entry -> run(module, entry));
    }

    @Override
    final void tellMachines(List<Problem> problems) {
        results().fail(problems);
    }

    private Results results() {
        if (results == null) {
            results = Results.in(output, session);
        }
        return results;
    }

    private void run(Module module, Results.Entry entry) {
        modules().refuseDuplicatesOf(module, project);
        Optional<EnvironmentName> asked = asked();
        Limits limits = Limiting.limits(waitLimit, queueTimeout, deliveryTimeout, pollInterval);
        Reading reading = module.read();
        try (AwsConnection aws = connect(List.of(module));
                ConsoleProgress progress = progress()) {
            Track track = track(module, aws);
            Caller caller = new Caller(aws.callerName(), Optional.ofNullable(reason));
            Surroundings surroundings = Surroundings.real(progress);
            DeploymentResult result = deploy(new Deployment(track, caller, limits, surroundings), reading, asked);
            entry.ended(result);
            new DeploymentReport(reading, progress::say).tell(result);
        }
    }

    @Override
    final boolean isRefusedWithoutMigrations() {
        return true;
    }

    /** What an operation is made of. */
    record Deployment(Track track, Caller caller, Limits limits, Surroundings surroundings) {}

    abstract DeploymentResult deploy(Deployment deployment, Reading reading, Optional<EnvironmentName> asked);

    /**
     * The environment that the user named: each goal documents its own parameter for it.
     *
     * @throws Refusal if the goal needs one and there is none, before anything is asked of AWS
     */
    abstract Optional<EnvironmentName> asked();
}
