package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Order.Source;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is to be delivered to a stage, before it has become an order. */
record Assignment(Action action, Bundle bundle, Optional<Source> source, Caller caller) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @param now by S3's clock */
    Order order(Stage stage, Instant now, Duration delivery) {
        return new Order(
                DeploymentId.at(now, RANDOM),
                action,
                stage.environment().database(),
                stage.environment().name(),
                bundle.digest(),
                source,
                Optional.empty(),
                caller.name(),
                caller.userId(),
                publisher(),
                caller.reason(),
                Optional.empty(),
                now,
                now.plus(delivery),
                stage.environment().postgresql());
    }

    /** What comes from no other environment is published. */
    private Optional<Order.Publisher> publisher() {
        return action == Action.MIGRATE && source.isEmpty()
                ? Optional.of(new Order.Publisher(caller.userId(), caller.name()))
                : Optional.empty();
    }
}
