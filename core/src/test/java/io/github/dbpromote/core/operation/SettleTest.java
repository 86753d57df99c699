package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.PlayedHost;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.cloud.Story;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettleTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;
    private Verbs bob;

    @BeforeEach
    void provision() {
        cloud.provision("dev");
        alice = Verbs.of(cloud).withoutWaiting();
        bob = alice.as("bob");
    }

    @Test
    void whereNothingIsInFlight_nothingIsWritten() {
        cloud.forgetRequests();

        Settlement settlement = bob.settle("dev");

        assertThat(settlement).isInstanceOf(Settlement.Idle.class);
        assertThat(settlement.isFree()).isTrue();
        assertThat(cloud.requests("PutObject")).isEmpty();
    }

    @Test
    void whatIsOrderedOrWorkedOn_isLeftAlone() {
        Order order = stillRunning(alice.publish(RELEASE)).order();

        assertThat(bob.settle("dev")).isInstanceOfSatisfying(Settlement.Busy.class, busy -> {
            assertThat(busy.claim()).isEmpty();
            assertThat(busy.isFree()).isFalse();
        });
        cloud.host("dev").claims(order.deployment());
        assertThat(bob.settle("dev")).isInstanceOfSatisfying(Settlement.Busy.class, busy -> {
            assertThat(busy.claim().orElseThrow().by()).isEqualTo(PlayedHost.INSTANCE);
            assertThat(busy.claimedAt()).isPresent();
        });
    }

    @Test
    void whatHasEnded_isWrittenOnce_whoeverLooks() {
        Order order = stillRunning(alice.publish(RELEASE)).order();
        cloud.host("dev").succeeds(order.deployment());

        assertThat(bob.settle("dev")).isInstanceOf(Settlement.Ended.class);
        assertThat(alice.settle("dev")).isInstanceOf(Settlement.Idle.class);
        assertThat(alice.ledger("dev").revision()).isEqualTo(2);
    }

    @Test
    void whoIsOvertaken_seesTheSame() {
        Order order = stillRunning(alice.publish(RELEASE)).order();
        LedgerStore.Version begun = alice.stage("dev").ledger().read();
        cloud.host("dev").succeeds(order.deployment());
        bob.settle("dev");

        Settlement late =
                new Settle(alice.track(), "alice", alice.story()).settle(alice.stage("dev"), begun, order, false);

        assertThat(late).isInstanceOf(Settlement.Ended.class);
        assertThat(late.ledger().ledger().last().orElseThrow().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(alice.ledger("dev").revision()).isEqualTo(2);
    }

    @Test
    void aPauseInBetween_isKept_andWhatHasEndedIsSettledAllTheSame() {
        Order order = stillRunning(alice.publish(RELEASE)).order();
        LedgerStore.Version begun = alice.stage("dev").ledger().read();
        cloud.host("dev").succeeds(order.deployment());
        bob.because("audit").pause("dev");

        Settlement settled =
                new Settle(alice.track(), "alice", alice.story()).settle(alice.stage("dev"), begun, order, false);

        assertThat(settled.isFree()).isTrue();
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
        assertThat(alice.ledger("dev").live().orElseThrow().deployment()).isEqualTo(order.deployment());
        assertThat(alice.ledger("dev").paused()).isPresent();
        assertThat(alice.story().last(Progress.Settled.class).ending()).isEqualTo(Progress.Ending.SUCCEEDED);
    }

    @Test
    void whatNoHostTookInTime_isVoid_andALateHostLoses() {
        Order order = expired();

        assertThat(bob.settle("dev")).isInstanceOf(Settlement.Voided.class);

        assertThat(alice.ledger("dev").inFlight()).isEmpty();
        assertThat(alice.ledger("dev").last()).isEmpty();
        Claim late =
                alice.stage("dev").deployments().claim(order.deployment(), Claim.Kind.CLAIMED, PlayedHost.INSTANCE);
        assertThat(late.kind()).isEqualTo(Claim.Kind.VOID);
        assertThat(late.by()).isEqualTo("bob");
        assertThat(bob.story().last(Progress.Settled.class).ending()).isEqualTo(Progress.Ending.GIVEN_UP);
    }

    @Test
    void whatAHostTookInTime_isNeverVoid() {
        Order order = expired();
        cloud.host("dev").claims(order.deployment());

        assertThat(bob.settle("dev")).isInstanceOf(Settlement.Busy.class);
        assertThat(alice.ledger("dev").inFlight()).hasValue(order.deployment());
    }

    @Test
    void whoGaveUpAndDied_isFollowedUp() {
        Order order = expired();
        alice.stage("dev").deployments().claim(order.deployment(), Claim.Kind.VOID, "carol");

        assertThat(bob.settle("dev")).isInstanceOf(Settlement.Voided.class);
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
    }

    @Test
    void anOrderThatNobodyTook_isOutOfTheWayOfTheNextOne() {
        expired();
        Story story = new Story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));
        Verbs patient = Verbs.of(cloud).telling(story);

        assertThat(finished(patient.publish(RELEASE)).receipt().succeeded()).isTrue();
        assertThat(story.all(Progress.Settled.class))
                .extracting(Progress.Settled::ending)
                .containsExactly(Progress.Ending.GIVEN_UP, Progress.Ending.SUCCEEDED);
    }

    /** In flight, but only until last year by S3's clock; its publisher has died. */
    private Order expired() {
        Stage stage = alice.stage("dev");
        Order order = Assignment.publication(RELEASE.bundle(), List.of(), alice.caller())
                .order(stage, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofMinutes(10));
        stage.deployments().store(RELEASE.bundle());
        stage.deployments().store(order);
        LedgerStore.Version empty = stage.ledger().read();
        stage.ledger().replace(empty, writer -> empty.ledger().begin(order.deployment(), writer));
        return order;
    }
}
