package io.github.dbpromote.core.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
    private static final String HOSTILE = "a\u0000b\u001B[31mc\u202Ed\u2028e\u0085f\u200Bg\nh\ti";

    @Test
    void aLine_holdsNothingUnseen() {
        assertThat(PlainText.line(HOSTILE)).isEqualTo("a?b?[31mc?d?e?f?g?h?i");
    }

    @Test
    void lines_keepTheirEndsAndTabs() {
        assertThat(PlainText.lines(HOSTILE)).isEqualTo("a?b?[31mc?d?e?f?g\nh\ti");
    }

    @Test
    void whatWasTyped_isShownShortened_butNoCharacterIsCut() {
        assertThat(PlainText.shown("ü".repeat(60))).isEqualTo("ü".repeat(60));
        assertThat(PlainText.shown("😀".repeat(10_000))).isEqualTo("😀".repeat(60) + "…");
    }

    @Test
    void aProblem_isPlainWhateverItQuotes() {
        Problem problem = new Problem("code", "It said " + HOSTILE, "Try\u0007\nagain");

        assertThat(problem.text()).isEqualTo("It said a?b?[31mc?d?e?f?g\nh\ti\n  → Try?\n    again");
    }
}
