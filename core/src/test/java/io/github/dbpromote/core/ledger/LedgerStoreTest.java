package io.github.dbpromote.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.sandbox.http.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerStoreTest {
    private static final DeploymentId FIRST = new DeploymentId("d-00000001");
    private static final DeploymentId SECOND = new DeploymentId("d-00000002");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private LedgerStore store;

    @BeforeEach
    void provision() {
        cloud.provision("dev");
        store = new LedgerStore(cloud.environment("dev"), cloud.access().s3());
        cloud.forgetRequests();
    }

    @Test
    void beforeTheFirstDeployment_theLedgerIsEmpty_andWasReadByS3sClock() {
        LedgerStore.Version version = store.read();

        assertThat(version.etag()).isEmpty();
        assertThat(version.ledger().revision()).isZero();
        assertThat(version.at()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void theFirstChange_createsIt_andTheNextOnesReplaceIt() {
        LedgerStore.Version begun = begin(store.read(), FIRST).orElseThrow();
        LedgerStore.Version freed =
                store.replace(begun, writer -> begun.ledger().release(writer)).orElseThrow();

        assertThat(freed.ledger().revision()).isEqualTo(2);
        assertThat(store.read().ledger().toJson()).isEqualTo(freed.ledger().toJson());
        assertThat(store.read().etag()).isEqualTo(freed.etag());
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "3, false", "3, true"})
    void aLostAnswer_isRecognisedByItsWriter(int times, boolean exists) {
        LedgerStore.Version before = exists ? begin(store.read(), SECOND).orElseThrow() : store.read();
        cloud.fault("s3", "PutObject", times, Fault.Kind.LOST_ANSWER);

        Optional<LedgerStore.Version> written = begin(before, FIRST);

        assertThat(written).isPresent();
        assertThat(written.get().etag()).isEqualTo(store.read().etag());
        assertThat(store.read().ledger().inFlight()).hasValue(FIRST);
        assertThat(store.read().ledger().revision()).isEqualTo(exists ? 2 : 1);
    }

    @Test
    void aConflict_isReadAgainAndTriedAgain() {
        cloud.fault("s3", "PutObject", 2, Fault.Kind.CONFLICT);

        assertThat(begin(store.read(), FIRST)).isPresent();
        assertThat(store.read().ledger().revision()).isEqualTo(1);
    }

    @Test
    void conflictAfterConflict_isAnOutage() {
        cloud.fault("s3", "PutObject", 100, Fault.Kind.CONFLICT);
        LedgerStore.Version before = store.read();

        assertThatThrownBy(() -> begin(before, FIRST))
                .isInstanceOf(Outage.class)
                .hasMessageContaining("S3 could not say, 5 times in a row, whether s3://")
                .hasMessageContaining("/ledger.json was written");
    }

    @Test
    void anErrorInsideOfS3_isTriedAgain() {
        cloud.fault("s3", "PutObject", 4, Fault.Kind.ERROR_500);

        assertThat(begin(store.read(), FIRST)).isPresent();
    }

    @Test
    void aReadWithoutAnswer_isAnOutage() {
        cloud.fault("s3", "GetObject", 10, Fault.Kind.LOST_ANSWER);

        assertThatThrownBy(store::read)
                .isInstanceOf(Outage.class)
                .hasMessageContaining("Could not read s3://" + bucket())
                .hasMessageContaining("no answer from AWS");
    }

    @Test
    void somebodyElsesChange_isNotOverwritten() {
        LedgerStore.Version before = store.read();
        LedgerStore.Version others = begin(before, FIRST).orElseThrow();

        assertThat(begin(before, SECOND)).as("both saw no ledger").isEmpty();
        store.replace(others, writer -> others.ledger().release(writer));
        assertThat(begin(others, SECOND)).as("both saw the same version").isEmpty();
        assertThat(store.read().ledger().revision()).isEqualTo(2);
    }

    @Test
    void anUpdate_isMadeOfTheNewestVersion_howeverOftenOthersAreQuicker() {
        List<Long> seen = new ArrayList<>();

        LedgerStore.Change change = store.update((version, writer) -> {
                    seen.add(version.ledger().revision());
                    if (seen.size() < 3) {
                        begin(version, SECOND);
                    }
                    return version.ledger().begin(FIRST, writer);
                })
                .orElseThrow();

        assertThat(seen).containsExactly(0L, 1L, 2L);
        assertThat(change.before().ledger().inFlight()).hasValue(SECOND);
        assertThat(change.after().ledger().inFlight()).hasValue(FIRST);
        assertThat(store.read().ledger().revision()).isEqualTo(3);
    }

    @Test
    void anUpdate_thatIsNeverQuickEnough_changesNothing() {
        assertThat(store.update((version, writer) -> {
                    begin(version, SECOND);
                    return version.ledger().begin(FIRST, writer);
                }))
                .isEmpty();
        assertThat(store.read().ledger().inFlight()).hasValue(SECOND);
    }

    @Test
    void anUpdate_whoseAnswerIsLost_isMadeOnce() {
        cloud.fault("s3", "PutObject", 2, Fault.Kind.LOST_ANSWER);

        assertThat(store.update((version, writer) -> version.ledger().begin(FIRST, writer)))
                .isPresent();
        assertThat(store.read().ledger().revision()).isEqualTo(1);
    }

    @Test
    void aLedgerThatVanished_isNotCreatedAgain() {
        LedgerStore.Version before = new LedgerStore.Version(
                store.read().ledger(),
                Optional.of("\"0123456789abcdef0123456789abcdef\""),
                store.read().at());

        assertThat(begin(before, FIRST)).isEmpty();
        assertThat(store.read().etag()).isEmpty();
    }

    @Test
    void whatLaterVersionsWrote_isKept() {
        put("{\"format\":1,\"revision\":7,\"writer\":\"w\",\"later\":{\"reason\":\"audit\"},\"new\":[1,2]}");

        begin(store.read(), FIRST);

        assertThat(new String(store.read().ledger().toJson(), StandardCharsets.UTF_8))
                .containsPattern("\"reason\" ?: \"audit\"")
                .contains("\"new\"")
                .containsPattern("\"revision\" ?: 8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello|is not as db-promote writes it",
                "[]|it is not a JSON object",
                "{}|\"format\" is missing",
                "{\"format\":1,\"writer\":\"w\"}|\"revision\" is missing",
                "{\"format\":1,\"revision\":1}|\"writer\" is missing",
                "{\"format\":1,\"revision\":1,\"writer\":\"w\",\"inFlight\":{\"deployment\":\"../x\"}}|\"deployment\"",
                "{\"format\":1,\"revision\":1,\"writer\":\"w\",\"inFlight\":\"d-00000001\"}|\"inFlight\" is not an object",
                "{\"format\":2,\"revision\":1,\"writer\":\"w\"}|has format 2, but this version of db-promote understands formats up to 1"
            })
    void whatIsNoLedgerOfOurs_isRefused_withItsName(String json, String reason) {
        put(json);

        assertThatThrownBy(store::read)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("s3://" + bucket() + "/" + cloud.database() + "/ledger.json")
                .hasMessageContaining(reason);
    }

    @Test
    void aBucketOfAnotherOwner_isRefused() {
        LedgerStore foreign = new LedgerStore(
                cloud.database(), bucket(), "999999999999", cloud.access().s3());

        assertThatThrownBy(foreign::read)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Could not read s3://" + bucket())
                .hasMessageContaining("access denied")
                .hasMessageContaining("bucketOwner");
        LedgerStore.Version none = store.read();
        assertThatThrownBy(() -> foreign.replace(none, writer -> none.ledger().begin(FIRST, writer)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Could not write s3://" + bucket());
        assertThat(store.read().etag()).isEmpty();
    }

    @Test
    void aMissingBucket_isRefused() {
        LedgerStore nowhere = new LedgerStore(
                cloud.database(),
                "no-such-bucket-here",
                "123456789012",
                cloud.access().s3());

        assertThatThrownBy(nowhere::read)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Could not read s3://no-such-bucket-here/")
                .hasMessageContaining("there is no such bucket");
        LedgerStore.Version none = store.read();
        assertThatThrownBy(() -> nowhere.replace(none, writer -> none.ledger().begin(FIRST, writer)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there is no such bucket");
    }

    private Optional<LedgerStore.Version> begin(LedgerStore.Version before, DeploymentId deployment) {
        return store.replace(before, writer -> before.ledger().begin(deployment, writer));
    }

    private void put(String json) {
        cloud.put(bucket(), cloud.database() + "/ledger.json", json);
    }

    private String bucket() {
        return cloud.environment("dev").bucket();
    }
}
