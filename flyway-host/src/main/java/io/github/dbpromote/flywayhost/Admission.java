package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Instant;

/** Decides whether this host may begin: everything that can be refused is refused before the claim. */
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
        if (!now.ledger().inFlight().filter(meant::equals).isPresent()) {
            throw new Refusal(HostProblems.notInFlight(
                    meant.value(),
                    now.ledger().inFlight().map(DeploymentId::value).orElse("nothing")));
        }
        refuseTooLate(order, now.at());
        return order;
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
