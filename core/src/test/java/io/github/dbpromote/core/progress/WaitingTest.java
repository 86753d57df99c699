package io.github.dbpromote.core.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    @Test
    void itAsksOftenAtFirst_thenAtTheInterval() {
        Optional<String> answer = waiting(Duration.ofHours(1))
                .until(passed -> pauses.size() == 9 ? Optional.of("done") : Optional.empty());

        assertThat(answer).hasValue("done");
        assertThat(pauses.get(0)).isEqualTo(Duration.ofMillis(250));
        assertThat(pauses).isSorted().endsWith(Duration.ofSeconds(3), Duration.ofSeconds(3));
    }

    @Test
    void itGivesUpAtTheLimit_afterALastQuestion() {
        List<Duration> questions = new ArrayList<>();

        assertThat(waiting(Duration.ofSeconds(10)).until(passed -> {
                    questions.add(passed);
                    return Optional.empty();
                }))
                .isEmpty();
        assertThat(questions.get(questions.size() - 1)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(13));
    }

    @Test
    void withoutAnyPatience_itAsksOnce() {
        assertThat(waiting(Duration.ZERO).until(passed -> Optional.empty())).isEmpty();
        assertThat(pauses).isEmpty();
    }

    @Test
    void interruption_isAnAnswer() {
        Waiting interrupted = new Waiting(
                () -> now,
                duration -> {
                    throw new InterruptedException();
                },
                Duration.ofSeconds(3),
                Duration.ofSeconds(10));

        assertThatThrownBy(() -> interrupted.until(passed -> Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Interrupted while waiting. What runs on the host goes on; nothing is lost.");
        assertThat(Thread.interrupted()).as("kept for those above").isTrue();
    }

    private Waiting waiting(Duration limit) {
        return new Waiting(
                () -> now,
                duration -> {
                    pauses.add(duration);
                    now = now.plus(duration);
                },
                Duration.ofSeconds(3),
                limit);
    }
}
