package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static final Map<String, String> USUAL = Map.of("TERM", "xterm-256color");

    @Test
    void person_seesAMovingLine() {
        assertThat(new Terminal(true, true, true, 1, USUAL).canRedraw()).isTrue();
        assertThat(new Terminal(true, true, true, 1, Map.of("NO_COLOR", "1")).canRedraw())
                .as("there is no colour in it")
                .isTrue();
    }

    @Test
    void logs_getPlainLines() {
        assertThat(new Terminal(false, true, true, 1, USUAL).canRedraw())
                .as("a pipe")
                .isFalse();
        assertThat(new Terminal(true, false, true, 1, USUAL).canRedraw())
                .as("-B")
                .isFalse();
        assertThat(new Terminal(true, true, false, 1, USUAL).canRedraw())
                .as("-q")
                .isFalse();
        assertThat(new Terminal(true, true, true, 2, USUAL).canRedraw())
                .as("-T2")
                .isFalse();
        assertThat(new Terminal(true, true, true, 1, Map.of("CI", "true")).canRedraw())
                .as("CI")
                .isFalse();
        assertThat(new Terminal(true, true, true, 1, Map.of("TERM", "dumb")).canRedraw())
                .as("a terminal that cannot")
                .isFalse();
    }

    @Test
    void jvmOfATest_hasNoTerminal() {
        assertThat(Terminal.isAttached()).isFalse();
    }
}
