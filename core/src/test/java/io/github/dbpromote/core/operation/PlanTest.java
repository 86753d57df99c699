package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import io.github.dbpromote.sandbox.Provisioning;
import io.github.dbpromote.sandbox.http.RequestLog;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What would be done, with nothing done: each test ends with a look at what was asked of AWS. */
class PlanTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql", "R__active_users.sql");
    private static final Release NEXT = Releases.of(
            "V1__create_users.sql", "V2__add_email.sql", "V10__last.sql", "R__active_users.sql", "R__b.sql");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa");
        alice = Verbs.of(cloud);
        alice.story().whenSent(this::succeed);
        cloud.forgetRequests();
    }

    private void succeed(Progress.Sent sent) {
        cloud.host(sent.environment().name().value()).succeeds(sent.deployment());
    }

    @AfterEach
    void nothingWasWrittenOrSent() {
        assertThat(cloud.requests())
                .extracting(RequestLog.Entry::operation)
                .isSubsetOf("GetParametersByPath", "GetObject", "DescribeInstanceInformation");
    }

    @Test
    void aFirstPublish_wouldApplyEverything() {
        Plan plan = alice.planPublish(RELEASE);

        assertThat(plan.environment().name()).isEqualTo(new EnvironmentName("dev"));
        assertThat(plan.bundle()).isEqualTo(RELEASE.bundle().digest());
        assertThat(plan.pending()).containsExactly("V1__create_users.sql", "R__active_users.sql");
        assertThat(plan.inFlight()).isEmpty();
        assertThat(plan.host().orElseThrow().instanceId())
                .isEqualTo(cloud.sandbox().host("dev").instanceId());
        assertThat(plan.nothingToDo()).isFalse();
        assertThat(plan.source()).isEmpty();
    }

    @Test
    void theNext_wouldApplyWhatIsMissing_inFlywaysOrder() {
        alice.publish(RELEASE);
        cloud.forgetRequests();

        assertThat(alice.planPublish(NEXT).pending()).containsExactly("V2__add_email.sql", "V10__last.sql", "R__b.sql");
    }

    @Test
    void whatIsLive_isNothingToDo() {
        alice.publish(RELEASE);
        cloud.forgetRequests();

        Plan plan = alice.planPublish(RELEASE);

        assertThat(plan.nothingToDo()).isTrue();
        assertThat(plan.pending()).isEmpty();
        assertThat(plan.host()).isEmpty();
    }

    @Test
    void aPromotion_wouldApplyWhatTheSourceHasMore() {
        alice.publish(RELEASE);
        alice.promote("qa");
        Order source = finished(alice.publish(NEXT)).order();
        cloud.forgetRequests();

        Plan plan = alice.planPromote("qa");

        assertThat(plan.bundle()).isEqualTo(NEXT.bundle().digest());
        assertThat(plan.pending()).containsExactly("V2__add_email.sql", "V10__last.sql", "R__b.sql");
        assertThat(plan.source()).hasValue(new Order.Source(new EnvironmentName("dev"), source.deployment()));
    }

    @Test
    void whatIsInFlight_isTold_andNoRefusal() {
        alice.story().whenSent(sent -> cloud.host("dev").claims(sent.deployment()));
        Order holder = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        cloud.forgetRequests();

        Plan plan = alice.planPublish(NEXT);

        assertThat(plan.inFlight()).hasValue(holder);
        assertThat(plan.nothingToDo()).isFalse();
    }

    @Test
    void whatHasEnded_isSettledOnlyInItsMind() {
        Order ended = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        cloud.forgetRequests();

        assertThat(alice.planPublish(RELEASE).nothingToDo()).isTrue();
        assertThat(alice.planPromote("qa").bundle()).isEqualTo(ended.bundle());
        assertThat(alice.ledger("dev").inFlight()).hasValue(ended.deployment());
    }

    @Test
    void aSourceThatRuns_isRefused() {
        alice.story().whenSent(sent -> {});
        alice.withoutWaiting().publish(RELEASE);
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.planPromote("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nothing can be promoted before it has succeeded");
    }

    @Test
    void aSourceThatFailed_isRefused() {
        alice.story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "syntax error"));
        alice.publish(RELEASE);
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.planPromote("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ended FAILED");
    }

    @Test
    void anAmbiguousTarget_isRefused_andExplained() {
        alice.story().whenSent(sent -> cloud.host("dev").losesTrack(sent.deployment(), "V1 may be half done"));
        alice.publish(RELEASE);
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.planPublish(RELEASE))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith(" left " + cloud.database() + " in dev: V1 may be half done\n"
                        + "  → Nothing is sent there until a person has looked at the database and cleared it:\n"
                        + "    mvn db:resolve -Denv=dev -Ddb.reason=\"…\" -Ddb.as=failed      what it left behind is removed\n"
                        + "    mvn db:resolve -Denv=dev -Ddb.reason=\"…\" -Ddb.as=succeeded   it is complete");
    }

    @Test
    void contradictions_areRefused() {
        alice.publish(NEXT);
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.planPublish(RELEASE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("V2__add_email.sql");
    }

    @Test
    void withoutAHost_itIsRefused() {
        cloud.sandbox().host("dev").goOffline();

        assertThatThrownBy(() -> alice.planPublish(RELEASE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("No Flyway host of " + cloud.database() + " in dev is online");
    }

    @Test
    void gatesThatNobodyKnows_areClosed() {
        alice.publish(RELEASE);
        cloud.provision(Provisioning.of(cloud.database().value(), "dev", "qa")
                .withParameter("qa", "{\"gates\": {\"moon\": \"full\"}}"));
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.planPromote("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("under gates that this version cannot evaluate: moon");
    }

    @Test
    void whereOnlyTheRelaySends_thePlanNamesNoHost() {
        alice.publish(RELEASE);
        cloud.provision(
                Provisioning.of(cloud.database().value(), "dev", "qa").withParameter("qa", "{\"trigger\": \"relay\"}"));
        cloud.forgetRequests();

        Plan plan = alice.planPromote("qa");

        assertThat(plan.nothingToDo()).isFalse();
        assertThat(plan.host()).isEmpty();
        assertThat(cloud.requests("DescribeInstanceInformation")).isEmpty();
        assertThat(cloud.requests("PutObject")).isEmpty();
    }

    @Test
    void unknownEnvironments_andTheFirst_areRefused() {
        assertThatThrownBy(() -> alice.planPromote("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is the first environment of the path");
        assertThatThrownBy(() -> alice.planPromote("prod")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> alice.planPublish(RELEASE, Optional.of("qa")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("publish only writes to dev");
    }

    @Test
    void anOrderThatNobodyTookInTime_isOutOfTheWay() {
        alice.story().whenSent(sent -> alice.as("bob").because("no").cancel("dev"));
        alice.publish(RELEASE);
        cloud.forgetRequests();

        assertThat(alice.planPublish(RELEASE).inFlight()).isEmpty();
    }
}
