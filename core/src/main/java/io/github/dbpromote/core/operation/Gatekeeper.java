package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.gate.Circumstances;
import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.gate.Gates;
import io.github.dbpromote.core.gate.GatesClosed;
import io.github.dbpromote.core.ledger.Approvals;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.problem.GateProblems;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the gates of a stage whether a bundle may come in. */
final class Gatekeeper {
    private final Stage stage;
    private final Environment environment;
    private final Gates gates;

    Gatekeeper(Stage stage) {
        this.stage = stage;
        this.environment = stage.environment();
        this.gates = environment.gates();
    }

    /**
     * Lets the bundle in, or refuses.
     *
     * @param version of the ledger that is going to be replaced: what it says and when it was read is what counts
     * @return the closed gates that the caller passes over, with a reason and where the environment allows it
     * @throws GatesClosed with those that stay closed
     */
    List<ClosedGate> admit(LedgerStore.Version version, Arrival arrival, Caller caller) {
        List<ClosedGate> closed = new ArrayList<>(gates.check(circumstances(version, arrival)));
        if (caller.unattended()) {
            halted(version.ledger(), arrival).ifPresent(closed::add);
        }
        Optional<String> override = caller.overrideReason();
        List<ClosedGate> shut = closed.stream()
                .filter(gate -> override.isEmpty() || !gates.overridable() || !gate.yieldsToOverride())
                .toList();
        if (!shut.isEmpty()) {
            throw refusal(arrival, shut, override.isPresent());
        }
        return List.copyOf(closed);
    }

    /** Approvals are read only where they are asked for. */
    Circumstances circumstances(LedgerStore.Version version, Arrival arrival) {
        Approvals.Found found = gates.quorum().isPresent()
                ? stage.approvals().read(arrival.bundle())
                : new Approvals.Found(List.of(), List.of());
        return new Circumstances(
                version.at(),
                arrival.provenSince(),
                version.ledger().paused(),
                found.approvals(),
                found.disregarded(),
                arrival.publisher().flatMap(Order.Publisher::id));
    }

    private static Optional<ClosedGate> halted(Ledger ledger, Arrival arrival) {
        return ledger.last()
                .filter(last ->
                        last.outcome() == Outcome.FAILED && last.bundle().equals(arrival.bundle()))
                .map(last -> new ClosedGate.Halted(last.deployment().value()));
    }

    private Refusal refusal(Arrival arrival, List<ClosedGate> shut, boolean overriding) {
        List<Problem> problems = new ArrayList<>();
        for (ClosedGate gate : shut) {
            Problem problem = gate.problem(
                    environment.database().value(), environment.name().value());
            boolean mayBePassedOver = gates.overridable() && gate.yieldsToOverride();
            problems.add(mayBePassedOver ? GateProblems.overridable(problem) : problem);
        }
        if (overriding && !gates.overridable()) {
            problems.add(GateProblems.overrideNotAllowed(environment.label()));
        }
        return new GatesClosed(arrival.bundle().value(), shut, problems);
    }
}
