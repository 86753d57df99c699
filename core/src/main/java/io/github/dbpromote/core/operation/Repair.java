package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;

/**
 * Has Flyway repair the schema history of one environment: removes the rows of failed migrations, with the bundle that was
 * tried last. The host refuses where repair would do more, such as accepting a changed checksum. It is an order like any
 * other, with a claim and a receipt, but makes nothing live.
 */
public final class Repair {
    private final Track track;
    private final Caller caller;
    private final Delivery delivery;

    public Repair(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        this.track = track;
        this.caller = caller;
        this.delivery = Delivery.ofOperator(track, caller, limits, surroundings);
    }

    /** @throws Refusal if nothing was ever tried there, or the environment does not offer repairs */
    public DeploymentResult run(EnvironmentName name) {
        Stage stage = track.stage(name);
        stage.environment().document(Action.REPAIR);
        return delivery.inTurn(stage, () -> {}, ledger -> repair(stage, ledger));
    }

    private Optional<DeploymentResult> repair(Stage stage, LedgerStore.Version version) {
        new Evidence(stage).refuseAmbiguous(version.ledger());
        Ledger.Last last = version.ledger()
                .last()
                .orElseThrow(() ->
                        new Refusal(Problems.nothingToRepair(stage.environment().label())));
        Bundle bundle = stage.deployments().readBundle(last.bundle());
        return delivery.deliver(stage, version, Assignment.repair(bundle, caller));
    }
}
