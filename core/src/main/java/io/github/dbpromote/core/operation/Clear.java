package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Clearance;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;

/**
 * Records what a person found in the database after a deployment of which no host could tell how it ended, so that work
 * can go on there. It makes nothing live: the next host's receipt does.
 */
public final class Clear {
    private final Track track;
    private final Caller caller;
    private final Settle settle;

    public Clear(Track track, Caller caller, Surroundings surroundings) {
        this.track = track;
        this.caller = caller;
        this.settle = new Settle(track, caller.name(), surroundings.progress());
    }

    /**
     * @param as succeeded: it is complete and stands in the schema history; failed: what it left behind is removed
     * @throws Refusal without a reason, if something is in flight there, the newest deployment is not ambiguous, or
     *     somebody else has cleared it otherwise
     * @throws IllegalArgumentException if {@code as} is ambiguous itself
     */
    public DeploymentResult.Cleared run(EnvironmentName name, Outcome as) {
        String reason = caller.reasonFor("-Ddb.as");
        Stage stage = track.stage(name);
        LedgerStore.Version version = idle(stage);
        Ledger.Last last = ambiguous(stage, version.ledger());
        Evidence evidence = new Evidence(stage);
        Order order = stage.deployments().readOrder(last.deployment()).value();
        Receipt receipt = evidence.receipt(last.deployment());
        Clearance standing = stage.deployments().clear(new Clearance(last.deployment(), as, caller.name(), reason));
        if (standing.outcome() != as) {
            throw clearedAlready(stage, standing.outcome(), last, standing.by());
        }
        write(stage, version, standing);
        return new DeploymentResult.Cleared(stage.environment(), order, receipt, standing);
    }

    private LedgerStore.Version idle(Stage stage) {
        Settlement settlement = settle.settle(stage);
        if (settlement instanceof Settlement.Busy busy) {
            throw stage.inFlight(busy.order());
        }
        return settlement.ledger();
    }

    private static Ledger.Last ambiguous(Stage stage, Ledger ledger) {
        String label = stage.environment().label();
        Ledger.Last last = ledger.last().orElseThrow(() -> new Refusal(Problems.nothingToClear(label)));
        if (last.clearedBy().isPresent()) {
            throw clearedAlready(stage, last.outcome(), last, last.clearedBy().get());
        }
        if (last.outcome() != Outcome.AMBIGUOUS) {
            throw new Refusal(Problems.notAmbiguous(
                    label, last.deployment().value(), last.outcome().name()));
        }
        return last;
    }

    private static Refusal clearedAlready(Stage stage, Outcome outcome, Ledger.Last last, String by) {
        return new Refusal(Problems.clearedAlready(
                stage.environment().label(), last.deployment().value(), outcome.name(), by));
    }

    /** If somebody else was quicker, then with the same word, which is as good. A pause in between is kept. */
    private static void write(Stage stage, LedgerStore.Version version, Clearance clearance) {
        boolean stands = stage.ledger()
                .replaceWhile(
                        version,
                        now -> isNewest(clearance, now) && !isCleared(now),
                        (now, writer) -> now.clear(clearance, writer))
                .map(LedgerStore.Version::ledger)
                .or(() -> Optional.of(stage.ledger().read().ledger()))
                .filter(now -> isNewest(clearance, now) && isCleared(now))
                .isPresent();
        if (!stands) {
            throw new Refusal(Problems.overtaken(stage.environment().label()));
        }
    }

    private static boolean isNewest(Clearance clearance, Ledger ledger) {
        return ledger.last()
                .filter(last -> last.deployment().equals(clearance.deployment()))
                .isPresent();
    }

    private static boolean isCleared(Ledger ledger) {
        return ledger.last().flatMap(Ledger.Last::clearedBy).isPresent();
    }
}
