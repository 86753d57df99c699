package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.operation.DeploymentResult.Why;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Waiting;
import java.time.Duration;

/** Waits for the end of what is in flight, as long as the caller's patience and credentials last. */
final class Vigil {
    private final Settle settle;
    private final Limits limits;
    private final Surroundings surroundings;

    Vigil(Settle settle, Limits limits, Surroundings surroundings) {
        this.settle = settle;
        this.limits = limits;
        this.surroundings = surroundings;
    }

    /**
     * @param ledger in which the errand's order is in flight
     * @return how it ended, or that it still runs: at once if the limit is zero
     */
    DeploymentResult keep(Stage stage, LedgerStore.Version ledger, Errand errand) {
        return keep(stage, ledger, errand, limits.receipt());
    }

    /** @param most how long at the longest, whatever the caller's patience */
    DeploymentResult keep(Stage stage, LedgerStore.Version ledger, Errand errand, Duration most) {
        Duration limit = most.compareTo(limits.receipt()) < 0 ? most : limits.receipt();
        try (Following following = new Following(stage, errand.order(), surroundings.progress())) {
            return keep(new Watch(settle, stage, ledger, errand, surroundings.progress(), following), limit);
        }
    }

    private DeploymentResult keep(Watch watch, Duration limit) {
        if (limit.isZero()) {
            return watch.stillRunning(Why.NOT_ASKED_TO);
        }
        try {
            return waiting(limit).until(watch::look).orElseGet(() -> watch.stillRunning(Why.LIMIT_REACHED));
        } catch (Refusal e) {
            if (e.problems().stream().anyMatch(Problems::isEndOfCredentials)) {
                return watch.stillRunning(Why.CREDENTIALS_EXPIRED);
            }
            throw watch.abandoned(e);
        }
    }

    Waiting waiting(Duration limit) {
        return new Waiting(surroundings.clock(), surroundings.sleeper(), limits.interval(), limit);
    }
}
