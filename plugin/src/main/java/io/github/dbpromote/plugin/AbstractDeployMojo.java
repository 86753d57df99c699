package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.Limits;
import io.github.dbpromote.core.operation.Plan;
import io.github.dbpromote.core.operation.Surroundings;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.migrations.Reading;
import io.github.dbpromote.plugin.report.ConsoleProgress;
import io.github.dbpromote.plugin.report.DeploymentReport;
import io.github.dbpromote.plugin.report.PlanReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.maven.plugins.annotations.Parameter;

/** A goal that has to do with a deployment on a host, and waits for its end. */
abstract class AbstractDeployMojo extends AbstractModuleMojo {
    /**
     * Whether to wait for the receipt. If not, the goal ends as soon as the command is sent; <code>db:await</code> picks it
     * up later.
     */
    @Parameter(property = "db.wait", defaultValue = "true")
    boolean wait;

    /**
     * How long to wait for the receipt. What runs on the host goes on when the limit is reached, and nothing is lost:
     * <code>db:await</code> picks it up.
     */
    @Parameter(property = "db.waitLimit", defaultValue = "PT50M")
    String waitLimit;

    /**
     * What becomes of the build when the wait ends before the deployment does, by its limit or because the AWS credentials
     * expired: <code>fail</code> or <code>succeed</code>.
     */
    @Parameter(property = "db.onWaitLimit", defaultValue = "fail")
    String onWaitLimit;

    /** How long to wait for somebody else's deployment to the same environment to end. */
    @Parameter(property = "db.queueTimeout", defaultValue = "PT15M")
    String queueTimeout;

    /** How long a host may take to pick the command up, PT30S to P30D; after that the deployment is given up. */
    @Parameter(property = "db.deliveryTimeout", defaultValue = "PT10M")
    String deliveryTimeout;

    /** How often to look for the receipt. */
    @Parameter(property = "db.pollInterval", defaultValue = "PT3S")
    String pollInterval;

    /** Shows what the host prints while it works, where the environment has a log group in CloudWatch Logs. */
    @Parameter(property = "db.followLog", defaultValue = "false")
    boolean followLog;

    /** Why, in at most 1,000 characters; stands in the order for those who look later. */
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
            // If what was typed can be no file, that is told to people alone.
            results = Results.nowhere();
            results = Results.in(output, session);
        }
        return results;
    }

    private void run(Module module, Results.Entry entry) {
        modules().refuseDuplicatesOf(module, project);
        refuseUnclearDryRun();
        Optional.ofNullable(reason).ifPresent(Caller::refuseLong);
        Optional<EnvironmentName> asked = asked();
        limits();
        failsOnWaitLimit();
        Reading reading = module.read();
        begin(module);
        try (AwsConnection aws = connect(module);
                ConsoleProgress progress = progress(module, followLog)) {
            Commands commands = commands(module);
            Consumer<String> out = line -> progress.say(commands.in(line));
            Audience audience = new Audience(entry, new DeploymentReport(reading, failsOnWaitLimit(), out), out);
            commands.apply(
                    () -> run(deployment(module, aws, Surroundings.real(progress), asked), reading, asked, audience));
        }
    }

    private Commands commands(Module module) {
        Modules modules = modules();
        return new Commands(
                modules.isWithoutPom() ? plugin.getId() : "db",
                modules.isToBeNamed(module) ? " -Ddb.database=" + module.name() : "");
    }

    /** Before anything is asked of AWS for this module. */
    void begin(Module module) {}

    abstract void run(Deployment deployment, Reading reading, Optional<EnvironmentName> asked, Audience audience);

    /**
     * The environment that the user named: each goal documents its own parameter for it.
     *
     * @throws Refusal if the goal needs one and there is none, before anything is asked of AWS
     */
    abstract Optional<EnvironmentName> asked();

    /** Tells people and machines how it ended. */
    record Audience(Results.Entry entry, DeploymentReport report, Consumer<String> out) {
        void tell(DeploymentResult result) {
            entry.ended(result);
            report.tell(result);
        }

        void tellCancelled(DeploymentResult result) {
            entry.ended(result);
            report.tellCancelled(result);
        }

        void tell(Plan plan) {
            entry.planned(plan.environment().name(), plan.bundle());
            PlanReport.of(plan).forEach(out);
        }
    }

    /** What an operation is made of. */
    record Deployment(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        /** The constructor of an operation. */
        interface Verb<T> {
            T make(Track track, Caller caller, Limits limits, Surroundings surroundings);
        }

        <T> T of(Verb<T> verb) {
            return verb.make(track, caller, limits, surroundings);
        }
    }

    /** @param asked by the user; the first environment, to which is published, where there is none */
    final Deployment deployment(
            Module module, AwsConnection aws, Surroundings surroundings, Optional<EnvironmentName> asked) {
        Track track = track(module, aws);
        EnvironmentName name = asked.orElseGet(() -> track.path().first().name());
        return new Deployment(track, caller(aws, name), limits(), surroundings);
    }

    /** Whoever asks, by the id that this environment's policies know. */
    Caller caller(AwsConnection aws, EnvironmentName environment) {
        return aws.caller(Optional.ofNullable(reason), environment);
    }

    private Limits limits() {
        return Limiting.limits(
                wait ? waitLimit : Duration.ZERO.toString(), queueTimeout, deliveryTimeout, pollInterval);
    }

    private boolean failsOnWaitLimit() {
        return switch (onWaitLimit) {
            case "fail" -> true;
            case "succeed" -> false;
            default ->
                throw new Refusal(
                        PluginProblems.malformedChoice("db.onWaitLimit", onWaitLimit, List.of("fail", "succeed")));
        };
    }

    @Override
    final boolean isRefusedWithoutMigrations() {
        return true;
    }
}
