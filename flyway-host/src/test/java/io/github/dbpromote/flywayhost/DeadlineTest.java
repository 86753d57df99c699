package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {
    @ParameterizedTest
    @CsvSource({"PT5S,PT2.5S", "PT8S,PT4S", "PT30S,PT25S", "PT100S,PT90S", "PT1H,PT59M", "PT10H,PT9H59M"})
    void margin_isATenthButFiveToSixtySecondsAndAtMostHalf(Duration timeout, Duration work) {
        assertThat(Deadline.after(timeout, () -> Instant.EPOCH).work()).isEqualTo(work);
    }

    @Test
    void remainingTime_neverIsNegative() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Deadline deadline = Deadline.after(Duration.ofSeconds(100), now::get);
        now.set(Instant.EPOCH.plusSeconds(95));

        assertThat(deadline.untilStop()).isZero();
        assertThat(deadline.untilKill()).isEqualTo(Duration.ofSeconds(5));
    }
}
