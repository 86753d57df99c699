package io.github.dbpromote.core.progress;

import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks again and again until there is an answer or the limit is reached: often at first, so that quick work is seen
 * quickly, then at the interval.
 *
 * @param interval between two questions, more than zero
 * @param limit after which it gives up, zero or more; it asks at least once
 */
public record Waiting(InstantSource clock, Sleeper sleeper, Duration interval, Duration limit) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    public Waiting {
        if (interval.compareTo(Duration.ZERO) <= 0 || limit.isNegative()) {
            throw new IllegalArgumentException("wait every " + interval + " for " + limit);
        }
    }

    /** Lets time pass; tests let it pass at once. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;

        /** Real time. */
        static Sleeper real() {
            return duration -> Thread.sleep(duration.toMillis());
        }
    }

    /**
     * @param question gets the time that has passed since the first question
     * @return its first answer; empty if the limit was reached before
     * @throws Refusal if the thread is interrupted, whose interrupted state is kept
     */
    public <T> Optional<T> until(Function<Duration, Optional<T>> question) {
        var start = clock.instant();
        Duration pause = FIRST_PAUSE.compareTo(interval) < 0 ? FIRST_PAUSE : interval;
        while (true) {
            Duration passed = Duration.between(start, clock.instant());
            Optional<T> answer = question.apply(passed);
            if (answer.isPresent() || passed.compareTo(limit) >= 0) {
                return answer;
            }
            pause(pause);
            pause = longer(pause);
        }
    }

    private Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(3).dividedBy(2);
        return next.compareTo(interval) < 0 ? next : interval;
    }

    private void pause(Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Problems.interrupted());
        }
    }
}
