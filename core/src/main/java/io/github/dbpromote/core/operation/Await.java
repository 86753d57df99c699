package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.progress.Progress;
import java.util.List;
import java.util.Optional;

/** Waits for the end of whatever is in flight in an environment, whoever ordered it, and settles it. */
public final class Await {
    private final Track track;
    private final Limits limits;
    private final Progress progress;
    private final Settle settle;
    private final Vigil vigil;

    public Await(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        this.track = track;
        this.limits = limits;
        this.progress = surroundings.progress();
        this.settle = new Settle(track, caller.name(), progress);
        this.vigil = new Vigil(settle, limits, surroundings);
    }

    /** The environments in which something is in flight, or has ended and is not settled yet. */
    public List<EnvironmentName> inFlight() {
        return track.path().environments().stream()
                .filter(environment -> track.stage(environment)
                        .ledger()
                        .read()
                        .ledger()
                        .inFlight()
                        .isPresent())
                .map(Environment::name)
                .toList();
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

    private static Optional<DeploymentResult> newest(Stage stage, Ledger ledger) {
        return ledger.last().map(last -> new Evidence(stage).result(last, ledger.live()));
    }
}
