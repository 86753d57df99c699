package io.github.dbpromote.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private static final String ID = "6f7b9f0e-2f4c-4d44-8f3a-0a1b2c3d4e5f";

    @ParameterizedTest
    @ValueSource(strings = {"i-01234567", "i-0123456789abcdef0", "mi-0123456789abcdef0"})
    void theClaimOfAnInstance_namesItsCommand(String instance) {
        assertThat(Command.of(claim(instance, Optional.of(ID)))).hasValue(new Command(ID, new Host(instance)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "i-0123", "mi-01234567", "i-01234567 ", "i-01234567\n", "$(reboot)"})
    void whoIsNoInstance_wasStartedByNoCommand(String by) {
        assertThat(Command.of(claim(by, Optional.of(ID)))).isEmpty();
    }

    @Test
    void anOlderClaim_doesNotSay() {
        assertThat(Command.of(claim("i-01234567", Optional.empty()))).isEmpty();
        assertThat(Command.of(claim("i-01234567", Optional.of("{{ssm}}")))).isEmpty();
    }

    @Test
    void aClaim_readsBackAsItWasWritten() {
        Claim claim = claim("i-01234567", Optional.of(ID));

        assertThat(Claim.parse(claim.toJson(), "x")).isEqualTo(claim);
    }

    private static Claim claim(String by, Optional<String> command) {
        return new Claim(
                new DeploymentId("d-20260101-120000-abc"),
                Claim.Kind.CLAIMED,
                "w",
                by,
                command,
                Optional.of("because"));
    }
}
