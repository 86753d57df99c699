package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.BundleChoice;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.SchemaHistory;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;
import java.util.Optional;

/** Takes exactly the bytes that are live in the environment before, or succeeded there earlier, to the next one. */
public final class Promote {
    private final Track track;
    private final Caller caller;
    private final Settle settle;
    private final Delivery delivery;

    public Promote(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        this.track = track;
        this.caller = caller;
        this.settle = new Settle(track, caller.name(), surroundings.progress());
        this.delivery = new Delivery(track, caller, limits, surroundings);
    }

    /**
     * @param choice an earlier bundle that succeeded in the source; empty for the one that is live there
     * @throws Refusal that says what would have to be true; then nothing was stored and nothing sent
     */
    public DeploymentResult run(EnvironmentName name, Optional<BundleChoice> choice) {
        Stage target = target(name);
        Stage source = source(target);
        Origin origin = new Origin(source, choice);
        // Now, so that nobody waits in vain for a turn; and again in that turn, because the source may have moved on.
        origin.proof(settle.settle(source));
        return delivery.run(target, version -> intent(origin, origin.proof(settle.settle(source)), target, version));
    }

    /**
     * What {@link #run} would do now. Reads, and writes nothing, not even to settle.
     *
     * @throws Refusal as run does, but not for what is in flight in the target
     */
    public Plan plan(EnvironmentName name, Optional<BundleChoice> choice) {
        Stage target = target(name);
        Stage source = source(target);
        Origin origin = new Origin(source, choice);
        Proof proof = origin.proof(settle.foresee(source));
        return delivery.plan(target, version -> intent(origin, proof, target, version));
    }

    private Stage target(EnvironmentName name) {
        Stage target = track.stage(name);
        Environment environment = target.environment();
        if (environment.promotesFrom().isEmpty()) {
            throw new Refusal(Problems.promoteToFirst(environment.label(), namesAfter(environment)));
        }
        return target;
    }

    private Stage source(Stage target) {
        return track.source(target).orElseThrow();
    }

    private Intent intent(Origin origin, Proof proof, Stage target, LedgerStore.Version version) {
        Ledger ledger = version.ledger();
        Evidence evidence = new Evidence(target);
        evidence.refuseAmbiguous(ledger);
        if (ledger.stands(proof.bundle())) {
            return new Intent.Nothing(ledger.live().orElseThrow());
        }
        SchemaHistory proven = new SchemaHistory(proof.receipt().history());
        SchemaHistory applied = evidence.history(ledger);
        List<AppliedMigration> ahead = applied.vanishedFrom(proven.asMigrations());
        if (!ahead.isEmpty()) {
            throw new Refusal(origin.targetAhead(target, proof, ahead));
        }
        List<ClosedGate> passedOver = new Gatekeeper(target).admit(version, Arrival.promoted(proof), caller);
        return new Intent.Deploy(
                Assignment.promotion(origin.bundle(proof), proof, passedOver, caller),
                applied.pendingOf(proven.allAsMigrations()));
    }

    private List<String> namesAfter(Environment environment) {
        return track.path().next(environment).stream()
                .map(next -> next.name().value())
                .toList();
    }
}
