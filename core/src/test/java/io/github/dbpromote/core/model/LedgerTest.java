package io.github.dbpromote.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final DeploymentId FIRST = new DeploymentId("d-00000001");
    private static final DeploymentId SECOND = new DeploymentId("d-00000002");
    private static final Digest OLD = Digest.of(new byte[] {1});
    private static final Digest NEW = Digest.of(new byte[] {2});

    @Test
    void aDeploymentThatSucceeds_isLiveAndLast() {
        Ledger ledger = reread(Ledger.EMPTY.begin(FIRST, "a").settle(receipt(FIRST, OLD, Outcome.SUCCEEDED), "b"));

        assertThat(ledger.live()).hasValue(new Ledger.Live(FIRST, OLD));
        assertThat(ledger.last()).hasValue(new Ledger.Last(FIRST, OLD, Outcome.SUCCEEDED));
        assertThat(ledger.inFlight()).isEmpty();
        assertThat(ledger.revision()).isEqualTo(2);
        assertThat(ledger.writer()).isEqualTo("b");
        assertThat(ledger.stands(OLD)).isTrue();
    }

    @Test
    void aDeploymentThatFails_leavesLiveWhatWasLive() {
        Ledger ledger = reread(Ledger.EMPTY
                .begin(FIRST, "a")
                .settle(receipt(FIRST, OLD, Outcome.SUCCEEDED), "b")
                .begin(SECOND, "c")
                .settle(receipt(SECOND, NEW, Outcome.FAILED), "d"));

        assertThat(ledger.live()).hasValue(new Ledger.Live(FIRST, OLD));
        assertThat(ledger.last()).hasValue(new Ledger.Last(SECOND, NEW, Outcome.FAILED));
        assertThat(ledger.stands(OLD)).as("something was tried since").isFalse();
    }

    @Test
    void aRunThatCouldNotReadTheHistory_leavesTheOneThatDid() {
        Ledger ledger = reread(Ledger.EMPTY
                .begin(FIRST, "a")
                .settle(receipt(FIRST, OLD, Outcome.SUCCEEDED), "b")
                .begin(SECOND, "c")
                .settle(withoutHistory(receipt(SECOND, NEW, Outcome.FAILED)), "d"));

        assertThat(ledger.history()).hasValue(FIRST);
    }

    @Test
    void aDeploymentThatNeverStarted_leavesNoTrace() {
        Ledger ledger = reread(Ledger.EMPTY.begin(FIRST, "a").release("b"));

        assertThat(ledger.inFlight()).isEmpty();
        assertThat(ledger.last()).isEmpty();
    }

    @Test
    void aRepairThatSucceeds_makesNothingLive_andTheTrainStaysHalted() {
        Receipt failed = receipt(FIRST, NEW, Outcome.FAILED);
        Receipt repaired = receipt(SECOND, NEW, Outcome.SUCCEEDED, Action.REPAIR);

        Ledger ledger = reread(Ledger.EMPTY
                .begin(FIRST, "a")
                .settle(failed, "b")
                .begin(SECOND, "c")
                .settle(repaired, "d"));

        assertThat(ledger.inFlight()).isEmpty();
        assertThat(ledger.live()).isEmpty();
        assertThat(ledger.last()).hasValue(new Ledger.Last(FIRST, NEW, Outcome.FAILED));
    }

    @Test
    void fieldsOfLaterVersions_areKept() {
        String json = "{\"format\":1,\"revision\":7,\"writer\":\"w\",\"later\":{\"reason\":\"audit\"},\"new\":[1,2]}";

        Ledger next = Ledger.parse(json.getBytes(StandardCharsets.UTF_8), "x").begin(FIRST, "v");

        assertThat(new String(next.toJson(), StandardCharsets.UTF_8))
                .contains("\"audit\"")
                .contains("\"new\"")
                .contains("\"revision\": 8");
    }

    @Test
    void aPause_changesNothingElse_andNothingElseEndsIt() {
        ClosedGate.Paused pause =
                new ClosedGate.Paused("alice", "audit\n\"quoted\"", Instant.parse("2026-11-25T12:00:00Z"));
        Ledger busy = Ledger.EMPTY
                .begin(FIRST, "a")
                .settle(receipt(FIRST, OLD, Outcome.SUCCEEDED), "b")
                .begin(SECOND, "c");

        Ledger paused = reread(busy.pause(pause, "d"));

        assertThat(paused.paused()).hasValue(pause);
        assertThat(paused.inFlight()).hasValue(SECOND);
        assertThat(paused.live()).isEqualTo(busy.live());
        assertThat(paused.last()).isEqualTo(busy.last());
        assertThat(paused.history()).isEqualTo(busy.history());
        assertThat(paused.revision()).isEqualTo(4);
        assertThat(paused.writer()).isEqualTo("d");
        assertThat(reread(paused.settle(receipt(SECOND, NEW, Outcome.SUCCEEDED), "e"))
                        .paused())
                .hasValue(pause);
        assertThat(reread(paused.release("e").begin(SECOND, "f")).paused()).hasValue(pause);

        Ledger resumed = reread(paused.resume("e"));

        assertThat(resumed.paused()).isEmpty();
        assertThat(resumed.inFlight()).hasValue(SECOND);
        assertThat(resumed.revision()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reason\":\"audit\",\"since\":\"2026-11-25T12:00:00Z\"}",
                "{\"by\":\"alice\",\"since\":\"2026-11-25T12:00:00Z\"}",
                "{\"by\":\"alice\",\"reason\":\"audit\",\"since\":\"yesterday\"}",
                "true"
            })
    void aPauseThatNobodyCanRead_isNotPassedOver(String paused) {
        byte[] json = ("{\"format\":1,\"revision\":7,\"writer\":\"w\",\"paused\":" + paused + "}")
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Ledger.parse(json, "s3://b/ledger.json"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("s3://b/ledger.json")
                .hasMessageContaining("is not as db-promote writes it");
    }

    @Test
    void aReceiptThatClaimsSuccessWithSomethingPending_isRefused() {
        byte[] lie = new String(receipt(FIRST, OLD, Outcome.SUCCEEDED).toJson(), StandardCharsets.UTF_8)
                .replace("\"pending\": []", "\"pending\": [\"V9__x.sql\"]")
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Receipt.parse(lie, "s3://b/receipt.json"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("s3://b/receipt.json")
                .hasMessageContaining("SUCCEEDED although not applied: V9__x.sql");
    }

    @Test
    void aReceipt_readsBackAsItWasWritten() {
        Receipt receipt = receipt(FIRST, OLD, Outcome.FAILED);

        assertThat(Receipt.parse(receipt.toJson(), "x")).isEqualTo(receipt);
    }

    private static Receipt withoutHistory(Receipt it) {
        return new Receipt(
                it.database(),
                it.environment(),
                it.deployment(),
                it.bundle(),
                it.action(),
                it.outcome(),
                it.failure(),
                it.host(),
                it.command(),
                it.tools(),
                it.startedAt(),
                it.finishedAt(),
                it.applied(),
                List.of(),
                it.pending());
    }

    private static Ledger reread(Ledger ledger) {
        return Ledger.parse(ledger.toJson(), "ledger");
    }

    private static Receipt receipt(DeploymentId id, Digest bundle, Outcome outcome) {
        return receipt(id, bundle, outcome, Action.MIGRATE);
    }

    private static Receipt receipt(DeploymentId id, Digest bundle, Outcome outcome, Action action) {
        return new Receipt(
                new DatabaseName("users"),
                new EnvironmentName("dev"),
                id,
                bundle,
                action,
                outcome,
                outcome == Outcome.SUCCEEDED ? Optional.empty() : Optional.of(Failure.of("migration-failed", "no")),
                "i-0123456789abcdef0",
                Optional.empty(),
                "flyway-host",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(),
                List.of(new AppliedMigration(
                        1,
                        Optional.of("1"),
                        "create",
                        "SQL",
                        "V1__create.sql",
                        Optional.of(-5),
                        "2026-01-01 00:00:00",
                        12,
                        true)),
                List.of());
    }
}
