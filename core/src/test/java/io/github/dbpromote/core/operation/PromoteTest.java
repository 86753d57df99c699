package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.PlayedHost;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.cloud.Story;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import io.github.dbpromote.sandbox.Provisioning;
import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.http.RequestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PromoteTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");
    private static final Release NEXT = Releases.of("V1__create_users.sql", "V2__add_email.sql");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa", "prod");
        alice = Verbs.of(cloud);
        alice.story().whenSent(this::succeed);
    }

    private void succeed(Progress.Sent sent) {
        cloud.host(sent.environment().name().value()).succeeds(sent.deployment());
    }

    private void fail(Progress.Sent sent) {
        cloud.host(sent.environment().name().value()).fails(sent.deployment(), "syntax error");
    }

    @Test
    void theSameBytes_travelTheWholePath() {
        Order first = finished(alice.publish(RELEASE)).order();

        Order second = finished(alice.promote("qa")).order();
        Order third = finished(alice.promote("prod")).order();

        assertThat(second.bundle()).isEqualTo(first.bundle());
        assertThat(second.source()).hasValue(new Order.Source(new EnvironmentName("dev"), first.deployment()));
        assertThat(third.source()).hasValue(new Order.Source(new EnvironmentName("qa"), second.deployment()));
        assertThat(alice.stage("prod").deployments().readBundle(first.bundle())).isEqualTo(RELEASE.bundle());
        assertThat(alice.ledger("prod").live().orElseThrow().deployment()).isEqualTo(third.deployment());
    }

    @Test
    void whatIsLiveThereAlready_isNotSentAgain() {
        alice.publish(RELEASE);
        alice.promote("qa");
        cloud.forgetRequests();

        assertThat(alice.promote("qa")).isInstanceOf(DeploymentResult.NothingToDo.class);
        assertThat(cloud.requests("PutObject")).isEmpty();
        assertThat(cloud.requests("SendCommand")).isEmpty();
    }

    @Test
    void toTheFirstEnvironment_nothingIsPromoted() {
        assertThatThrownBy(() -> alice.promote("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(cloud.database() + " in dev is the first environment of the path")
                .hasMessageContaining("mvn db:promote -Denv=qa");
    }

    @Test
    void toAnUnknownEnvironment_theNearestIsSuggested() {
        assertThatThrownBy(() -> alice.promote("prd"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("The path is dev → qa → prod.")
                .hasMessageContaining("Did you mean prod?");
    }

    @Test
    void fromWhereNothingEverSucceeded_nothingIsPromoted() {
        refused("qa", "Nothing has ever succeeded for " + cloud.database() + " in dev");
    }

    @Test
    void fromWhereTheNewestFailed_nothingIsPromoted() {
        alice.publish(RELEASE);
        alice.story().whenSent(this::fail);
        Order failed = finished(alice.publish(NEXT)).order();

        refused(
                "qa",
                "The newest deployment of " + cloud.database() + " in dev, " + failed.deployment() + ", ended FAILED");
    }

    @Test
    void fromWhereSomethingRuns_nothingIsPromoted() {
        alice.publish(RELEASE);
        alice.story().whenSent(sent -> cloud.host("dev").claims(sent.deployment()));
        Order running = stillRunning(alice.withoutWaiting().publish(NEXT)).order();

        refused(
                "qa",
                "Deployment " + running.deployment() + " of " + cloud.database() + " in dev is still in flight, since "
                        + running.createdAt());
    }

    @Test
    void aSourceThatHasEndedButIsNotSettled_isTakenAsItEnded_andOnlyRead() {
        alice.withoutWaiting().publish(RELEASE);
        cloud.forgetRequests();

        assertThat(finished(alice.promote("qa")).receipt().succeeded()).isTrue();
        assertThat(alice.ledger("dev").inFlight()).isPresent();
        assertThat(cloud.requests("PutObject"))
                .noneMatch(request ->
                        request.resource().contains(cloud.environment("dev").bucket()));
    }

    @Test
    void aLedgerThatCallsAFailureLive_provesNothing() {
        alice.story().whenSent(this::fail);
        Order failed = finished(alice.publish(RELEASE)).order();
        putLedger(failed, failed.bundle().value());

        refused(
                "qa",
                "The receipt of deployment " + failed.deployment() + " does not prove that bundle "
                        + failed.bundle().abbreviated() + " succeeded for " + cloud.database() + " in dev.");
    }

    @Test
    void aLedgerThatNamesAnotherBundle_provesNothing() {
        Order succeeded = finished(alice.publish(RELEASE)).order();
        putLedger(succeeded, NEXT.bundle().digest().value());

        refused("qa", "does not prove that bundle " + NEXT.bundle().digest().abbreviated() + " succeeded");
    }

    @Test
    void aReceiptForAnotherBundle_provesNothing() {
        alice.story().whenSent(sent -> {});
        Order order = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        Order about = new Order(
                order.deployment(),
                order.action(),
                order.database(),
                order.environment(),
                NEXT.bundle().digest(),
                Optional.empty(),
                Optional.empty(),
                "mallory",
                Optional.empty(),
                order.createdAt(),
                order.notAfter());
        alice.stage("dev")
                .deployments()
                .store(PlayedHost.receipt(about, Outcome.SUCCEEDED, Optional.empty(), List.of(), List.of()));

        refused(
                "qa",
                "receipt.json is not the receipt of deployment " + order.deployment() + " with bundle "
                        + order.bundle().abbreviated());
    }

    @Test
    void otherBytesInTheSourcesBucket_areNotPromoted() {
        cloud.create(
                cloud.environment("dev").bucket(),
                cloud.database() + "/bundles/" + RELEASE.bundle().digest() + ".jar",
                NEXT.bundle().bytes());
        alice.story().whenSent(sent -> {});
        assertThatThrownBy(() -> alice.publish(RELEASE)).isInstanceOf(Refusal.class);
        // A host that was tampered with as well.
        Order order = order(alice.stage("dev"));
        alice.stage("dev").deployments().store(order);
        alice.stage("dev")
                .deployments()
                .store(PlayedHost.receipt(order, Outcome.SUCCEEDED, Optional.empty(), RELEASE.migrations(), List.of()));
        putLedger(order, order.bundle().value());

        refused("qa", "these are not the bytes that were published");
    }

    @Test
    void aTargetAheadOfItsSource_isRefused() {
        alice.publish(NEXT);
        alice.promote("qa");
        // Somebody restored dev, database and ledger, as it was before.
        cloud.put(
                cloud.environment("dev").bucket(),
                cloud.database() + "/ledger.json",
                "{\"format\":1,\"revision\":9,\"writer\":\"by hand\"}");
        alice.publish(RELEASE);

        refused(
                "qa",
                cloud.database() + " in qa has migrations applied that " + cloud.database()
                        + " in dev does not have: 2 add email.");
    }

    @Test
    void gatesThatNobodyKnows_areClosed() {
        alice.publish(RELEASE);
        cloud.provision(Provisioning.of(cloud.database().value(), "dev", "qa")
                .withParameter("qa", "{\"gates\": {\"soak\": \"PT24H\", \"moon\": \"full\"}}"));

        refused(
                "qa",
                "Promotions to " + cloud.database()
                        + " in qa are under gates that this version cannot evaluate: moon.");
    }

    @Test
    void anAmbiguousTarget_isLeftAlone() {
        alice.publish(RELEASE);
        alice.story().whenSent(sent -> cloud.host("qa").losesTrack(sent.deployment(), "V1 may be half done"));
        alice.promote("qa");

        refused("qa", "left " + cloud.database() + " in qa: V1 may be half done");
    }

    @Test
    void whoIsOvertaken_checksAgain() {
        alice.publish(RELEASE);
        Verbs bob = alice.as("bob").telling(new Story().whenSent(this::succeed));
        alice.story().whenStoring(storing -> bob.promote("qa"));

        assertThat(alice.promote("qa")).isInstanceOf(DeploymentResult.NothingToDo.class);
        assertThat(alice.ledger("qa").revision()).isEqualTo(2);
        assertThat(cloud.requests("SendCommand").stream()
                        .filter(request -> request.resource().contains(cloud.database() + "-qa-")))
                .hasSize(1);
    }

    @Test
    void aSourceThatFailsWhileTheTargetIsBusy_isNotPromotedAnyMore() {
        alice.publish(RELEASE);
        alice.story().whenSent(sent -> cloud.host("qa").claims(sent.deployment()));
        alice.withoutWaiting().promote("qa");
        alice.story().whenSent(this::succeed);
        alice.publish(NEXT);
        Release third = Releases.of("V1__create_users.sql", "V2__add_email.sql", "V3__broken.sql");
        Story bobs = new Story().whenQueued(queued -> {
            alice.story().whenSent(this::fail);
            alice.publish(third);
            cloud.host("qa").succeeds(queued.holder());
        });

        assertThatThrownBy(() -> alice.as("bob").telling(bobs).promote("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ended FAILED: nothing can be promoted from there");
        assertThat(bobs.all(Progress.Sent.class)).isEmpty();
    }

    @Test
    void anEnvironmentWithAnAccessOfItsOwn_isReachedByThatAlone() {
        alice.publish(RELEASE);
        Principal deployer = Principal.assumedRole(Sandbox.ACCOUNT, "deployer", "qa");
        AwsAccess qa = cloud.open(cloud.sandbox().keyring().issue(deployer), "the deployer of qa");
        Accounts accounts = new Accounts(cloud.access(), Map.of(new EnvironmentName("qa"), qa));
        alice.story().whenSent(sent -> {});
        cloud.forgetRequests();

        alice.with(accounts).withoutWaiting().promote("qa");

        String developer = cloud.sandbox().credentials().principal().arn();
        assertThat(requestsTo("sandbox-" + cloud.database() + "-qa-"))
                .isNotEmpty()
                .containsOnly(deployer.arn());
        assertThat(requestsTo("db-promote-" + cloud.database() + "-qa-")).containsOnly(deployer.arn());
        assertThat(requestsTo("sandbox-" + cloud.database() + "-dev-"))
                .isNotEmpty()
                .containsOnly(developer);
        assertThat(alice.stage("qa").deployments().readBundle(RELEASE.bundle().digest()))
                .isEqualTo(RELEASE.bundle());
    }

    private List<String> requestsTo(String resource) {
        return cloud.requests().stream()
                .filter(request -> request.resource().startsWith(resource))
                .map(RequestLog.Entry::principal)
                .toList();
    }

    private void refused(String environment, String reason) {
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.promote(environment))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason);
        assertThat(cloud.requests("PutObject")).isEmpty();
        assertThat(cloud.requests("SendCommand")).isEmpty();
    }

    private void putLedger(Order order, String bundle) {
        cloud.put(cloud.environment("dev").bucket(), cloud.database() + "/ledger.json", """
                {"format": 1, "revision": 9, "writer": "by hand",
                 "live": {"deployment": "%1$s", "bundle": "%2$s"},
                 "last": {"deployment": "%1$s", "bundle": "%2$s", "outcome": "SUCCEEDED"}}""".formatted(
                        order.deployment(), bundle));
    }

    private static Order order(Stage stage) {
        return Assignment.publication(
                        RELEASE.bundle(), List.of(), new Caller("alice", Optional.empty(), Optional.empty()))
                .order(stage, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofMinutes(10));
    }
}
