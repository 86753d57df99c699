package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.BundleChoice;
import io.github.dbpromote.core.model.Digest;
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
        this.settle = new Settle(track, caller.name(), surroundings);
        this.delivery = new Delivery(track, caller, limits, surroundings);
    }

    /**
     * Only reads the source, which may be in an account where nothing else is allowed.
     *
     * @param choice an earlier bundle that succeeded in the source; empty for the one that is live there
     * @throws Refusal that says what would have to be true; then nothing was stored and nothing sent
     */
    public DeploymentResult run(EnvironmentName name, Optional<BundleChoice> choice) {
        Stage target = target(name);
        Stage source = source(target);
        return run(target, source, new Origin(source, choice));
    }

    /**
     * The live bundle of the source, as above, as long as it is this one.
     *
     * @throws Refusal also if another one is live there
     */
    DeploymentResult run(EnvironmentName name, Digest expected) {
        Stage target = target(name);
        Stage source = source(target);
        return run(target, source, Origin.expecting(source, expected));
    }

    private DeploymentResult run(Stage target, Stage source, Origin origin) {
        return delivery.run(
                target,
                // So that nobody waits in vain for a turn; in that turn the source may have moved on.
                () -> origin.candidate(settle.foresee(source)),
                version -> intent(origin, settle.foresee(source), target, version));
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
        Settlement proven = settle.foresee(source);
        return delivery.plan(target, version -> intent(origin, proven, target, version));
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

    /** @param from how the source stands */
    private Intent intent(Origin origin, Settlement from, Stage target, LedgerStore.Version version) {
        Ledger ledger = version.ledger();
        Evidence evidence = new Evidence(target);
        Digest candidate = origin.candidate(from);
        evidence.refuseAmbiguous(ledger);
        if (ledger.stands(candidate)) {
            return new Intent.Nothing(ledger.live().orElseThrow());
        }
        Proof proof = origin.proof(from);
        SchemaHistory proven = new SchemaHistory(proof.receipt().history());
        SchemaHistory applied = evidence.history(ledger);
        List<AppliedMigration> ahead = applied.vanishedFrom(proven.asMigrations());
        if (!ahead.isEmpty()) {
            throw new Refusal(origin.targetAhead(target, proof, ahead));
        }
        List<ClosedGate> passedOver = new Gatekeeper(target).admit(version, Arrival.promoted(proof), caller);
        return new Intent.Deploy(
                Assignment.promotion(origin.bundle(proof), origin.isChosen(), proof, passedOver, caller),
                applied.pendingOf(proven.allAsMigrations()));
    }

    private List<String> namesAfter(Environment environment) {
        return track.path().next(environment).stream()
                .map(next -> next.name().value())
                .toList();
    }
}
