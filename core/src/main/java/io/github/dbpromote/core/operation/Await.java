package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Request;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import java.util.Optional;

/** Waits for the end of whatever is in flight in an environment, whoever ordered it, and settles it. */
public final class Await {
    private final Track track;
    private final Limits limits;
    private final Progress progress;
    private final Settle settle;
    private final Vigil vigil;
    private final Petition petition;
    private final Caller caller;
    private final Surroundings surroundings;

    public Await(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        this.track = track;
        this.limits = limits;
        this.progress = surroundings.progress();
        this.settle = new Settle(track, caller.name(), surroundings);
        this.vigil = new Vigil(settle, limits, surroundings);
        this.petition = new Petition(vigil, limits, surroundings);
        this.caller = caller;
        this.surroundings = surroundings;
    }

    /** Whether something is in flight there, or has ended and is not settled yet. */
    public boolean isNeeded(EnvironmentName name) {
        return track.stage(name).ledger().read().ledger().inFlight().isPresent();
    }

    /** @return how it ended, or the newest before it if nothing is in flight; empty if nothing was ever deployed there */
    public Optional<DeploymentResult> run(EnvironmentName name) {
        Stage stage = track.stage(name);
        Settlement settlement = settle.settle(stage);
        if (settlement instanceof Settlement.Busy busy) {
            return Optional.of(watch(stage, busy));
        }
        return settlement
                .result(stage.environment())
                .or(() -> newest(stage, settlement.ledger().ledger()));
    }

    /**
     * Waits for that very deployment, whatever else has happened there since.
     *
     * @param id of an inspection too: then the deployment that it looks into is meant; or of this caller's own request to the
     *     relay that has no order yet
     * @throws Refusal if there is no such deployment there
     */
    public DeploymentResult run(EnvironmentName name, DeploymentId id) {
        Stage stage = track.stage(name);
        Optional<Request> unanswered = unanswered(stage, id);
        if (unanswered.isPresent()) {
            return petition.await(stage, unanswered.get()).orElseThrow(() -> withoutOrder(stage, id));
        }
        Order order = subject(stage, order(stage, id));
        Settlement settlement = settle.settle(stage);
        return settlement instanceof Settlement.Busy busy && busy.order().equals(order)
                ? watch(stage, busy)
                : ended(stage, order, settlement.ledger().ledger());
    }

    /** What this caller has asked the relay for under that id, while there is no order and no refusal. */
    private Optional<Request> unanswered(Stage stage, DeploymentId id) {
        return caller.userId()
                .filter(userId -> surroundings.mustAskRelay(stage))
                .filter(userId -> stage.deployments().findOrder(id).isEmpty()
                        && stage.deployments().readRefusal(id).isEmpty())
                .flatMap(userId -> stage.requests().read(userId, id))
                .map(Deployments.Dated::value);
    }

    private static Order order(Stage stage, DeploymentId id) {
        return stage.deployments()
                .findOrder(id)
                .orElseThrow(() -> withoutOrder(stage, id))
                .value();
    }

    /** The relay may have refused what was asked for under that id. */
    private static Refusal withoutOrder(Stage stage, DeploymentId id) {
        return stage.deployments()
                .readRefusal(id)
                .map(refusal -> new Refusal(refusal.problems()))
                .orElseGet(() -> new Refusal(Problems.unknownDeployment(
                        stage.environment().label(),
                        id.value(),
                        stage.deployments().where(id))));
    }

    private static Order subject(Stage stage, Order order) {
        return order.subject()
                .map(subject -> stage.deployments().readOrder(subject).value())
                .orElse(order);
    }

    /** What is in flight no longer has a receipt or a void claim, or never was in flight. */
    private static DeploymentResult ended(Stage stage, Order order, Ledger ledger) {
        Environment environment = stage.environment();
        Optional<Claim> claim =
                stage.deployments().readClaim(order.deployment()).value();
        if (claim.isEmpty()) {
            return new DeploymentResult.NotStarted(
                    environment, order, DeploymentResult.NotStarted.NEVER_IN_FLIGHT, Optional.empty());
        }
        return claim.get().kind() == Claim.Kind.VOID
                ? DeploymentResult.NotStarted.of(
                        environment, order, claim.get(), DeploymentResult.NotStarted.IN_TIME, Optional.empty())
                : new Evidence(stage).result(order, ledger);
    }

    private DeploymentResult watch(Stage stage, Settlement.Busy busy) {
        Errand errand = Errand.found(busy);
        Order order = busy.order();
        progress.on(new Progress.Awaiting(
                stage.environment(),
                order.deployment(),
                order.requestedBy(),
                order.createdAt(),
                errand.command(),
                stage.deployments().where(order.deployment()),
                stage.log(order.deployment()),
                limits.interval(),
                limits.receipt()));
        return vigil.keep(stage, busy.ledger(), errand);
    }

    private Optional<DeploymentResult> newest(Stage stage, Ledger ledger) {
        return ledger.last()
                .map(last -> stage.deployments().readOrder(last.deployment()).value())
                .map(order -> {
                    progress.on(new Progress.Newest(
                            stage.environment(), order.deployment(), order.requestedBy(), order.createdAt()));
                    return new Evidence(stage).result(order, ledger);
                });
    }
}
