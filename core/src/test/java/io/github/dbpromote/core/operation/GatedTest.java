package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.cloud.Story;
import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.gate.GatesClosed;
import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Publishing and promoting where there are gates. */
class GatedTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");
    private static final Release NEXT = Releases.of("V1__create_users.sql", "V2__add_email.sql");
    private static final String ALICE = "AROAAPPROVER:alice";
    private static final String BOB = "AIDABOB";
    private static final String CAROL = "AROAPUBLISHER:carol";

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs carol;
    private Verbs alice;
    private Verbs bob;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa", "prod");
        carol = person(CAROL);
        alice = person(ALICE);
        bob = person(BOB);
    }

    // ---- time

    @Test
    void soak_closesUntilItsLastSecond_byTheTimeAtWhichS3HasHadTheReceipt() {
        gates("qa", "{\"soak\": \"P2D\"}");
        Instant proven = proven(finished(carol.publish(RELEASE)).order());

        assertThat(closed(() -> at(proven, alice).promote("qa"))).containsExactly("soak has 2d to go");
        assertThat(closed(() -> at(proven.plus(Duration.ofDays(2)).minusSeconds(1), alice)
                        .promote("qa")))
                .containsExactly("soak has 1s to go");
        nothingWasSentTo("qa");
        finished(at(proven.plus(Duration.ofDays(2)), alice).promote("qa"));
    }

    @Test
    void aHostOrCallerWhoseClockIsWrong_changesNothing() {
        gates("qa", "{\"soak\": \"P2D\"}");
        DeploymentResult.Finished published = finished(carol.publish(RELEASE));
        Instant proven = proven(published.order());
        alice.time().sleep(Duration.ofDays(100_000));

        assertThat(published.receipt().finishedAt()).isBefore(proven.minus(Duration.ofDays(2)));
        assertThat(closed(() -> at(proven.plusSeconds(1), alice).promote("qa")))
                .containsExactly("soak has 1d23h to go");
    }

    @Test
    void anEarlierBundle_hasSoakedSinceItSucceededItself() {
        gates("qa", "{\"soak\": \"P2D\"}");
        Instant proven = proven(finished(carol.publish(RELEASE)).order());
        carol.publish(NEXT);

        Verbs later = at(proven.plus(Duration.ofDays(2)), alice);

        assertThat(finished(later.promote("qa", RELEASE.bundle().digest().value()))
                        .bundle())
                .isEqualTo(RELEASE.bundle().digest());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-26T04:59:59Z, window opens 2026-11-26 06:00 Europe/Berlin",
        "2026-11-26T05:00:00Z,",
        "2026-11-26T14:59:59Z,",
        "2026-11-26T15:00:00Z, window opens 2026-11-30 06:00 Europe/Berlin",
        // The clocks went back on 25 October.
        "2026-10-26T04:59:59Z, window opens 2026-10-26 06:00 Europe/Berlin",
        "2026-10-22T04:00:00Z,",
        // Frozen.
        "2026-12-19T22:59:59Z, window opens 2026-12-21 06:00 Europe/Berlin",
        "2026-12-21T08:00:00Z, frozen until 2027-01-07 00:00 Europe/Berlin",
        "2027-01-06T14:59:59Z, frozen until 2027-01-07 00:00 Europe/Berlin",
        "2027-01-07T08:00:00Z,",
    })
    void windowsAndFreezes_holdByS3sClock(Instant now, String phrase) {
        gates("qa", """
                {"windows": ["Mon-Thu 06:00-16:00 Europe/Berlin"], "freeze": ["2026-12-20/2027-01-06 Europe/Berlin"]}""");
        carol.publish(RELEASE);
        Verbs then = at(now, alice);

        if (phrase == null) {
            finished(then.promote("qa"));
        } else {
            assertThat(closed(() -> then.promote("qa"))).containsExactly(phrase);
            nothingWasSentTo("qa");
        }
    }

    // ---- pause

    @Test
    void whereItIsPaused_nothingComesIn_untilSomebodyResumes() {
        carol.publish(RELEASE);
        ClosedGate.Paused pause = bob.pause("qa");

        assertThat(closed(() -> alice.promote("qa"))).containsExactly(pause.phrase());
        nothingWasSentTo("qa");

        bob.resume("qa");
        finished(alice.promote("qa"));
    }

    @Test
    void aPauseBetweenTheCheckAndTheLedger_isNotOverlooked() {
        carol.publish(RELEASE);
        alice.story().whenStoring(storing -> bob.pause("qa"));

        assertThatThrownBy(() -> alice.promote("qa"))
                .isInstanceOf(GatesClosed.class)
                .hasMessageContaining(" in qa is paused by " + BOB);
        nothingWasSentTo("qa");
        assertThat(alice.ledger("qa").inFlight()).isEmpty();
        assertThat(alice.ledger("qa").paused()).isPresent();
    }

    @Test
    void aPauseWhileSomebodyWaitsForTheirTurn_isNotOverlooked() {
        carol.publish(RELEASE);
        alice.story().whenSent(sent -> cloud.host("qa").claims(sent.deployment()));
        Order first = stillRunning(alice.withoutWaiting().promote("qa")).order();
        carol.publish(NEXT);
        Story waiting = new Story().whenQueued(queued -> {
            if (carol.ledger("qa").paused().isEmpty()) {
                carol.pause("qa");
                cloud.host("qa").succeeds(first.deployment());
            }
        });

        assertThatThrownBy(() -> bob.telling(waiting).promote("qa")).isInstanceOf(GatesClosed.class);
        assertThat(alice.ledger("qa").live().orElseThrow().bundle())
                .isEqualTo(RELEASE.bundle().digest());
    }

    // ---- approvals

    @Test
    void approvals_areOfDifferentPeople_andTheBundleGoes() {
        gates("qa", "{\"approvals\": 2}");
        carol.publish(RELEASE);

        assertThat(closed(() -> carol.promote("qa"))).containsExactly("0 of 2 approvals");
        alice.approve("qa");
        alice.approve("qa");
        assertThat(closed(() -> carol.promote("qa"))).containsExactly("1 of 2 approvals");
        bob.approve("qa");

        finished(carol.promote("qa"));
    }

    @Test
    void anApprovalOfAnotherBundle_countsForNothing() {
        gates("qa", "{\"approvals\": 1}");
        carol.publish(RELEASE);
        alice.approve("qa");
        carol.publish(NEXT);

        assertThat(closed(() -> bob.promote("qa"))).containsExactly("0 of 1 approvals");
        finished(bob.promote("qa", RELEASE.bundle().digest().value()));
    }

    @Test
    void anApprovalForAnotherEnvironment_countsForNothing_andThePublisherStaysThePublisher() {
        gates("qa", "{\"approvals\": 1}");
        gates("prod", "{\"approvals\": 1}");
        carol.publish(RELEASE);
        alice.approve("qa");
        Order toQa = finished(bob.promote("qa")).order();

        assertThat(toQa.publishedBy().orElseThrow().id()).hasValue(new UserId(CAROL));
        assertThat(toQa.requestedById()).hasValue(new UserId(BOB));
        assertThat(closed(() -> alice.promote("prod"))).containsExactly("0 of 1 approvals");
        assertThatThrownBy(() -> carol.approve("prod"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was published by " + CAROL);

        bob.approve("prod");
        assertThat(finished(alice.promote("prod")).order().publishedBy()).isEqualTo(toQa.publishedBy());
    }

    @Test
    void anApproval_countsUntilItsLifetimeIsOver() {
        gates("qa", "{\"approvals\": 1, \"approvalLifetime\": \"PT24H\"}");
        carol.publish(RELEASE);
        Instant approved = alice.approve("qa").approvals().get(0).since();

        assertThat(closed(() -> at(approved.plus(Duration.ofDays(1)), bob).promote("qa")))
                .containsExactly("0 of 1 approvals");
        assertThat(closed(() -> at(approved.plus(Duration.ofDays(1)).plusSeconds(1), bob)
                        .promote("qa")))
                .containsExactly("0 of 1 approvals");
        finished(at(approved.plus(Duration.ofDays(1)).minusSeconds(1), bob).promote("qa"));
    }

    @Test
    void whatLiesAmongTheApprovals_isNamed() {
        gates("qa", "{\"approvals\": 1}");
        carol.publish(RELEASE);
        cloud.create(
                cloud.environment("qa").bucket(),
                cloud.database() + "/approvals/" + RELEASE.bundle().digest() + "/" + ALICE + "/x.json",
                "{}".getBytes(UTF_8));

        assertThatThrownBy(() -> bob.promote("qa"))
                .isInstanceOf(GatesClosed.class)
                .hasMessageContaining("has 0 of 1 approvals of this bundle")
                .hasMessageContaining("counts for nothing: " + ALICE + "/x.json.");
    }

    // ---- the first environment

    @Test
    void theFirstEnvironment_hasGatesToo() {
        gates("dev", "{\"freeze\": [\"2026-12-20/2027-01-06 UTC\"]}");

        assertThat(closed(() -> at(Instant.parse("2026-12-20T00:00:00Z"), carol).publish(RELEASE)))
                .containsExactly("frozen until 2027-01-07 00:00 UTC");
        nothingWasSentTo("dev");
        finished(at(Instant.parse("2026-12-19T23:59:59Z"), carol).publish(RELEASE));
    }

    @Test
    void theFirstEnvironment_canBePaused() {
        ClosedGate.Paused pause = bob.pause("dev");

        assertThat(closed(() -> carol.publish(RELEASE))).containsExactly(pause.phrase());
    }

    @Test
    void whatIsPublished_isApprovedByItsWholeDigest_andNotByThePublisher() {
        gates("dev", "{\"approvals\": 1}");
        String digest = RELEASE.bundle().digest().value();

        assertThatThrownBy(() -> alice.approve("dev", digest.substring(0, 12)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("an approval must name the whole bundle");
        assertThatThrownBy(() -> alice.approve("dev")).hasMessageContaining("with all 64 digits of its SHA-256");
        assertThat(carol.approve("dev", digest).missing()).isZero();
        assertThat(closed(() -> carol.publish(RELEASE)))
                .as("her own, now that she publishes")
                .containsExactly("0 of 1 approvals");

        assertThat(alice.approve("dev", digest).missing()).isZero();
        finished(carol.publish(RELEASE));
    }

    // ---- passing over

    @Test
    void aReason_passesClosedGatesOver_whereTheEnvironmentAllowsIt() {
        gates("qa", "{\"soak\": \"P1D\", \"approvals\": 1, \"override\": true}");
        carol.publish(RELEASE);
        assertThatThrownBy(() -> alice.promote("qa"))
                .hasMessageContaining("If it cannot wait: -Ddb.override=\"…\", with the reason");
        Verbs urgent = alice.overriding("prod is down");
        urgent.story().whenSent(this::succeed);

        assertThat(urgent.planPromote("qa").passedOver())
                .hasExactlyElementsOfTypes(ClosedGate.Soaking.class, ClosedGate.Unapproved.class);
        Order order = finished(urgent.promote("qa")).order();

        assertThat(order.override()).hasValue("prod is down");
        assertThat(alice.stage("qa").deployments().readOrder(order.deployment()).value())
                .isEqualTo(order);
        Progress.PassingOver told = urgent.story().last(Progress.PassingOver.class);
        assertThat(told.reason()).isEqualTo("prod is down");
        assertThat(told.gates()).hasSize(2);
    }

    @Test
    void whereTheEnvironmentAllowsNoOverride_aReasonHelpsNobody() {
        gates("qa", "{\"soak\": \"P1D\"}");
        carol.publish(RELEASE);

        assertThatThrownBy(() -> alice.overriding("prod is down").promote("qa"))
                .isInstanceOf(GatesClosed.class)
                .hasMessageContaining("must have succeeded 1d before")
                .hasMessageContaining("Nobody may pass the gates of " + cloud.database() + " in qa over")
                .hasMessageNotContaining("If it cannot wait");
        nothingWasSentTo("qa");
    }

    @Test
    void aReasonThatPassedNothingOver_isNotWrittenDown() {
        gates("qa", "{\"override\": true}");
        carol.publish(RELEASE);

        assertThat(finished(alice.overriding("just in case").promote("qa"))
                        .order()
                        .override())
                .isEmpty();
    }

    @Test
    void aReasonThatSaysNothing_isNone() {
        gates("qa", "{\"soak\": \"P1D\", \"override\": true}");
        carol.publish(RELEASE);

        assertThatThrownBy(() -> alice.overriding(" ").promote("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("-Ddb.override needs a reason");
    }

    @Test
    void aGateThatNobodyKnows_isPassedOverByNoReason() {
        gates("qa", "{\"moon\": \"full\", \"soak\": \"P1D\", \"override\": true}");
        carol.publish(RELEASE);

        assertThat(closed(() -> alice.overriding("prod is down").promote("qa"))).containsExactly("unknown gates: moon");
    }

    @Test
    void whatIsNoGate_isPassedOverByNoReason() {
        gates("qa", "{\"override\": true}");
        Verbs urgent = alice.overriding("prod is down");
        assertThatThrownBy(() -> urgent.promote("qa")).hasMessageContaining("Nothing has ever succeeded");

        carol.publish(RELEASE);
        carol.story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "syntax error"));
        carol.publish(NEXT);
        assertThatThrownBy(() -> urgent.promote("qa")).hasMessageContaining("nothing can be promoted from there");

        carol.story().whenSent(this::succeed);
        carol.publish(NEXT);
        urgent.story().whenSent(sent -> cloud.host("qa").losesTrack(sent.deployment(), "half done"));
        urgent.promote("qa");
        assertThatThrownBy(() -> urgent.promote("qa")).hasMessageContaining("half done");
        nothingElseWasSentTo("qa", 1);
    }

    @Test
    void aTargetAheadOfItsSource_isPassedOverByNoReason() {
        gates("qa", "{\"override\": true}");
        carol.publish(NEXT);
        alice.promote("qa");
        // Somebody restored dev, database and ledger, as it was before.
        cloud.put(
                cloud.environment("dev").bucket(),
                cloud.database() + "/ledger.json",
                "{\"format\":1,\"revision\":9,\"writer\":\"by hand\"}");
        carol.publish(RELEASE);

        assertThatThrownBy(() -> alice.overriding("prod is down").promote("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("has migrations applied that");
        nothingElseWasSentTo("qa", 1);
    }

    // ---- machines

    @Test
    void whatFailedThere_isNotSentAgainByAMachine_butByAPersonOrALaterBundle() {
        carol.publish(RELEASE);
        alice.story().whenSent(sent -> cloud.host("qa").fails(sent.deployment(), "no such table"));
        Order failed = finished(alice.promote("qa")).order();
        Verbs relay = alice.withoutAttendance();

        assertThat(closed(() -> relay.promote("qa"))).containsExactly("failed here last (" + failed.deployment() + ")");
        assertThatThrownBy(() -> relay.promote("qa"))
                .hasMessageContaining("Deployment " + failed.deployment() + " of this very bundle failed")
                .hasMessageContaining("have a person try again: mvn db:promote -Denv=qa");
        nothingElseWasSentTo("qa", 1);

        finished(alice.promote("qa"));
        nothingElseWasSentTo("qa", 2);
        carol.publish(NEXT);
        relay.story().whenSent(this::succeed);
        assertThat(finished(relay.promote("qa")).receipt().succeeded()).isTrue();
    }

    // ---- without sending anything

    @Test
    void aPlan_isRefusedByTheSameGates_andWritesNothing() {
        gates("qa", "{\"soak\": \"P1D\"}");
        carol.publish(RELEASE);
        cloud.forgetRequests();

        assertThat(closed(() -> alice.planPromote("qa"))).hasSize(1);
        assertThat(cloud.requests("PutObject")).isEmpty();
    }

    @Test
    void whereThereIsNothingToDo_noGateIsAsked() {
        carol.publish(RELEASE);
        finished(alice.promote("qa"));
        gates("qa", "{\"soak\": \"P1D\", \"approvals\": 1}");
        bob.pause("qa");
        cloud.forgetRequests();

        assertThat(alice.promote("qa")).isInstanceOf(DeploymentResult.NothingToDo.class);
        assertThat(cloud.requests("ListObjectsV2")).isEmpty();
    }

    private void gates(String environment, String gates) {
        cloud.putParameter(
                environment, cloud.parameter(environment).replaceFirst("\\{", "{ \"gates\": " + gates + ","));
    }

    private Verbs person(String userId) {
        Verbs verbs = Verbs.of(cloud).as(new Caller(userId, Optional.of(new UserId(userId)), Optional.of("TICKET-1")));
        verbs.story().whenSent(this::succeed);
        return verbs;
    }

    private void succeed(Progress.Sent sent) {
        cloud.host(sent.environment().name().value()).succeeds(sent.deployment());
    }

    private Verbs at(Instant now, Verbs verbs) {
        return verbs.with(cloud.at(() -> now, cloud.access()));
    }

    private Instant proven(Order order) {
        return alice.stage(order.environment().value())
                .deployments()
                .readDatedReceipt(order)
                .orElseThrow()
                .since();
    }

    private static List<String> closed(ThrowingCallable attempt) {
        return catchThrowableOfType(GatesClosed.class, attempt).gates().stream()
                .map(ClosedGate::phrase)
                .toList();
    }

    private void nothingWasSentTo(String environment) {
        nothingElseWasSentTo(environment, 0);
    }

    private void nothingElseWasSentTo(String environment, int commands) {
        assertThat(cloud.requests("SendCommand").stream()
                        .filter(request -> request.resource().contains(cloud.database() + "-" + environment + "-")))
                .hasSize(commands);
    }
}
