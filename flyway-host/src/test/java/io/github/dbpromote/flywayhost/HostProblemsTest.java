package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The sentences that no other test reads. */
class HostProblemsTest {
    @Test
    void noRegion_tellsWhereItUsuallyComesFrom() {
        assertThat(HostProblems.noRegion().text())
                .isEqualTo("Nothing says in which AWS region this host works.\n"
                        + "  → The SSM agent sets AWS_SSM_REGION_NAME; by hand, set AWS_REGION.");
    }

    @Test
    void binarySecret_tellsWhatToStoreInstead() {
        assertThat(HostProblems.binarySecret("users/qa").text())
                .isEqualTo("Secret users/qa is binary.\n"
                        + "  → Store the password as text, or as JSON with a member \"password\".");
    }

    @Test
    void noUserInSecret_namesBothPlaces() {
        assertThat(HostProblems.noUserInSecret(Path.of("/etc/db-promote/users.conf"), "users/qa")
                        .text())
                .isEqualTo(
                        "Neither /etc/db-promote/users.conf (flyway.user) nor secret users/qa (\"username\") names the"
                                + " database's user.\n  → Set flyway.user.");
    }

    @Test
    void noSubject_saysThatNothingWasDone() {
        assertThat(HostProblems.noSubject("d-12345678").text())
                .isEqualTo("Inspection d-12345678 does not say which deployment to look into.\n"
                        + "  → Nothing was done. Order it again.");
    }

    @Test
    void tooLate_givesBothTimes() {
        Instant notAfter = Instant.parse("2026-05-01T10:00:00Z");
        assertThat(HostProblems.tooLate("d-12345678", notAfter, notAfter.plusSeconds(61))
                        .summary())
                .isEqualTo("Deployment d-12345678 was not to start after 2026-05-01T10:00:00Z, and it is"
                        + " 2026-05-01T10:01:01Z.");
    }

    @Test
    void malformedArgument_showsNoControlCharactersAndNoNovel() {
        assertThat(HostProblems.malformedArgument("action", "a\u001b[31m" + "x".repeat(100), "is odd")
                        .summary())
                .isEqualTo("The action \"a?[31m" + "x".repeat(54) + "…\" is odd.");
    }

    @Test
    void unreadableConfiguration_tellsWhy() {
        assertThat(HostProblems.unreadableConfiguration(Path.of("/etc/db-promote/users.conf"), "Permission denied")
                        .text())
                .isEqualTo("/etc/db-promote/users.conf cannot be read: Permission denied\n  → chown and chmod 600 it.");
    }
}
