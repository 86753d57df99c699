package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import java.util.Optional;

/** Waits for the end of whatever is in flight in an environment, whoever ordered it, and settles it. */
public final class Await {
    private final Track track;
    private final Caller caller;
    private final Limits limits;
    private final Surroundings surroundings;
    private final Settle settle;
    private final Vigil vigil;
    private final Petition petition;

    public Await(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        this.track = track;
        this.caller = caller;
        this.limits = limits;
        this.surroundings = surroundings;
        this.settle = new Settle(track, caller.name(), surroundings);
        this.vigil = new Vigil(settle, limits, surroundings);
        this.petition = new Petition(vigil, limits, surroundings);
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
     * @param id of an inspection too: then the deployment that it looks into is meant
     * @throws Refusal if there is no such deployment there
     */
    public DeploymentResult run(EnvironmentName name, DeploymentId id) {
        Stage stage = track.stage(name);
        return stage.deployments()
                .findOrder(id)
                .map(order -> outcome(stage, subject(stage, order.value())))
                .or(() -> asked(stage, id))
                .orElseThrow(() -> new Refusal(Problems.unknownDeployment(
                        stage.environment().label(),
                        id.value(),
                        stage.deployments().where(id))));
    }

    private DeploymentResult outcome(Stage stage, Order order) {
        Settlement settlement = settle.settle(stage);
        return settlement instanceof Settlement.Busy busy && busy.order().equals(order)
                ? watch(stage, busy)
                : ended(stage, order, settlement.ledger().ledger());
    }

    /**
     * What the relay makes of the caller's request of that id.
     *
     * @return empty if there is none
     * @throws Refusal of the relay
     */
    private Optional<DeploymentResult> asked(Stage stage, DeploymentId id) {
        refuseAsTheRelay(stage, id);
        return caller.userId()
                .filter(user -> surroundings.mustAskRelay(stage))
                .flatMap(user -> stage.requests().read(user, id))
                .flatMap(request -> petition.resume(stage, request).or(() -> {
                    refuseAsTheRelay(stage, id);
                    return Optional.empty();
                }));
    }

    private static void refuseAsTheRelay(Stage stage, DeploymentId id) {
        stage.deployments().readRefusal(id).ifPresent(refusal -> {
            throw new Refusal(refusal.problems());
        });
    }

    private static Order subject(Stage stage, Order order) {
        return order.subject()
                .map(subject -> stage.deployments().readOrder(subject).value())
                .orElse(order);
    }

    /** What is in flight no longer has a receipt or a void claim, or never was in flight. */
    private DeploymentResult ended(Stage stage, Order order, Ledger ledger) {
        Environment environment = stage.environment();
        Optional<Claim> claim =
                stage.deployments().readClaim(order.deployment()).value();
        if (claim.isEmpty()) {
            return asked(stage, order.deployment())
                    .orElseGet(() -> new DeploymentResult.NotStarted(
                            environment, order, DeploymentResult.NotStarted.NEVER_IN_FLIGHT, Optional.empty()));
        }
        if (claim.get().kind() == Claim.Kind.CLAIMED) {
            return new Evidence(stage).result(order, ledger);
        }
        // The relay tells why it could not send.
        refuseAsTheRelay(stage, order.deployment());
        return DeploymentResult.NotStarted.of(
                environment, order, claim.get(), DeploymentResult.NotStarted.IN_TIME, Optional.empty());
    }

    private DeploymentResult watch(Stage stage, Settlement.Busy busy) {
        Errand errand = Errand.found(busy);
        Order order = busy.order();
        surroundings
                .progress()
                .on(new Progress.Awaiting(
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
                    surroundings
                            .progress()
                            .on(new Progress.Newest(
                                    stage.environment(), order.deployment(), order.requestedBy(), order.createdAt()));
                    return new Evidence(stage).result(order, ledger);
                });
    }
}
