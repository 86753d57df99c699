package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.model.SchemaHistory;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the receipts of a stage prove. */
final class Evidence {
    private final Stage stage;

    Evidence(Stage stage) {
        this.stage = stage;
    }

    /** The receipt of a deployment that the ledger calls finished. */
    Receipt receipt(DeploymentId deployment) {
        Order order = stage.deployments().readOrder(deployment).value();
        return stage.deployments()
                .readReceipt(order)
                .orElseThrow(() -> new Refusal(Problems.receiptMissing(
                        label(), deployment.value(), stage.deployments().where(deployment))));
    }

    /** The schema history as it was last read; empty if it never was. */
    SchemaHistory history(Ledger ledger) {
        return ledger.history()
                .or(() -> ledger.last().map(Ledger.Last::deployment))
                .map(deployment -> new SchemaHistory(receipt(deployment).history()))
                .orElse(SchemaHistory.EMPTY);
    }

    /**
     * The receipt which proves that the live bundle succeeded here.
     *
     * @throws Refusal if nothing is live, the newest deployment did not succeed, or the receipt proves something else
     */
    Receipt proofOfLive(Ledger ledger) {
        Ledger.Last last = ledger.last().orElseThrow(() -> new Refusal(Problems.sourceNeverDeployed(label())));
        if (last.outcome() != Outcome.SUCCEEDED) {
            throw new Refusal(Problems.sourceFailed(
                    label(), last.deployment().value(), last.outcome().name()));
        }
        Ledger.Live live = ledger.live().orElseThrow(() -> new Refusal(Problems.sourceNeverDeployed(label())));
        Receipt receipt = receipt(live.deployment());
        if (!receipt.succeeded() || !receipt.bundle().equals(live.bundle())) {
            throw new Refusal(Problems.noProof(
                    label(), live.deployment().value(), live.bundle().abbreviated()));
        }
        return receipt;
    }

    /** @throws Refusal if nobody knows in which state the newest deployment left the database */
    void refuseAmbiguous(Ledger ledger) {
        Optional<Ledger.Last> ambiguous = ledger.last().filter(last -> last.outcome() == Outcome.AMBIGUOUS);
        if (ambiguous.isPresent()) {
            DeploymentId id = ambiguous.get().deployment();
            String message = receipt(id).failure().map(Failure::message).orElse("");
            throw new Refusal(Problems.ambiguous(label(), id.value(), message));
        }
    }

    /** What of the applied migrations the given ones lack, or hold with another content. */
    List<Problem> contradictions(SchemaHistory applied, List<Migration> migrations) {
        List<Problem> problems = new ArrayList<>();
        applied.changedIn(migrations)
                .forEach(row -> problems.add(Problems.appliedMigrationChanged(label(), row.label(), row.script())));
        applied.vanishedFrom(migrations)
                .forEach(row -> problems.add(Problems.appliedMigrationVanished(label(), row.label(), row.script())));
        return problems;
    }

    private String label() {
        return stage.environment().label();
    }
}
