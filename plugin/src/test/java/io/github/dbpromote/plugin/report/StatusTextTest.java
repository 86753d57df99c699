package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTextTest {
    @TempDir
    private Path folder;

    @Test
    void eachMigrationAgainstEachEnvironment_thenHowEachOneStands() {
        assertThat(StatusText.of(List.of(StatusExample.eventful(folder)))).isEqualTo("""

                  users            dev                         qa                 prod
                       1  users    2026-11-22 05:11 changed    2026-11-22 05:11   pending
                       2  email    2026-11-22 05:12            pending            pending
                       3  orders   2026-11-22 05:13            pending            pending
                       9  hotfix   2026-11-22 05:14 not here   pending            pending
                       R  active   2026-11-22 05:15            pending            pending
                  live bundle      abababababab                121212121212       -

                  dev      no migration missing, but another bundle than that of the project
                  qa       failed: V2__email.sql: ERROR: column "emial" does not exist (SQLSTATE 42703) (d-20261122-051000-abcdefgh)
                  prod     never deployed
                           d-20261122-051000-abcdefgh in flight since 2026-11-22 05:10 UTC, no host has taken it yet
                """);
    }

    @Test
    void whatCannotBeRead_isNoPendingMigration() {
        assertThat(text(StatusExample.upToDate(Example.history("V1__users.sql")), StatusExample.unreadable()))
                .isEqualTo("""

                  users           dev                qa
                       1  users   2026-11-22 05:11   ?
                  live bundle     abababababab       -

                  dev      up to date
                  qa       Could not read it: access denied.
                             → Check the caller's role.
                """);
    }

    @Test
    void deploymentAtWork_isInFlightHoweverLongItTakes() {
        assertThat(text(StatusExample.atWork())).endsWith("""
                          prod     never deployed
                                   d-20261122-051000-abcdefgh in flight since 2026-11-22 05:10 UTC, at work on i-0123456789abcdef0
                        """);
    }

    @Test
    void orderThatNoHostTookInTime_canBeSettled() {
        assertThat(text(StatusExample.inFlight(Duration.ofMinutes(11)))).endsWith("""
                                   d-20261122-051000-abcdefgh never started by a host, not yet settled: mvn db:settle -Denv=prod
                        """);
    }

    @Test
    void finishedOnTheHost_canBeSettled() {
        assertThat(text(StatusExample.finishedOnTheHost())).endsWith("""
                                   d-20261122-051000-abcdefgh finished on the host (SUCCEEDED), not yet settled: mvn db:settle -Denv=prod
                        """);
    }

    @Test
    void whatAPersonCleared_countsAsThatPersonSays_withTheReason() {
        assertThat(text(StatusExample.cleared(Outcome.FAILED, "dropped the invalid index", true)))
                .endsWith("""
                  qa       counts as failed, cleared by bob: dropped the invalid index (d-20261122-051000-abcdefgh)
                """);
        assertThat(text(
                        StatusExample.upToDate(Example.history("V1__users.sql", "V2__email.sql")),
                        StatusExample.cleared(Outcome.SUCCEEDED, "the index is valid", true)))
                .endsWith("""
                  dev      up to date
                  qa       counts as succeeded, cleared by bob: the index is valid (d-20261122-051000-abcdefgh)
                           1 migration behind
                """);
    }

    @Test
    void clearanceThatTheLedgerDoesNotTellOf_isToBeRepeated() {
        assertThat(text(StatusExample.cleared(Outcome.FAILED, "dropped it", false)))
                .endsWith("""
                  qa       ambiguous: as failed cleared by bob: dropped it (d-20261122-051000-abcdefgh), which is not yet settled: \
                mvn db:resolve -Denv=qa -Ddb.as=failed -Ddb.reason="…"
                """);
    }

    @Test
    void reasonOfAClearance_isOneHarmlessLine() {
        assertThat(text(StatusExample.cleared(Outcome.FAILED, "a\nb\u001B[2J\u202Ec $(x) {{ y }}", true)))
                .endsWith("cleared by bob: a?b?[2J?c $(x) {{ y }} (d-20261122-051000-abcdefgh)\n");
    }

    @Test
    void longDescriptions_areCutSoThatTheTableStaysReadable() {
        String script = "V1__" + "long_".repeat(20) + "name.sql";

        assertThat(text(StatusExample.upToDate(Example.history(script)))
                        .lines()
                        .skip(2)
                        .findFirst())
                .contains("       1  long long long long long long long …   2026-11-22 05:11");
    }

    private static String text(EnvironmentStatus... environments) {
        return StatusText.of(List.of(StatusExample.of(environments)));
    }
}
