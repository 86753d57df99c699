package io.github.dbpromote.core.progress;

import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Hears what an operation does while it does it. Progress is data; the front end draws it. */
@FunctionalInterface
public interface Progress {
    void on(Event event);

    /** Whether it wants to hear what the host prints, which has to be asked for. */
    default boolean followsLog() {
        return false;
    }

    /** Something that a person may want to see. */
    sealed interface Event {}

    /** Gates are closed, and a person has a reason for passing them over. */
    record PassingOver(Environment environment, List<ClosedGate> gates, String reason) implements Event {
        public PassingOver {
            gates = List.copyOf(gates);
        }
    }

    /** The bundle is about to be stored in the environment's bucket. */
    record Storing(Environment environment, Digest bundle, int bytes) implements Event {}

    /**
     * The command was sent; now comes the wait.
     *
     * @param deployment what the host works on
     * @param subject the deployment that this one is to look into, if it is an inspection
     * @param command empty if the answer was lost, so that nobody knows its id
     * @param where the deployment's objects and the host's log
     */
    record Sent(
            Environment environment,
            DeploymentId deployment,
            Optional<DeploymentId> subject,
            Optional<Command> command,
            String where,
            String log,
            Duration interval,
            Duration limit)
            implements Event {}

    /**
     * The relay was asked to send, and now comes the wait for its answer.
     *
     * @param deployment the id that the order will have
     * @param where the relay's answer will stand
     */
    record Requested(
            Environment environment,
            DeploymentId deployment,
            Digest bundle,
            String where,
            Duration interval,
            Duration limit)
            implements Event {}

    /**
     * Something that was sent before is in flight, and now comes the wait for its end.
     *
     * @param requestedBy who ordered it
     * @param since when, by S3's clock
     * @param command empty if no host has claimed it yet, or the claim does not tell
     * @param where the deployment's objects and the host's log
     */
    record Awaiting(
            Environment environment,
            DeploymentId deployment,
            String requestedBy,
            Instant since,
            Optional<Command> command,
            String where,
            String log,
            Duration interval,
            Duration limit)
            implements Event {}

    /** Nothing is in flight; what is told next is how the newest deployment ended. */
    record Newest(Environment environment, DeploymentId deployment, String requestedBy, Instant since)
            implements Event {}

    /** Systems Manager is asked to kill the host's command; what comes of it the receipt will tell. */
    record Cancelling(Environment environment, DeploymentId deployment, Command command) implements Event {}

    /** Still waiting for the receipt. */
    record Working(Environment environment, DeploymentId deployment, State state, Duration passed) implements Event {}

    /** How far a deployment is that has not ended. */
    enum State {
        /** The relay was asked, and has not answered yet. */
        REQUESTED,
        /** No host has claimed it yet. */
        ORDERED,
        /** A host works on it. */
        CLAIMED,
        /** AWS does not answer. What runs on a host goes on. */
        UNKNOWN
    }

    /** Somebody else's deployment is in the way, and this one waits for its turn. */
    record Queued(Environment environment, DeploymentId holder, String requestedBy, Duration passed, Duration limit)
            implements Event {}

    /** A deployment that was found finished or given up, of this caller or another, has been written to the ledger. */
    record Settled(Environment environment, DeploymentId deployment, Ending ending) implements Event {}

    /** How a deployment ended that has been written to the ledger. */
    enum Ending {
        SUCCEEDED,
        FAILED,
        AMBIGUOUS,
        /** No host had started it, and it was not to be waited for any longer. */
        GIVEN_UP,
        /** A person cancelled it before any host started it. */
        CANCELLED;

        /** As the claim of whoever gave up says: a person has a reason. */
        public static Ending ofVoid(Claim claim) {
            return claim.reason().isPresent() ? CANCELLED : GIVEN_UP;
        }

        /** As the receipt says. */
        public static Ending of(Outcome outcome) {
            return switch (outcome) {
                case SUCCEEDED -> SUCCEEDED;
                case FAILED -> FAILED;
                case AMBIGUOUS -> AMBIGUOUS;
            };
        }
    }

    /** The host has printed a line, safe to be printed again. */
    record Printed(Environment environment, DeploymentId deployment, String line) implements Event {}

    /** What the host prints cannot be followed; said once. The deployment goes on all the same. */
    record LogUnavailable(Environment environment, Problem problem) implements Event {}
}
