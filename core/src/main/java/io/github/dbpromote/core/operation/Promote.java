package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.model.SchemaHistory;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;
import java.util.Optional;

/** Takes exactly the bytes that are live in the environment before to the next one. */
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

    /** @throws Refusal that says what would have to be true; then nothing was stored and nothing sent */
    public DeploymentResult run(EnvironmentName name) {
        Stage target = track.stage(name);
        Stage source = track.source(target)
                .orElseThrow(() -> new Refusal(
                        Problems.promoteToFirst(target.environment().label(), namesAfter(target.environment()))));
        refuseUnknownGates(target.environment());
        // Now, so that nobody waits in vain for a turn; and again in that turn, because the source may have moved on.
        proof(source);
        return delivery.inTurn(target, ledger -> promote(source, proof(source), target, ledger));
    }

    /** The evidence rule: the source's own host says that this very bundle succeeded there, last and completely. */
    private Receipt proof(Stage source) {
        Settlement settlement = settle.settle(source);
        if (settlement instanceof Settlement.Busy busy) {
            throw new Refusal(Problems.sourceRunning(
                    source.environment().label(),
                    busy.order().deployment().value(),
                    busy.order().createdAt().toString()));
        }
        return new Evidence(source).proofOfLive(settlement.ledger().ledger());
    }

    private Optional<DeploymentResult> promote(Stage source, Receipt proof, Stage target, LedgerStore.Version version) {
        Evidence evidence = new Evidence(target);
        evidence.refuseAmbiguous(version.ledger());
        if (version.ledger().stands(proof.bundle())) {
            return Optional.of(new DeploymentResult.NothingToDo(
                    target.environment(), version.ledger().live().orElseThrow()));
        }
        refuseTargetAhead(source, proof, target, evidence.history(version.ledger()));
        Bundle bundle = source.deployments().readBundle(proof.bundle());
        Order.Source origin = new Order.Source(source.environment().name(), proof.deployment());
        return delivery.deliver(target, version, new Assignment(Action.MIGRATE, bundle, Optional.of(origin), caller));
    }

    private static void refuseTargetAhead(Stage source, Receipt proof, Stage target, SchemaHistory applied) {
        List<AppliedMigration> ahead = applied.vanishedFrom(new SchemaHistory(proof.history()).asMigrations());
        if (!ahead.isEmpty()) {
            throw new Refusal(Problems.targetAhead(
                    target.environment().label(),
                    source.environment().label(),
                    ahead.stream().map(AppliedMigration::label).toList()));
        }
    }

    private List<String> namesAfter(Environment environment) {
        return track.path().next(environment).stream()
                .map(next -> next.name().value())
                .toList();
    }

    /** A gate that cannot be evaluated is a closed gate. */
    private static void refuseUnknownGates(Environment target) {
        if (!target.gates().isEmpty()) {
            throw new Refusal(Problems.unknownGates(target.label(), target.gates()));
        }
    }
}
