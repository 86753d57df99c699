package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.model.Clearance;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClearTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");
    private static final Release NEXT = Releases.of("V1__create_users.sql", "V2__index.sql");
    private static final String REASON = "looked at pg_index";

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;
    private Verbs bob;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa");
        alice = Verbs.of(cloud).because(REASON);
        alice.story().whenSent(this::succeed);
        bob = alice.as("bob").because("I saw the index").telling(alice.story());
    }

    private void succeed(Progress.Sent sent) {
        cloud.host(sent.environment().name().value()).succeeds(sent.deployment());
    }

    /** Live is the first release, and the next one may be half done. */
    private Order ambiguous() {
        alice.publish(RELEASE);
        alice.story().whenSent(sent -> cloud.host("dev").losesTrack(sent.deployment(), "V2 may be half done"));
        Order order = finished(alice.publish(NEXT)).order();
        alice.story().whenSent(this::succeed);
        return order;
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED"})
    void aPersonsWord_letsWorkGoOn_butMakesNothingLive(Outcome as) {
        Order order = ambiguous();
        Ledger before = alice.ledger("dev");

        DeploymentResult.Cleared cleared = alice.clear("dev", as);

        Clearance clearance = new Clearance(order.deployment(), as, "alice", REASON);
        assertThat(cleared.clearance()).isEqualTo(clearance);
        assertThat(cleared.receipt().outcome()).as("the host's word stays").isEqualTo(Outcome.AMBIGUOUS);
        assertThat(alice.stage("dev").deployments().readClearance(order.deployment()))
                .hasValue(clearance);
        Ledger ledger = alice.ledger("dev");
        assertThat(ledger.last())
                .hasValue(new Ledger.Last(order.deployment(), order.bundle(), as, Optional.of("alice")));
        assertThat(ledger.live()).isEqualTo(before.live());
        assertThat(ledger.stands(order.bundle())).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED"})
    void theSameBundle_isSentAgain_andTheHostsReceiptProvesIt(Outcome as) {
        Order order = ambiguous();
        alice.clear("dev", as);

        Order again = finished(alice.publish(NEXT)).order();

        assertThat(again.bundle()).isEqualTo(order.bundle());
        assertThat(alice.ledger("dev").last())
                .hasValue(new Ledger.Last(again.deployment(), again.bundle(), Outcome.SUCCEEDED));
        assertThat(finished(alice.promote("qa")).receipt().succeeded()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED"})
    void fromThere_nothingIsPromotedBeforeThat(Outcome as) {
        Order order = ambiguous();
        alice.clear("dev", as);

        assertThatThrownBy(() -> alice.promote("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(order.deployment() + ", was cleared as " + as
                        + " by alice, but no host's receipt proves it: nothing can be promoted from there yet.")
                .hasMessageContaining("applies nothing twice");
    }

    @Test
    void whatWasLiveBefore_andIsClearedNow_isNoProofEither() {
        alice.publish(RELEASE);
        alice.story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "syntax error"));
        alice.publish(NEXT);
        alice.story().whenSent(sent -> cloud.host("dev").losesTrack(sent.deployment(), "R may be half done"));
        alice.publish(RELEASE);
        alice.clear("dev", Outcome.SUCCEEDED);

        assertThat(alice.ledger("dev").stands(RELEASE.bundle().digest())).isFalse();
    }

    @Test
    void afterFailed_theHistoryCanBeRepaired() {
        ambiguous();
        alice.clear("dev", Outcome.FAILED);

        assertThat(finished(alice.repair("dev")).receipt().succeeded()).isTrue();
    }

    @Test
    void aLaterEnvironment_isClearedAndPromotedToAgain() {
        alice.publish(RELEASE);
        alice.story().whenSent(sent -> cloud.host("qa").losesTrack(sent.deployment(), "V1 may be half done"));
        alice.promote("qa");
        alice.story().whenSent(this::succeed);
        alice.clear("qa", Outcome.SUCCEEDED);

        assertThat(finished(alice.promote("qa")).receipt().succeeded()).isTrue();
    }

    @Test
    void status_tellsWhoSaidWhat() {
        Order order = ambiguous();
        assertThat(dev().clearance()).isEmpty();
        alice.clear("dev", Outcome.FAILED);

        assertThat(dev().clearance()).hasValue(new Clearance(order.deployment(), Outcome.FAILED, "alice", REASON));
        assertThat(dev().last().orElseThrow().outcome()).isEqualTo(Outcome.AMBIGUOUS);
        assertThat(alice.await("dev").orElseThrow())
                .isInstanceOfSatisfying(
                        DeploymentResult.Cleared.class,
                        cleared -> assertThat(cleared.clearance().by()).isEqualTo("alice"));
    }

    private EnvironmentStatus dev() {
        return alice.status().environments().get(0);
    }

    @Test
    void whoDiedInBetween_isFollowedUp_byWhoeverSaysTheSame() {
        Order order = ambiguous();
        Clearance carols = new Clearance(order.deployment(), Outcome.FAILED, "carol", "dropped the index");
        alice.stage("dev").deployments().clear(carols);

        assertThatThrownBy(() -> bob.clear("dev", Outcome.SUCCEEDED))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Deployment " + order.deployment() + " of " + cloud.database()
                        + " in dev was cleared as FAILED already, by carol.");
        assertThat(dev().clearance()).hasValue(carols);
        assertThat(alice.ledger("dev").last().orElseThrow().outcome()).isEqualTo(Outcome.AMBIGUOUS);
        assertThat(bob.clear("dev", Outcome.FAILED).clearance()).isEqualTo(carols);
        assertThat(alice.ledger("dev").last().orElseThrow().clearedBy()).hasValue("carol");
    }

    @Test
    void aPauseInBetween_isKept_andItIsClearedAllTheSame() {
        ambiguous();

        alice.with(cloud.beforePutting(
                        "/clearance.json", () -> bob.because("audit").pause("dev")))
                .clear("dev", Outcome.FAILED);

        assertThat(alice.ledger("dev").last().orElseThrow().clearedBy()).hasValue("alice");
        assertThat(alice.ledger("dev").paused()).isPresent();
    }

    @Test
    void whatIsClearedAlready_staysSo() {
        ambiguous();
        alice.clear("dev", Outcome.FAILED);

        assertThatThrownBy(() -> bob.clear("dev", Outcome.SUCCEEDED))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was cleared as FAILED already, by alice.");
    }

    @Test
    void whatAHostCouldTell_isNotForAPersonToSay() {
        Order order = finished(alice.publish(RELEASE)).order();

        assertThatThrownBy(() -> alice.clear("dev", Outcome.FAILED))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("The newest deployment of " + cloud.database() + " in dev, " + order.deployment()
                        + ", ended SUCCEEDED: only one that ended AMBIGUOUS can be cleared.");
    }

    @Test
    void whereNothingWasDeployed_thereIsNothingToClear() {
        assertThatThrownBy(() -> alice.clear("dev", Outcome.FAILED))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Nothing has ever been deployed to " + cloud.database() + " in dev");
    }

    @Test
    void whatIsInFlight_comesFirst() {
        ambiguous();
        alice.clear("dev", Outcome.FAILED);
        alice.story().whenSent(sent -> {});
        alice.withoutWaiting().publish(NEXT);

        assertThatThrownBy(() -> alice.clear("dev", Outcome.FAILED))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is still in flight: ordered by alice");
    }

    @Test
    void withoutAReason_nothingIsCleared() {
        ambiguous();

        assertThatThrownBy(() -> alice.as("bob").clear("dev", Outcome.FAILED))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("-Ddb.as needs a reason");
        assertThatThrownBy(() -> alice.clear("dev", Outcome.AMBIGUOUS)).isInstanceOf(IllegalArgumentException.class);
    }
}
