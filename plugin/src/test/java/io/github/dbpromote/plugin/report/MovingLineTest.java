package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MovingLineTest {
    private final StringBuilder screen = new StringBuilder();
    private final MovingLine line = new MovingLine(screen::append);

    @AfterEach
    void nothingThatATerminalCouldTakeForAColour() {
        line.close();

        assertThat(screen.toString()).doesNotContain("\u001b");
    }

    @Test
    void shorterText_leavesNothingOfTheLongerOne() {
        line.draw("  12 s: the host is at work");
        line.draw("  13 s: done");

        assertThat(screen.toString()).isEqualTo("\r  12 s: the host is at work\r  13 s: done" + " ".repeat(15));
    }

    @Test
    void longText_neverWraps() {
        line.draw("x".repeat(200));

        assertThat(screen.toString()).isEqualTo("\r" + "x".repeat(77) + "…");
    }

    @Test
    void cleared_leavesAnEmptyLine_andOnlyOnce() {
        line.draw("work");
        line.clear();
        line.clear();

        assertThat(screen.toString()).isEqualTo("\rwork\r    \r");
    }

    @Test
    void whereMavenIsStopped_theLineStays_andTheNextOneBegins() {
        line.draw("work");
        line.leave();

        assertThat(screen.toString()).isEqualTo("\rwork" + System.lineSeparator());
    }

    @Test
    void progressMoves_andMakesRoomForEveryOtherLine() {
        try (ConsoleProgress progress = new ConsoleProgress(
                said -> screen.append(said).append('\n'), Optional.of(line), Optional.empty(), false)) {
            progress.on(working(Progress.State.ORDERED, 1));
            progress.on(working(Progress.State.CLAIMED, 4));
            progress.say("a line of somebody else's");
            progress.on(working(Progress.State.CLAIMED, 70));
        }

        assertThat(screen.toString())
                .isEqualTo("\r  1 s: no host has taken it yet"
                        + "\r  4 s: the host is at work" + " ".repeat(5)
                        + "\r" + " ".repeat(26) + "\ra line of somebody else's\n"
                        + "\r  70 s: the host is at work"
                        + "\r" + " ".repeat(27) + "\r");
    }

    private static Progress.Working working(Progress.State state, int seconds) {
        return new Progress.Working(Example.DEV, Example.DEPLOYMENT, state, Duration.ofSeconds(seconds));
    }
}
