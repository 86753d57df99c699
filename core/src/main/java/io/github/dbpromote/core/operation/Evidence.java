package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.ledger.Deployments.Dated;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Clearance;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Digest;
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
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the receipts of a stage prove. */
final class Evidence {
    /** More would be a list to scroll. */
    private static final int MANY = 5;

    /** What is only a hint is not worth reading a long history for: each deployment takes two requests. */
    private static final int RECENT = 20;

    private final Stage stage;

    Evidence(Stage stage) {
        this.stage = stage;
    }

    /** The receipt of a deployment that the ledger calls finished. */
    Receipt receipt(DeploymentId deployment) {
        return receipt(stage.deployments().readOrder(deployment).value());
    }

    private Receipt receipt(Order order) {
        return proof(order).receipt();
    }

    private Proof proof(Order order) {
        DeploymentId deployment = order.deployment();
        Dated<Receipt> receipt = stage.deployments()
                .readDatedReceipt(order)
                .orElseThrow(() -> new Refusal(Problems.receiptMissing(
                        label(), deployment.value(), stage.deployments().where(deployment))));
        return new Proof(order, receipt.value(), receipt.since());
    }

    /** The schema history as it was last read; empty if it never was. */
    SchemaHistory history(Ledger ledger) {
        return ledger.history()
                .or(() -> ledger.last().map(Ledger.Last::deployment))
                .map(deployment -> new SchemaHistory(receipt(deployment).history()))
                .orElse(SchemaHistory.EMPTY);
    }

    /** How a deployment ended that has ended: as its receipt says, or as a person found out. */
    DeploymentResult result(Order order, Ledger ledger) {
        Receipt receipt = receipt(order);
        return clearance(receipt, ledger)
                .<DeploymentResult>map(
                        found -> new DeploymentResult.Cleared(stage.environment(), order, receipt, found))
                .orElseGet(() -> new DeploymentResult.Finished(stage.environment(), order, receipt, ledger.live()));
    }

    /** Of the newest it counts once the ledger says so; until then the environment is closed. */
    private Optional<Clearance> clearance(Receipt receipt, Ledger ledger) {
        Optional<Ledger.Last> newest =
                ledger.last().filter(last -> last.deployment().equals(receipt.deployment()));
        if (newest.isPresent()) {
            return newest.filter(last -> last.clearedBy().isPresent()).map(this::standingClearance);
        }
        return receipt.outcome() == Outcome.AMBIGUOUS
                ? stage.deployments().readClearance(receipt.deployment())
                : Optional.empty();
    }

    /** What a person found out about the newest deployment, even if that was never written to the ledger. */
    Optional<Clearance> clearance(Ledger.Last last) {
        if (last.clearedBy().isPresent()) {
            return Optional.of(standingClearance(last));
        }
        return last.outcome() == Outcome.AMBIGUOUS
                ? stage.deployments().readClearance(last.deployment())
                : Optional.empty();
    }

    private Clearance standingClearance(Ledger.Last last) {
        return stage.deployments()
                .readClearance(last.deployment())
                .orElseThrow(() -> new Refusal(
                        Problems.missingObject(stage.deployments().where(last.deployment()) + "clearance.json")));
    }

    /** @throws Refusal if the newest deployment did not provably succeed: then nothing is taken from here */
    void refuseUnproven(Ledger ledger) {
        Ledger.Last last = ledger.last().orElseThrow(() -> new Refusal(Problems.sourceNeverDeployed(label())));
        last.clearedBy().ifPresent(by -> {
            throw new Refusal(Problems.sourceCleared(
                    label(), last.deployment().value(), last.outcome().name(), by));
        });
        if (!last.isProven()) {
            throw new Refusal(Problems.sourceFailed(
                    label(), last.deployment().value(), last.outcome().name()));
        }
    }

    /**
     * What proves that the live bundle succeeded here.
     *
     * @throws Refusal if the receipt proves something else
     */
    Proof proofOfLive(Ledger.Live live) {
        Proof proof = proof(stage.deployments().readOrder(live.deployment()).value());
        if (!proof.receipt().succeeded() || !proof.bundle().equals(live.bundle())) {
            throw new Refusal(Problems.noProof(
                    label(), live.deployment().value(), live.bundle().abbreviated()));
        }
        return proof;
    }

    /** The newest proof that the bundle succeeded here, if there is one. */
    Optional<Proof> proofOf(Digest bundle) {
        return successes(order -> order.bundle().equals(bundle)).findFirst();
    }

    /** The migrations that succeeded here, the newest first; each receipt is read only when it is asked for. */
    private Stream<Proof> successes(Predicate<Order> of) {
        return stage.deployments().ended().stream().flatMap(deployment -> success(deployment, of).stream());
    }

    private Optional<Proof> success(DeploymentId deployment, Predicate<Order> of) {
        return Optional.of(stage.deployments().readOrder(deployment).value())
                .filter(order -> order.action() == Action.MIGRATE)
                .filter(of)
                .map(this::proof)
                .filter(proof -> proof.receipt().succeeded());
    }

    /** Of the newest bundles here those that succeeded, for a person to choose from, as far as they can be read. */
    List<String> newestSucceeded() {
        return stage.deployments().ended().stream()
                .limit(RECENT)
                .flatMap(deployment -> readableSuccess(deployment).stream())
                .map(proof -> proof.bundle().abbreviated())
                .distinct()
                .limit(MANY)
                .toList();
    }

    private Optional<Proof> readableSuccess(DeploymentId deployment) {
        try {
            return success(deployment, order -> true);
        } catch (Refusal e) {
            // The problem that the hint belongs to must not be hidden by another one.
            return Optional.empty();
        }
    }

    /** @throws Refusal if nobody knows in which state the newest deployment left the database */
    void refuseAmbiguous(Ledger ledger) {
        Optional<Ledger.Last> ambiguous = ledger.last().filter(last -> last.outcome() == Outcome.AMBIGUOUS);
        if (ambiguous.isPresent()) {
            DeploymentId id = ambiguous.get().deployment();
            String said = receipt(id).failure().map(Evidence::said).orElse("");
            throw new Refusal(
                    Problems.ambiguous(label(), stage.environment().name().value(), id.value(), said));
        }
    }

    private static String said(Failure failure) {
        String script = failure.script().map(it -> it + ": ").orElse("");
        String detail = failure.detail().map(it -> "\n" + it).orElse("");
        return script + failure.message() + detail;
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
