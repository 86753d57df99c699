package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.gate.Approval;
import io.github.dbpromote.core.gate.Circumstances;
import io.github.dbpromote.core.gate.Quorum;
import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.ledger.Approvals;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.BundleChoice;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.problem.GateProblems;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;
import java.util.Optional;

/** Lets the caller approve the bundle that would be promoted to an environment now. */
public final class Approve {
    private final Track track;
    private final Caller caller;
    private final Settle settle;

    /** @param caller by the id of the credentials with which that environment is reached: policy binds the approval to it */
    public Approve(Track track, Caller caller) {
        this.track = track;
        this.caller = caller;
        this.settle = new Settle(track, caller.name(), event -> {});
    }

    /**
     * How a bundle stands in an environment after somebody has approved it.
     *
     * @param approvals those that count, one of each person
     * @param missing how many more people it takes
     */
    public record Standing(Environment environment, Digest bundle, List<Approval> approvals, int missing) {
        public Standing {
            approvals = List.copyOf(approvals);
        }
    }

    /**
     * @param choice an earlier bundle that succeeded in the source; empty for the one that is live there
     * @throws Refusal if nothing waits for an approval there, or not for one of this caller
     */
    public Standing run(EnvironmentName name, Optional<BundleChoice> choice) {
        Stage target = track.stage(name);
        Environment environment = target.environment();
        Quorum quorum = environment
                .gates()
                .quorum()
                .orElseThrow(() -> new Refusal(GateProblems.approvalNotAsked(environment.label())));
        UserId userId =
                caller.userId().orElseThrow(() -> new Refusal(GateProblems.approvalWithoutIdentity(caller.name())));
        Stage source = source(target);
        // Settles nothing: whoever may approve may perhaps write nothing in the source.
        Receipt proof = new Origin(source, choice).proof(settle.foresee(source));
        Optional<Order.Publisher> publisher =
                source.deployments().readOrder(proof.deployment()).value().publishedBy();
        refusePublisher(environment, proof.bundle(), publisher, userId);
        LedgerStore.Version ledger = target.ledger().read();
        if (ledger.ledger().stands(proof.bundle())) {
            throw new Refusal(GateProblems.nothingToApprove(
                    environment.label(), proof.bundle().abbreviated()));
        }
        target.approvals().store(proof.bundle(), userId, caller.name(), caller.reason());
        Approvals.Found found = target.approvals().read(proof.bundle());
        return standing(
                environment,
                quorum,
                proof.bundle(),
                new Circumstances(
                        ledger.at(),
                        Optional.empty(),
                        ledger.ledger().paused(),
                        found.approvals(),
                        found.disregarded(),
                        publisher.flatMap(Order.Publisher::id)));
    }

    private Stage source(Stage target) {
        return track.source(target)
                .orElseThrow(() -> new Refusal(Problems.promoteToFirst(
                        target.environment().label(),
                        track.path().next(target.environment()).stream()
                                .map(next -> next.name().value())
                                .toList())));
    }

    private static void refusePublisher(
            Environment environment, Digest bundle, Optional<Order.Publisher> publisher, UserId userId) {
        publisher
                .filter(it -> it.id().filter(userId::isSamePersonAs).isPresent())
                .ifPresent(it -> {
                    throw new Refusal(
                            GateProblems.approvalByPublisher(environment.label(), bundle.abbreviated(), it.name()));
                });
    }

    private static Standing standing(
            Environment environment, Quorum quorum, Digest bundle, Circumstances circumstances) {
        List<Approval> standing = quorum.standing(circumstances);
        int missing = quorum.needed(circumstances.publisher()) - standing.size();
        return new Standing(environment, bundle, standing, Math.max(0, missing));
    }
}
