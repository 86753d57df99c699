package io.github.dbpromote.flywayhost;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When the work has to end so that its receipt is stored before the SSM agent kills the program's process group.
 *
 * @param start when the program began
 * @param work how long it may work
 * @param timeout after which the agent kills; more than {@code work}
 */
record Deadline(Instant start, Duration work, Duration timeout, InstantSource clock) {
    private static final Duration MIN_MARGIN = Duration.ofSeconds(5);
    private static final Duration MAX_MARGIN = Duration.ofSeconds(60);

    /** Leaves a tenth of the time for the receipt, but 5 to 60 seconds, and never more than half. */
    static Deadline after(Duration executionTimeout, InstantSource clock) {
        Duration margin = longer(MIN_MARGIN, shorter(MAX_MARGIN, executionTimeout.dividedBy(10)));
        Duration work = executionTimeout.minus(shorter(margin, executionTimeout.dividedBy(2)));
        return new Deadline(clock.instant(), work, executionTimeout, clock);
    }

    /** Zero when it is time to stop. */
    Duration untilStop() {
        return left(work);
    }

    /** Zero when the agent may have killed. */
    Duration untilKill() {
        return left(timeout);
    }

    private Duration left(Duration limit) {
        return longer(Duration.ZERO, limit.minus(Duration.between(start, clock.instant())));
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
