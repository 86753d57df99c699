package io.github.dbpromote.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallerTest {
    @Test
    void reason_isAnyTextOfAtMost1000Characters() {
        String longest = "$(x) `x` {{ x }}\n\u0000\u202E" + "😀".repeat(1_000 - 19);

        assertThat(new Caller("alice", Optional.empty(), Optional.of(longest)).reason())
                .contains(longest);
        assertThatThrownBy(() -> new Caller("alice", Optional.empty(), Optional.of(longest + "!")))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("The reason \"$(x) `x` {{ x }}???😀")
                .hasMessageEndingWith("""
                        …" has 1001 characters, but may have 1000 at most.
                          → Say it in a few words with -Ddb.reason="…", and name where more is written, such as a ticket.""");
    }
}
