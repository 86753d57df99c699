package io.github.dbpromote.core.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.gate.Approval;
import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.sandbox.http.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalsTest {
    private static final Digest BUNDLE = Digest.of(new byte[] {1});
    private static final Digest OTHER = Digest.of(new byte[] {2});
    private static final UserId ALICE = new UserId("AROAEXAMPLEID:alice");
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Approvals approvals;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa");
        approvals = new Approvals(cloud.environment("qa"), cloud.access().s3());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AIDAEXAMPLEID", "AROAEXAMPLEID:alice@example.com", "123456789012:a_b+c=d,e.f-g"})
    void anApproval_readsBack_whateverItsAuthorsIdIs(String userId) {
        Instant before = serverTime();

        approvals.store(BUNDLE, new UserId(userId), "arn of alice", Optional.of("looked at it"));

        assertThat(approvals.read(BUNDLE).disregarded()).isEmpty();
        assertThat(approvals.read(BUNDLE).approvals()).singleElement().satisfies(approval -> {
            assertThat(approval.by()).hasToString(userId);
            assertThat(approval.name()).isEqualTo("arn of alice");
            assertThat(approval.since()).isBetween(before, serverTime());
        });
    }

    @Test
    void anApprovalOfAnotherBundle_isNotSeen() {
        approvals.store(OTHER, ALICE, "alice", Optional.empty());

        assertThat(approvals.read(BUNDLE)).isEqualTo(new Approvals.Found(List.of(), List.of()));
    }

    @Test
    void whoeverApprovesTwice_hasApprovedTwice() {
        approvals.store(BUNDLE, ALICE, "alice", Optional.empty());
        approvals.store(BUNDLE, ALICE, "alice", Optional.empty());

        assertThat(approvals.read(BUNDLE).approvals()).extracting(Approval::by).containsExactly(ALICE, ALICE);
    }

    @Test
    void aLostAnswer_leavesOneApproval() {
        cloud.fault("s3", "PutObject", 1, Fault.Kind.LOST_ANSWER);

        approvals.store(BUNDLE, ALICE, "alice", Optional.empty());

        assertThat(approvals.read(BUNDLE).approvals()).hasSize(1);
    }

    @Test
    void moreThanOnePageOfThem_areAllRead() {
        for (int i = 0; i < 1_001; i++) {
            put("AIDA/" + i, "");
        }
        approvals.store(BUNDLE, new UserId("Z"), "the last one", Optional.empty());

        assertThat(approvals.read(BUNDLE).approvals())
                .extracting(Approval::name)
                .containsExactly("the last one");
        assertThat(approvals.read(BUNDLE).disregarded()).hasSize(1_001);
    }

    @Test
    void theFormat_isThatOfTheDocumentation() {
        put(ALICE + "/" + ID + ".json", body());

        assertThat(approvals.read(BUNDLE).approvals())
                .extracting(Approval::name)
                .containsExactly("arn of alice");
    }

    /** A body that is true in another place. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"userId\": \"AROAEXAMPLEID:alice\" | \"userId\": \"AROAEXAMPLEID:bob\"",
                "\"environment\": \"qa\" | \"environment\": \"dev\"",
                "\"database\": \"@\" | \"database\": \"other\"",
                "\"bundle\": \"4bf | \"bundle\": \"5bf",
                "\"id\": \"0 | \"id\": \"1",
                "\"format\": 1 | \"format\": 2",
                "\"name\": \"arn of alice\", | ",
                "} | ",
            })
    void aForgedBody_isNoApproval(String part, String instead) {
        String name = ALICE + "/" + ID + ".json";
        String forged = body().replace(part.replace("@", cloud.database().value()), instead == null ? "" : instead);
        assertThat(forged).isNotEqualTo(body());
        put(name, forged);

        assertThat(approvals.read(BUNDLE)).isEqualTo(new Approvals.Found(List.of(), List.of(name)));
    }

    /** Keys that a policy with a wildcard lets somebody else write, because it does not stop at a slash. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AROAEXAMPLEID:alice/AROAEXAMPLEID:mallory/0123456789abcdef0123456789abcdef.json",
                "x/AROAEXAMPLEID:alice/0123456789abcdef0123456789abcdef.json",
                "AROAEXAMPLEID:bob/0123456789abcdef0123456789abcdef.json",
                "AROAEXAMPLEID:alice/../AROAEXAMPLEID:alice/0123456789abcdef0123456789abcdef.json",
                "AROAEXAMPLEID:alice/0123456789abcdef0123456789abcdef.json.bak",
                "AROAEXAMPLEID:alice/1123456789abcdef0123456789abcdef.json",
                "aroaexampleid:alice/0123456789abcdef0123456789abcdef.json",
                "0123456789abcdef0123456789abcdef.json",
            })
    void aForgedKey_isNoApproval(String name) {
        put(name, body());

        assertThat(approvals.read(BUNDLE)).isEqualTo(new Approvals.Found(List.of(), List.of(name)));
    }

    @Test
    void rubbish_stopsNobodyElsesApproval() {
        put("AIDAMALLORY/" + ID + ".json", "[".repeat(10_000));
        put("AIDAMALLORY/" + ID.replace('0', '1') + ".json", "");
        approvals.store(BUNDLE, ALICE, "alice", Optional.empty());

        assertThat(approvals.read(BUNDLE).approvals()).extracting(Approval::by).containsExactly(ALICE);
        assertThat(approvals.read(BUNDLE).disregarded()).hasSize(2);
    }

    private String body() {
        return """
                {"format": 1, "id": "%s", "database": "%s", "environment": "qa", "bundle": "%s",
                 "userId": "%s", "name": "arn of alice", "reason": "looked at it"}""".formatted(ID, cloud.database(), BUNDLE, ALICE);
    }

    private void put(String name, String body) {
        cloud.create(
                cloud.environment("qa").bucket(),
                cloud.database() + "/approvals/" + BUNDLE + "/" + name,
                body.getBytes(UTF_8));
    }

    private Instant serverTime() {
        return new LedgerStore(cloud.environment("qa"), cloud.access().s3())
                .read()
                .at();
    }
}
