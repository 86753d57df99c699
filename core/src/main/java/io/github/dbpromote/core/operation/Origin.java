package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.BundleChoice;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.problem.RelayProblems;
import java.util.List;
import java.util.Optional;

/** Where a promotion takes its bundle from: the source's live one, or the one that somebody chose. */
final class Origin {
    private final Stage source;
    private final Evidence evidence;
    private final Optional<BundleChoice> choice;
    private final Optional<Digest> expected;

    /** Receipts never change, so that the chosen one's is looked for only once. */
    private Proof chosen;

    Origin(Stage source, Optional<BundleChoice> choice) {
        this(source, choice, Optional.empty());
    }

    /** What is live in the source, as long as it is the expected bundle. */
    static Origin expecting(Stage source, Digest expected) {
        return new Origin(source, Optional.empty(), Optional.of(expected));
    }

    private Origin(Stage source, Optional<BundleChoice> choice, Optional<Digest> expected) {
        this.source = source;
        this.evidence = new Evidence(source);
        this.choice = choice;
        this.expected = expected;
    }

    boolean isChosen() {
        return choice.isPresent();
    }

    /**
     * The bundle that {@link #proof} is going to prove, told without reading any receipt where it is the live one.
     *
     * @param settlement of the source
     * @throws Refusal as proof does, as far as the ledger shows
     */
    Digest candidate(Settlement settlement) {
        return choice.map(wanted -> proofOf(wanted).bundle())
                .orElseGet(() -> live(settlement).bundle());
    }

    /**
     * The evidence rule: the source's own host says that this very bundle succeeded there, completely. Of the live one,
     * nothing may have gone wrong there since; who chooses another one chooses it for such a day.
     *
     * @param settlement of the source
     */
    Proof proof(Settlement settlement) {
        return choice.map(this::proofOf).orElseGet(() -> proofOfLive(settlement));
    }

    private Proof proofOfLive(Settlement settlement) {
        return evidence.proofOfLive(live(settlement));
    }

    private Ledger.Live live(Settlement settlement) {
        if (settlement instanceof Settlement.Busy busy) {
            throw new Refusal(Problems.sourceRunning(
                    label(),
                    busy.order().deployment().value(),
                    busy.order().createdAt().toString()));
        }
        Ledger ledger = settlement.ledger().ledger();
        evidence.refuseUnproven(ledger);
        Ledger.Live live = ledger.live().orElseThrow(() -> new Refusal(Problems.sourceNeverDeployed(label())));
        expected.filter(bundle -> !bundle.equals(live.bundle())).ifPresent(bundle -> {
            throw new Refusal(RelayProblems.sourceMovedOn(
                    label(), bundle.abbreviated(), live.bundle().abbreviated()));
        });
        return live;
    }

    private Proof proofOf(BundleChoice wanted) {
        if (chosen == null) {
            Digest bundle = find(wanted);
            chosen = evidence.proofOf(bundle)
                    .orElseThrow(() -> new Refusal(
                            Problems.bundleNeverSucceeded(label(), bundle.abbreviated(), evidence.newestSucceeded())));
        }
        return chosen;
    }

    private Digest find(BundleChoice wanted) {
        List<Digest> matching = source.deployments().bundles(wanted.prefix());
        if (matching.isEmpty()) {
            throw new Refusal(Problems.noSuchBundle(label(), wanted.prefix(), evidence.newestSucceeded()));
        }
        if (matching.size() > 1) {
            throw new Refusal(Problems.severalBundles(
                    label(),
                    wanted.prefix(),
                    matching.stream().map(Digest::value).toList()));
        }
        return matching.get(0);
    }

    /** @throws Refusal if the bytes are not those that were proven */
    Bundle bundle(Proof proof) {
        return source.deployments().readBundle(proof.bundle());
    }

    Problem targetAhead(Stage target, Proof proof, List<AppliedMigration> ahead) {
        List<String> migrations = ahead.stream().map(AppliedMigration::label).toList();
        String there = target.environment().label();
        return choice.isPresent()
                ? Problems.targetAheadOfBundle(there, proof.bundle().abbreviated(), label(), migrations)
                : Problems.targetAhead(there, label(), migrations);
    }

    private String label() {
        return source.environment().label();
    }
}
