package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.host.Host;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Order;
import java.util.List;
import java.util.Optional;

/**
 * What publish or promote would do now, after the same checks, and without having written or sent anything.
 *
 * @param pending the scripts that the host would apply, in order, as far as the schema history tells: whether an applied
 *     repeatable migration has changed only the host can say
 * @param inFlight what it would have to wait for; then everything else may be different in its turn
 * @param host that would be sent the command; empty if there is nothing to do, or the relay would be asked to find one
 * @param nothingToDo whether the bundle is live there, nothing was tried since, and nothing is in flight
 * @param source the deployment that proves the bundle in the environment before; only promotions have one
 * @param passedOver the gates that are closed and would be passed over, because the caller has a reason
 */
public record Plan(
        Environment environment,
        Digest bundle,
        List<String> pending,
        Optional<Order> inFlight,
        Optional<Host> host,
        boolean nothingToDo,
        Optional<Order.Source> source,
        List<ClosedGate> passedOver) {
    public Plan {
        pending = List.copyOf(pending);
        passedOver = List.copyOf(passedOver);
    }

    static Plan toDeploy(Environment environment, Intent.Deploy intent, Optional<Order> inFlight, Optional<Host> host) {
        return new Plan(
                environment,
                intent.bundle(),
                intent.pending(),
                inFlight,
                host,
                false,
                intent.assignment().source(),
                intent.assignment().passedOver());
    }

    static Plan ofNothing(Environment environment, Digest bundle, Optional<Order> inFlight) {
        return new Plan(
                environment,
                bundle,
                List.of(),
                inFlight,
                Optional.empty(),
                inFlight.isEmpty(),
                Optional.empty(),
                List.of());
    }
}
