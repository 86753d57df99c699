package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.ledger.Deployments.Dated;
import io.github.dbpromote.core.model.BundleChoice;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.RecordedRefusal;
import io.github.dbpromote.core.model.Request;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.problem.RelayProblems;
import java.util.List;
import java.util.Optional;

/**
 * Does what a request to the relay asks for, or records why not. However often a request comes, there is one order of its
 * id at most.
 */
public final class Fulfil {
    private final Track track;
    private final Limits limits;
    private final Surroundings surroundings;

    /** @param surroundings of the relay */
    public Fulfil(Track track, Limits limits, Surroundings surroundings) {
        this.track = track;
        this.limits = limits;
        this.surroundings = surroundings;
    }

    /** What became of a request. */
    public sealed interface Outcome {
        Request request();

        /** It has been answered before. */
        record AnsweredBefore(Request request) implements Outcome {}

        /** The command was sent. */
        record Begun(Request request, DeploymentResult result) implements Outcome {}

        /** Whoever asked can read why. */
        record Refused(Request request, Refusal refusal) implements Outcome {}
    }

    /**
     * @param by whose request it is, by its key
     * @param deployment the id of the request
     * @throws Refusal if there is no such request, or it is malformed: then there is nobody to answer
     */
    public Outcome run(EnvironmentName environment, UserId by, DeploymentId deployment) {
        Stage stage = track.stage(environment);
        Dated<Request> dated = stage.requests()
                .read(by, deployment)
                .orElseThrow(() -> new Refusal(
                        RelayProblems.missingRequest(stage.requests().where(by, deployment))));
        Request request = dated.value();
        if (isAnswered(stage, deployment)) {
            return new Outcome.AnsweredBefore(request);
        }
        try {
            return new Outcome.Begun(request, begin(stage, dated));
        } catch (Refusal e) {
            return isUnderWay(stage, deployment) ? new Outcome.AnsweredBefore(request) : refused(stage, request, e);
        }
    }

    private static boolean isAnswered(Stage stage, DeploymentId deployment) {
        return stage.deployments().readRefusal(deployment).isPresent()
                || stage.deployments().readClaim(deployment).value().isPresent()
                || isInFlight(stage, deployment);
    }

    /** What is refused may have been begun meanwhile by the same event, which came twice at once; then that stands. */
    private static boolean isUnderWay(Stage stage, DeploymentId deployment) {
        return stage.deployments()
                        .readClaim(deployment)
                        .value()
                        .filter(claim -> claim.kind() == Claim.Kind.CLAIMED)
                        .isPresent()
                || isInFlight(stage, deployment);
    }

    private static boolean isInFlight(Stage stage, DeploymentId deployment) {
        return stage.ledger()
                .read()
                .ledger()
                .inFlight()
                .filter(deployment::equals)
                .isPresent();
    }

    private DeploymentResult begin(Stage stage, Dated<Request> dated) {
        Request request = dated.value();
        if (dated.at().isAfter(request.notAfter())) {
            throw new Refusal(RelayProblems.requestTooLate(
                    request.deployment().value(),
                    request.notAfter().toString(),
                    dated.at().toString()));
        }
        DeploymentResult result = deliver(stage, request);
        if (result instanceof DeploymentResult.NothingToDo nothing) {
            throw new Refusal(nothing(nothing));
        }
        return result;
    }

    private static Problem nothing(DeploymentResult.NothingToDo nothing) {
        return RelayProblems.nothingToDo(
                nothing.environment().label(), nothing.bundle().abbreviated());
    }

    private DeploymentResult deliver(Stage stage, Request request) {
        Caller caller = Caller.of(request);
        if (request.kind() == Request.Kind.PUBLISH) {
            return new Publish(track, caller, limits, surroundings)
                    .run(stage.deployments().readBundle(request.bundle()), request.environment());
        }
        Promote promote = new Promote(track, caller, limits, surroundings);
        return request.chosen()
                ? promote.run(
                        request.environment(),
                        Optional.of(new BundleChoice(request.bundle().value())))
                : promote.run(request.environment(), request.bundle());
    }

    private static Outcome refused(Stage stage, Request request, Refusal refusal) {
        List<Problem> problems = refusal.problems();
        stage.deployments().refuse(new RecordedRefusal(request.deployment(), problems, isPassing(refusal)));
        return new Outcome.Refused(request, refusal);
    }

    /** Asked again, it has to wait for its turn, or finds that there is nothing to do any more. */
    private static boolean isPassing(Refusal refusal) {
        return refusal instanceof InFlight || refusal.problems().stream().allMatch(RelayProblems::isPassing);
    }
}
