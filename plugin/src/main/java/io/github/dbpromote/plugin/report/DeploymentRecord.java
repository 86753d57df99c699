package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.JsonDraft;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * How a goal that deploys ended for one database.
 *
 * @param goal without its prefix
 * @param environment empty where the goal failed before it knew
 * @param deployment empty where nothing was ordered
 * @param applied the scripts that the run applied, in order
 * @param failure what the receipt names
 * @param problems what the goal failed with; none where it did not
 */
public record DeploymentRecord(
        String database,
        String goal,
        Optional<EnvironmentName> environment,
        Optional<DeploymentId> deployment,
        Optional<Digest> bundle,
        Ending ending,
        List<String> applied,
        Optional<Failure> failure,
        List<Problem> problems)
        implements DatabaseResult {

    /** How it ended, as far as the caller saw it. */
    public enum Ending {
        /** The goal has begun and not come to its end; it may have been killed. */
        UNFINISHED,
        SUCCEEDED,
        FAILED,
        AMBIGUOUS,
        NOTHING_TO_DO,
        NOT_STARTED,
        /** The relay was asked, and nobody has seen its answer. */
        REQUESTED,
        LOST,
        STILL_RUNNING,
        /** Nothing was sent, or nobody knows whether; the problems say which. */
        REFUSED,
        PLANNED
    }

    public DeploymentRecord {
        applied = List.copyOf(applied);
        problems = List.copyOf(problems);
    }

    /** Of a goal that has just begun. */
    public static DeploymentRecord begun(String database, String goal) {
        return new DeploymentRecord(
                database,
                goal,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Ending.UNFINISHED,
                List.of(),
                Optional.empty(),
                List.of());
    }

    public DeploymentRecord ended(DeploymentResult result) {
        Optional<Receipt> receipt = receipt(result);
        return new DeploymentRecord(
                database,
                goal,
                Optional.of(result.environment().name()),
                deployment(result),
                Optional.of(result.bundle()),
                ending(result),
                receipt.map(Receipt::applied).orElse(List.of()),
                receipt.flatMap(Receipt::failure),
                problems);
    }

    /** What would be deployed where. */
    public DeploymentRecord planned(EnvironmentName target, Digest what) {
        return new DeploymentRecord(
                database,
                goal,
                Optional.of(target),
                deployment,
                Optional.of(what),
                Ending.PLANNED,
                applied,
                failure,
                problems);
    }

    /** The goal came to its end; where it found nothing to tell, there was nothing to do. */
    public DeploymentRecord succeeded() {
        return ending == Ending.UNFINISHED ? with(Ending.NOTHING_TO_DO, problems) : this;
    }

    /** The goal failed, before or after the deployment ended. */
    public DeploymentRecord failed(List<Problem> why) {
        return with(ending == Ending.UNFINISHED ? Ending.REFUSED : ending, why);
    }

    private DeploymentRecord with(Ending end, List<Problem> why) {
        return new DeploymentRecord(database, goal, environment, deployment, bundle, end, applied, failure, why);
    }

    private static Ending ending(DeploymentResult result) {
        if (result instanceof DeploymentResult.Finished finished) {
            return ending(finished.receipt().outcome());
        }
        if (result instanceof DeploymentResult.Cleared cleared) {
            return ending(cleared.clearance().outcome());
        }
        if (result instanceof DeploymentResult.NothingToDo) {
            return Ending.NOTHING_TO_DO;
        }
        if (result instanceof DeploymentResult.NotStarted) {
            return Ending.NOT_STARTED;
        }
        if (result instanceof DeploymentResult.Requested) {
            return Ending.REQUESTED;
        }
        return result instanceof DeploymentResult.Lost ? Ending.LOST : Ending.STILL_RUNNING;
    }

    private static Ending ending(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> Ending.SUCCEEDED;
            case FAILED -> Ending.FAILED;
            case AMBIGUOUS -> Ending.AMBIGUOUS;
        };
    }

    private static Optional<Receipt> receipt(DeploymentResult result) {
        return result instanceof DeploymentResult.Finished finished
                ? Optional.of(finished.receipt())
                : Optional.empty();
    }

    /** Of what is live already, the deployment that made it so. */
    private static Optional<DeploymentId> deployment(DeploymentResult result) {
        if (result instanceof DeploymentResult.NothingToDo nothing) {
            return Optional.of(nothing.live().deployment());
        }
        if (result instanceof DeploymentResult.Requested requested) {
            return Optional.of(requested.deployment());
        }
        return order(result).map(Order::deployment);
    }

    private static Optional<Order> order(DeploymentResult result) {
        if (result instanceof DeploymentResult.Finished finished) {
            return Optional.of(finished.order());
        }
        if (result instanceof DeploymentResult.Cleared cleared) {
            return Optional.of(cleared.order());
        }
        if (result instanceof DeploymentResult.NotStarted notStarted) {
            return Optional.of(notStarted.order());
        }
        if (result instanceof DeploymentResult.Lost lost) {
            return Optional.of(lost.order());
        }
        return result instanceof DeploymentResult.StillRunning running
                ? Optional.of(running.order())
                : Optional.empty();
    }

    @Override
    public boolean success() {
        return ending != Ending.UNFINISHED && problems.isEmpty();
    }

    @Override
    public void writeTo(JsonDraft json) {
        json.put("database", database).put("goal", goal);
        environment.ifPresent(name -> json.put("environment", name.value()));
        deployment.ifPresent(id -> json.put("deployment", id.value()));
        bundle.ifPresent(digest -> json.put("bundle", digest.value()));
        json.put("outcome", ending.name());
        json.texts("applied", applied);
        failure.ifPresent(reason -> write(reason, json.object("failure")));
        ResultJson.write(problems, json);
    }

    private static void write(Failure failure, JsonDraft json) {
        json.put("code", failure.code()).put("message", failure.message());
        failure.script().ifPresent(script -> json.put("script", script));
        failure.line().ifPresent(line -> json.put("line", line));
        failure.sqlState().ifPresent(state -> json.put("sqlState", state));
    }
}
