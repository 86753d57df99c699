package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.progress.Progress;
import java.time.Instant;
import java.util.Optional;

/** What settling an environment came to. */
public sealed interface Settlement {
    /** The ledger as it stands now. */
    LedgerStore.Version ledger();

    /** Whether a new deployment may begin. */
    default boolean isFree() {
        return ledger().ledger().inFlight().isEmpty();
    }

    /** How the deployment that was in flight ended; empty if there was none, or it has not ended. */
    default Optional<DeploymentResult> result(Environment environment) {
        return Optional.empty();
    }

    /** Nothing was in flight. */
    record Idle(LedgerStore.Version ledger) implements Settlement {}

    /** It had ended; the ledger says so now. */
    record Ended(LedgerStore.Version ledger, Order order, Receipt receipt) implements Settlement {
        @Override
        public Optional<DeploymentResult> result(Environment environment) {
            return Optional.of(DeploymentResult.Finished.of(environment, this));
        }
    }

    /**
     * No host had started it in time, and none can any more.
     *
     * @param claim of whoever gave it up
     */
    record Voided(LedgerStore.Version ledger, Order order, Claim claim) implements Settlement {
        /** Whether a person cancelled it, or nobody wanted to wait any longer. */
        public Progress.Ending ending() {
            return Progress.Ending.ofVoid(claim);
        }

        @Override
        public Optional<DeploymentResult> result(Environment environment) {
            return Optional.of(DeploymentResult.NotStarted.of(
                    environment, this, DeploymentResult.NotStarted.IN_TIME, Optional.empty()));
        }
    }

    /**
     * It has not ended.
     *
     * @param claim the host's; empty while no host has taken the order
     * @param claimedAt by S3's clock
     */
    record Busy(LedgerStore.Version ledger, Order order, Optional<Claim> claim, Optional<Instant> claimedAt)
            implements Settlement {}
}
