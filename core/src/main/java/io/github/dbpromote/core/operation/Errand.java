package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.host.Sending;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Order;
import java.time.Duration;
import java.util.Optional;

/**
 * What is waited for, and what the one who waits knows of it.
 *
 * @param order whose receipt ends the wait
 * @param claim of the order, as far as it is known
 * @param worker the deployment whose claim names the working command: the order's own, or that of an inspection
 * @param command empty if the worker's claim has to tell it
 * @param patience how long the receipt may be missing after the command is over: S3 may have had a bad moment
 * @param lost why the answer to SendCommand did not come, if it did not
 */
record Errand(
        Order order,
        Optional<Claim> claim,
        DeploymentId worker,
        Optional<Command> command,
        Duration patience,
        Optional<String> lost) {
    private static final Duration USUAL = Duration.ofSeconds(30);

    /** A deployment that was sent before, perhaps by somebody else. */
    static Errand found(Settlement.Busy busy) {
        return found(busy, USUAL);
    }

    /** A deployment that the relay has begun on request. */
    static Errand requested(Order order) {
        return new Errand(order, Optional.empty(), order.deployment(), Optional.empty(), USUAL, Optional.empty());
    }

    /** A deployment whose host is being killed: then no receipt is to be waited for. */
    static Errand cancelled(Settlement.Busy busy) {
        return found(busy, Duration.ZERO);
    }

    private static Errand found(Settlement.Busy busy, Duration patience) {
        Order order = busy.order();
        return new Errand(
                order, busy.claim(), order.deployment(), busy.claim().flatMap(Command::of), patience, Optional.empty());
    }

    /** A deployment that was sent just now. */
    static Errand sent(Order order, Sending sending) {
        return new Errand(order, Optional.empty(), order.deployment(), command(sending), USUAL, lost(sending));
    }

    /** An inspection that was sent just now, to find out how a claimed deployment ended. */
    static Errand inspected(Settlement.Busy lost, Order inspection, Sending sending) {
        return new Errand(lost.order(), lost.claim(), inspection.deployment(), command(sending), USUAL, lost(sending));
    }

    private static Optional<Command> command(Sending sending) {
        return sending instanceof Sending.Sent sent ? Optional.of(sent.command()) : Optional.empty();
    }

    private static Optional<String> lost(Sending sending) {
        return sending instanceof Sending.Unknown unknown ? Optional.of(unknown.reason()) : Optional.empty();
    }

    /** Whether its host has been told to stop. */
    boolean isKilled() {
        return patience.isZero();
    }

    /** The deployment that is to find out how this one ended, if there is one. */
    Optional<DeploymentId> inspection() {
        return Optional.of(worker).filter(it -> !it.equals(order.deployment()));
    }
}
