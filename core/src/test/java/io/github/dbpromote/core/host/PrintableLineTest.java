package io.github.dbpromote.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableLineTest {
    @Test
    void anEventOfSeveralLines_isSeveralLines() {
        assertThat(PrintableLine.of("one\n\ntwo\r\nthree\n")).containsExactly("one", "", "two", "three");
        assertThat(PrintableLine.of("cut off")).containsExactly("cut off");
        assertThat(PrintableLine.of("\n")).containsExactly("");
    }

    @Test
    void colours_areLeftOut() {
        assertThat(PrintableLine.of("\u001B[1;31mred\u001B[0m and \u001B[38;5;120mgreen"))
                .containsExactly("red and green");
    }

    @Test
    void whatMovesTheCursorOrChangesTheTerminal_isHarmless() {
        assertThat(PrintableLine.of("10%\r20%\b \u001B]0;title\u0007 \u009B2J \u007F"))
                .containsExactly("10%?20%? ?]0;title? ?2J ?");
        assertThat(PrintableLine.of("\u001B\u001B[0m[2Jgone")).containsExactly("?[2Jgone");
    }

    @Test
    void whatHidesOrTurnsText_isHarmless() {
        assertThat(PrintableLine.of("a\u202Eb\u2066c\u2028d\u0085e")).containsExactly("a?b?c?d?e");
    }

    @Test
    void tabsAndOtherScripts_stayAsTheyAre() {
        assertThat(PrintableLine.of("Größe\t日本語 😀")).containsExactly("Größe\t日本語 😀");
    }

    @Test
    void aLongLine_isCut_butNoCharacterIs() {
        assertThat(PrintableLine.of("x".repeat(2_000))).containsExactly("x".repeat(2_000));
        assertThat(PrintableLine.of("x".repeat(2_001))).containsExactly("x".repeat(2_000) + "…");
        assertThat(PrintableLine.of("x".repeat(1_999) + "😀")).containsExactly("x".repeat(1_999) + "…");
    }
}
