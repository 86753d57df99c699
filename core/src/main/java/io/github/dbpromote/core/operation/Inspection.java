package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.host.Host;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Order;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * Has a host find out how a deployment ended whose own host left no receipt: it waits until the database no longer works
 * for that deployment, reads the schema history, and writes the receipt in the other's place.
 */
final class Inspection {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Caller caller;
    private final Limits limits;
    private final Delivery delivery;

    Inspection(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        this.caller = caller;
        this.limits = limits;
        this.delivery = Delivery.ofOperator(track, caller, limits, surroundings);
    }

    /**
     * @param host that looks into it
     * @param lost claimed, and in flight
     * @param reason stands in the inspection's order
     */
    DeploymentResult run(Stage stage, Host host, Settlement.Busy lost, Optional<String> reason) {
        Instant now = stage.ledger().read().at();
        return delivery.inspect(stage, host, order(stage.environment(), lost.order(), reason, now), lost);
    }

    private Order order(Environment environment, Order subject, Optional<String> reason, Instant now) {
        return new Order(
                DeploymentId.at(now, RANDOM),
                Action.INSPECT,
                environment.database(),
                environment.name(),
                subject.bundle(),
                Optional.empty(),
                Optional.of(subject.deployment()),
                caller.name(),
                caller.userId(),
                Optional.empty(),
                reason,
                Optional.empty(),
                now,
                now.plus(limits.delivery()),
                environment.postgresql());
    }
}
