package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.operation.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettlementReportTest {
    private static final Order ORDER = Example.order(Example.DEV);
    private static final Instant NOW = Instant.parse("2026-11-22T05:15:00Z");
    private static final LedgerStore.Version LEDGER =
            new LedgerStore.Version(Example.inFlight(Ledger.EMPTY, ORDER), Optional.of("etag"), NOW);

    @Test
    void nothingInFlight() {
        assertThat(of(new Settlement.Idle(LEDGER))).isEqualTo("users in dev: nothing in flight");
    }

    @Test
    void endedWell() {
        assertThat(of(new Settlement.Ended(LEDGER, ORDER, Example.succeeded(ORDER, List.of(), List.of()))))
                .isEqualTo("users in dev: d-20261122-051000-abcdefgh ended SUCCEEDED");
    }

    @Test
    void endedBadly_saysWhy() {
        Failure failure = Failure.of("database-unreachable", "The database does not answer.");
        assertThat(of(new Settlement.Ended(LEDGER, ORDER, Example.ended(ORDER, Outcome.FAILED, failure, List.of()))))
                .isEqualTo("users in dev: d-20261122-051000-abcdefgh ended FAILED: The database does not answer.");
    }

    @Test
    void givenUp() {
        assertThat(of(new Settlement.Voided(
                        LEDGER, ORDER, new Claim(ORDER.deployment(), Claim.Kind.VOID, "writer", "bob"))))
                .isEqualTo("users in dev: d-20261122-051000-abcdefgh was given up: no host had taken it; nothing was"
                        + " run");
    }

    @Test
    void atWork() {
        Claim claim = new Claim(ORDER.deployment(), Claim.Kind.CLAIMED, "writer", Example.HOST);
        assertThat(of(new Settlement.Busy(LEDGER, ORDER, Optional.of(claim), Optional.of(NOW))))
                .isEqualTo(
                        "users in dev: d-20261122-051000-abcdefgh is in flight since 2026-11-22 05:10 UTC, at work on"
                                + " host i-0123456789abcdef0");
    }

    @Test
    void notTakenYet_saysUntilWhenItMayBe() {
        assertThat(of(new Settlement.Busy(LEDGER, ORDER, Optional.empty(), Optional.empty())))
                .isEqualTo(
                        "users in dev: d-20261122-051000-abcdefgh is in flight since 2026-11-22 05:10 UTC, no host has"
                                + " taken it yet (it may until 2026-11-22 05:20 UTC)");
    }

    private static String of(Settlement settlement) {
        return SettlementReport.of(Example.DEV, settlement);
    }
}
