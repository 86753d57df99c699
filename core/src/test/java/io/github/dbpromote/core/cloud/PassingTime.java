package io.github.dbpromote.core.cloud;

import io.github.dbpromote.core.progress.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A caller's clock that goes on only while the caller sleeps, and then at once. */
public final class PassingTime implements InstantSource, Waiting.Sleeper {
    private final Runnable meanwhile;
    private Instant now = Instant.EPOCH;

    public PassingTime() {
        this(() -> {});
    }

    /** @param meanwhile happens during each sleep */
    public PassingTime(Runnable meanwhile) {
        this.meanwhile = meanwhile;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        now = now.plus(duration);
        meanwhile.run();
    }
}
