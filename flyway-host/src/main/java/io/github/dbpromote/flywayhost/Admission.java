package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether this host may begin: everything that can be refused is refused before the claim, and what may change
 * between claim and lock is asked once more.
 */
final class Admission {
    private final Invocation invocation;
    private final HostConfiguration configuration;
    private final Deployments deployments;
    private final LedgerStore ledger;

    Admission(Invocation invocation, HostConfiguration configuration, Deployments deployments, LedgerStore ledger) {
        this.invocation = invocation;
        this.configuration = configuration;
        this.deployments = deployments;
        this.ledger = ledger;
    }

    /** @throws Refusal if this host serves another environment */
    void refuseForeignEnvironment() {
        if (!invocation.environment().equals(configuration.environment())) {
            throw new Refusal(HostProblems.otherEnvironment(
                    invocation.environment().value(),
                    configuration.environment().value(),
                    configuration.file()));
        }
    }

    /** Whether a receipt belongs into the bucket of this host's configuration. */
    boolean concerns(Receipt receipt) {
        return receipt.database().equals(invocation.database())
                && receipt.environment().equals(configuration.environment());
    }

    /**
     * The order that this host is to carry out.
     *
     * @throws Refusal if the order is another one than the command line means, is not in flight, or is too old
     */
    Order order() {
        Order order = deployments.readOrder(invocation.deployment()).value();
        refuse("environment", order.environment(), invocation.environment());
        refuse("action", order.action().word(), invocation.action().word());
        LedgerStore.Version now = ledger.read();
        DeploymentId meant = order.action() == Action.INSPECT ? subject(order) : order.deployment();
        Optional<Problem> notInFlight = notInFlight(meant, now.ledger());
        if (notInFlight.isPresent()) {
            throw new Refusal(notInFlight.get());
        }
        refuseTooLate(order, now.at());
        return order;
    }

    /**
     * Why the deployment is not this host's any more, although it claimed it: a host that stalls before it holds the
     * lock may be taken for lost, and an inspection ends the deployment in its place.
     */
    Optional<Problem> endedMeanwhile(Order order) {
        Optional<Problem> ended = deployments
                .readReceipt(order)
                .map(receipt -> HostProblems.endedMeanwhile(order.deployment().value(), receipt.outcome()));
        return ended.or(() -> notInFlight(order.deployment(), ledger.read().ledger()));
    }

    private static Optional<Problem> notInFlight(DeploymentId meant, Ledger ledger) {
        Optional<DeploymentId> inFlight = ledger.inFlight();
        return inFlight.filter(meant::equals).isPresent()
                ? Optional.empty()
                : Optional.of(HostProblems.notInFlight(
                        meant.value(), inFlight.map(DeploymentId::value).orElse("nothing")));
    }

    private void refuse(String what, Object ordered, Object started) {
        if (!ordered.equals(started)) {
            throw new Refusal(HostProblems.otherOrder(
                    invocation.deployment().value(), what, ordered.toString(), started.toString()));
        }
    }

    private static void refuseTooLate(Order order, Instant now) {
        if (now.isAfter(order.notAfter())) {
            throw new Refusal(HostProblems.tooLate(order.deployment().value(), order.notAfter(), now));
        }
    }

    static DeploymentId subject(Order inspection) {
        return inspection
                .subject()
                .orElseThrow(() -> new Refusal(
                        HostProblems.noSubject(inspection.deployment().value())));
    }
}
