package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Order.Publisher;
import io.github.dbpromote.core.model.Order.Source;
import io.github.dbpromote.core.model.Request;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.problem.RelayProblems;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be delivered to a stage, before it has become an order.
 *
 * @param chosen whether a person chose an earlier bundle of the source
 * @param publishedBy who published the bundle, as far as anybody knows
 * @param passedOver the gates that are closed and hold nothing back, because the caller has a reason
 */
record Assignment(
        Action action,
        Bundle bundle,
        Optional<Source> source,
        boolean chosen,
        Optional<Publisher> publishedBy,
        List<ClosedGate> passedOver,
        Caller caller) {
    private static final SecureRandom RANDOM = new SecureRandom();

    Assignment {
        passedOver = List.copyOf(passedOver);
    }

    static Assignment publication(Bundle bundle, List<ClosedGate> passedOver, Caller caller) {
        return new Assignment(
                Action.MIGRATE, bundle, Optional.empty(), false, Optional.of(caller.asPublisher()), passedOver, caller);
    }

    static Assignment promotion(
            Bundle bundle, boolean chosen, Proof proof, List<ClosedGate> passedOver, Caller caller) {
        return new Assignment(
                Action.MIGRATE,
                bundle,
                Optional.of(proof.source()),
                chosen,
                proof.order().publishedBy(),
                passedOver,
                caller);
    }

    static Assignment repair(Bundle bundle, Caller caller) {
        return new Assignment(Action.REPAIR, bundle, Optional.empty(), false, Optional.empty(), List.of(), caller);
    }

    /** Whether the bundle may be missing in the stage's bucket: what is repaired has been tried there. */
    boolean bringsBundle() {
        return action == Action.MIGRATE;
    }

    /** Whether its order has the id of a request, which others may be handling too. */
    boolean isRequested() {
        return caller.request().isPresent();
    }

    /** @param now by S3's clock */
    Order order(Stage stage, Instant now, Duration delivery) {
        return new Order(
                caller.request().orElseGet(() -> DeploymentId.at(now, RANDOM)),
                action,
                stage.environment().database(),
                stage.environment().name(),
                bundle.digest(),
                source,
                Optional.empty(),
                caller.name(),
                caller.userId(),
                publishedBy,
                caller.reason(),
                override(),
                now,
                now.plus(delivery),
                stage.environment().postgresql());
    }

    /**
     * The same as a request to the relay.
     *
     * @param now by S3's clock
     * @param lifetime how long the relay may take to answer
     * @throws Refusal if AWS does not say who asks
     */
    Request request(Stage stage, Instant now, Duration lifetime) {
        return new Request(
                DeploymentId.at(now, RANDOM),
                source.isPresent() ? Request.Kind.PROMOTE : Request.Kind.PUBLISH,
                stage.environment().database(),
                stage.environment().name(),
                bundle.digest(),
                chosen,
                caller.userId()
                        .orElseThrow(() -> new Refusal(RelayProblems.requestWithoutIdentity(
                                stage.environment().label(), caller.name()))),
                caller.name(),
                caller.reason(),
                override(),
                now.plus(lifetime));
    }

    /** A reason that passed nothing over was none. */
    private Optional<String> override() {
        return passedOver.isEmpty() ? Optional.empty() : caller.override();
    }
}
