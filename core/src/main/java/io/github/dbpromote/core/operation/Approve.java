package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.gate.Approval;
import io.github.dbpromote.core.gate.Circumstances;
import io.github.dbpromote.core.gate.Quorum;
import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.BundleChoice;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.GateProblems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;
import java.util.Optional;

/** Lets the caller approve a bundle for an environment that asks for approvals. */
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
     * @param choice the whole SHA-256 of what is to be published to the first environment; elsewhere an earlier bundle that
     *     succeeded in the source, or empty for the one that is live there
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
        Optional<Stage> source = track.source(target);
        Arrival arrival = source.map(from -> promoted(from, choice)).orElseGet(() -> published(environment, choice));
        refusePublisher(environment, arrival, userId);
        LedgerStore.Version version = target.ledger().read();
        if (version.ledger().stands(arrival.bundle())) {
            throw new Refusal(GateProblems.nothingToApprove(
                    environment.label(), arrival.bundle().abbreviated()));
        }
        target.approvals().store(arrival.bundle(), userId, caller.name(), caller.reason());
        Circumstances circumstances = new Gatekeeper(target).circumstances(version, arrival);
        // Who is going to publish is not known yet, and will not be counted then.
        int needed = source.isPresent() ? quorum.needed(circumstances.publisher()) : quorum.people();
        List<Approval> standing = quorum.standing(circumstances);
        return new Standing(environment, arrival.bundle(), standing, Math.max(0, needed - standing.size()));
    }

    /** Settles nothing in the source: whoever may approve may perhaps write nothing there. */
    private Arrival promoted(Stage source, Optional<BundleChoice> choice) {
        return Arrival.promoted(new Origin(source, choice).proof(settle.foresee(source)));
    }

    private static Arrival published(Environment environment, Optional<BundleChoice> choice) {
        Digest whole = choice.flatMap(BundleChoice::whole)
                .orElseThrow(() -> new Refusal(GateProblems.approvalOfPart(environment.label())));
        return new Arrival(whole, Optional.empty(), Optional.empty());
    }

    private static void refusePublisher(Environment environment, Arrival arrival, UserId userId) {
        arrival.publisher()
                .filter(publisher ->
                        publisher.id().filter(userId::isSamePersonAs).isPresent())
                .ifPresent(publisher -> {
                    throw new Refusal(GateProblems.approvalByPublisher(
                            environment.label(), arrival.bundle().abbreviated(), publisher.name()));
                });
    }
}
