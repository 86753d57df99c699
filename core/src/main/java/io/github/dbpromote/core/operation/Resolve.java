package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;

/**
 * Asks a host for the truth about a deployment whose own host left no receipt. It changes nothing in the database.
 */
public final class Resolve {
    private final Track track;
    private final Caller caller;
    private final Settle settle;
    private final Inspection inspection;

    public Resolve(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        this.track = track;
        this.caller = caller;
        this.settle = new Settle(track, caller.name(), surroundings.progress());
        this.inspection = new Inspection(track, caller, limits, surroundings);
    }

    /** @throws Refusal if nothing is in flight there, no host has claimed it yet, or the newest ended ambiguous */
    public DeploymentResult run(EnvironmentName name) {
        Stage stage = track.stage(name);
        stage.environment().document(Action.INSPECT);
        Settlement settlement = settle.settle(stage);
        if (settlement instanceof Settlement.Busy busy && busy.claim().isPresent()) {
            return inspection.run(stage, stage.hosts().find(), busy, caller.reason());
        }
        if (settlement instanceof Settlement.Ended ended) {
            return DeploymentResult.Finished.of(stage.environment(), ended);
        }
        throw nothingToResolve(stage, settlement);
    }

    /** An ambiguous one has been looked into already: what is to be done about it is said again. */
    private static Refusal nothingToResolve(Stage stage, Settlement settlement) {
        Environment environment = stage.environment();
        if (settlement instanceof Settlement.Busy busy) {
            return new Refusal(Problems.notClaimedYet(
                    environment.label(),
                    busy.order().deployment().value(),
                    busy.order().notAfter().toString()));
        }
        new Evidence(stage).refuseAmbiguous(settlement.ledger().ledger());
        return new Refusal(Problems.nothingInFlight(environment.label()));
    }
}
