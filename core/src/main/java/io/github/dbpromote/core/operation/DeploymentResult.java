package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Clearance;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import java.time.Instant;
import java.util.Optional;

/** How a deployment ended, as far as the caller saw it. */
public sealed interface DeploymentResult {
    Environment environment();

    Digest bundle();

    /** The bundle is live there already, and nothing was tried since. Nothing was sent. */
    record NothingToDo(Environment environment, Ledger.Live live) implements DeploymentResult {
        @Override
        public Digest bundle() {
            return live.bundle();
        }
    }

    /** The host left a receipt: it succeeded, failed, or is ambiguous. */
    record Finished(Environment environment, Order order, Receipt receipt, Optional<Ledger.Live> live)
            implements DeploymentResult {
        static Finished of(Environment environment, Settlement.Ended ended) {
            return new Finished(
                    environment,
                    ended.order(),
                    ended.receipt(),
                    ended.ledger().ledger().live());
        }

        @Override
        public Digest bundle() {
            return order.bundle();
        }
    }

    /** The host could not tell how it ended, and then a person did. */
    record Cleared(Environment environment, Order order, Receipt receipt, Clearance clearance)
            implements DeploymentResult {
        @Override
        public Digest bundle() {
            return order.bundle();
        }
    }

    /**
     * No host started it, and none can any more.
     *
     * @param reason what Systems Manager or the host said, or who cancelled it and why
     * @param obstacle what kept the host from starting it, where that is plain
     */
    record NotStarted(Environment environment, Order order, String reason, Optional<Problem> obstacle)
            implements DeploymentResult {
        static final String IN_TIME = "no host took the order in time";
        static final String NEVER_IN_FLIGHT =
                "it was never in flight: whoever ordered it was stopped before, or somebody else's came first";

        /**
         * @param otherwise the reason, unless somebody cancelled it
         * @param obstacle likewise
         */
        static NotStarted of(
                Environment environment, Settlement.Voided voided, String otherwise, Optional<Problem> obstacle) {
            return of(environment, voided.order(), voided.claim(), otherwise, obstacle);
        }

        /**
         * @param claim that made it void
         * @param otherwise the reason, unless somebody cancelled it
         * @param obstacle likewise
         */
        static NotStarted of(
                Environment environment, Order order, Claim claim, String otherwise, Optional<Problem> obstacle) {
            String by = PlainText.line(claim.by());
            return claim.reason()
                    .map(why -> new NotStarted(
                            environment, order, "cancelled by " + by + ": " + PlainText.line(why), Optional.empty()))
                    .orElseGet(() -> new NotStarted(environment, order, otherwise, obstacle));
        }

        @Override
        public Digest bundle() {
            return order.bundle();
        }
    }

    /**
     * The relay was asked to send, and nobody has seen an answer of it.
     *
     * @param deployment the id that the order will have
     * @param notAfter by S3's clock: later the request is not fulfilled any more
     * @param why the caller waits no longer for the answer
     */
    record Requested(Environment environment, DeploymentId deployment, Digest bundle, Instant notAfter, Why why)
            implements DeploymentResult {}

    /**
     * It goes on; only the caller has stopped waiting.
     *
     * @param claim the host's, as far as the caller saw one; while there is none, a host may take the order until its
     *     {@code notAfter}
     * @param inspection the deployment that is to find out how it ended, if one was sent
     * @param command empty while nobody here knows which one works
     * @param why the caller stopped: limit, credentials, or because it was not to wait at all
     */
    record StillRunning(
            Environment environment,
            Order order,
            Optional<Claim> claim,
            Optional<DeploymentId> inspection,
            Optional<Command> command,
            Why why)
            implements DeploymentResult {
        /** Whether a host works on it, as far as the caller saw. */
        public boolean isClaimed() {
            return claim.isPresent();
        }

        @Override
        public Digest bundle() {
            return order.bundle();
        }
    }

    /**
     * A host had claimed it, its command is over, and there is no receipt: nobody here knows what was applied.
     *
     * @param host that had claimed it
     * @param inspection the deployment that was to find out how it ended, and is over too, if one was sent
     * @param said the last that Systems Manager or the host said
     */
    record Lost(Environment environment, Order order, String host, Optional<DeploymentId> inspection, String said)
            implements DeploymentResult {
        @Override
        public Digest bundle() {
            return order.bundle();
        }
    }

    /** Why a caller stopped waiting. */
    enum Why {
        /** It was asked to send and return. */
        NOT_ASKED_TO,
        LIMIT_REACHED,
        CREDENTIALS_EXPIRED
    }
}
