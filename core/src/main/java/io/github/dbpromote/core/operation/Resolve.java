package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks a host for the truth about a deployment whose own host left no receipt: it waits until the database no longer works
 * for that deployment, reads the schema history, and writes the receipt in the other's place. It changes nothing in the
 * database.
 */
public final class Resolve {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Track track;
    private final Caller caller;
    private final Limits limits;
    private final Settle settle;
    private final Delivery delivery;

    public Resolve(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        this.track = track;
        this.caller = caller;
        this.limits = limits;
        this.settle = new Settle(track, caller.name(), surroundings.progress());
        this.delivery = new Delivery(track, caller, limits, surroundings);
    }

    /** @throws Refusal if nothing is in flight there, or no host has claimed it yet */
    public DeploymentResult run(EnvironmentName name) {
        Stage stage = track.stage(name);
        stage.environment().document(Action.INSPECT);
        Settlement settlement = settle.settle(stage);
        if (settlement instanceof Settlement.Ended ended) {
            return DeploymentResult.Finished.of(stage.environment(), ended);
        }
        if (settlement instanceof Settlement.Busy busy && busy.claim().isPresent()) {
            Order inspection =
                    inspection(stage.environment(), busy.order(), busy.ledger().at());
            return delivery.inspect(stage, inspection, busy);
        }
        throw nothingToResolve(stage.environment(), settlement);
    }

    private Order inspection(Environment environment, Order subject, Instant now) {
        return new Order(
                DeploymentId.at(now, RANDOM),
                Action.INSPECT,
                environment.database(),
                environment.name(),
                subject.bundle(),
                Optional.empty(),
                Optional.of(subject.deployment()),
                caller.name(),
                caller.reason(),
                now,
                now.plus(limits.delivery()));
    }

    private static Refusal nothingToResolve(Environment environment, Settlement settlement) {
        if (settlement instanceof Settlement.Busy busy) {
            return new Refusal(Problems.notClaimedYet(
                    environment.label(),
                    busy.order().deployment().value(),
                    busy.order().notAfter().toString()));
        }
        return new Refusal(Problems.nothingInFlight(environment.label()));
    }
}
