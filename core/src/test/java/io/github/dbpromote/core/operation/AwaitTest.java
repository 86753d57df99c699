package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.cloud.Story;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.operation.DeploymentResult.Why;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AwaitTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");
    private static final Release NEXT = Releases.of("V1__create_users.sql", "V2__add_email.sql");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;
    private Verbs bob;

    @BeforeEach
    void provision() {
        cloud.provision("dev");
        alice = Verbs.of(cloud);
        bob = alice.as("bob");
    }

    @Test
    void somebodyElsesDeployment_isWatchedUntilItsEnd_andSettled() {
        Order order = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        Story story = new Story().whenAwaiting(awaiting -> cloud.host("dev").succeeds(awaiting.deployment()));

        DeploymentResult result = bob.telling(story).await("dev").orElseThrow();

        assertThat(finished(result).order()).isEqualTo(order);
        assertThat(finished(result).live().orElseThrow().deployment()).isEqualTo(order.deployment());
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
        Progress.Awaiting awaiting = story.last(Progress.Awaiting.class);
        assertThat(awaiting.requestedBy()).isEqualTo("alice");
        assertThat(awaiting.since()).isEqualTo(order.createdAt());
        assertThat(awaiting.command()).isEmpty();
        assertThat(awaiting.where()).endsWith("/deployments/" + order.deployment() + "/");
        assertThat(awaiting.log()).endsWith("/logs/" + order.deployment());
        assertThat(awaiting.limit()).isEqualTo(Verbs.PATIENT.receipt());
    }

    @Test
    void whatHasEndedAlready_isToldAtOnce() {
        Order order = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        cloud.host("dev").fails(order.deployment(), "syntax error");

        assertThat(finished(bob.await("dev").orElseThrow()).receipt().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bob.story().all(Progress.Awaiting.class)).isEmpty();
    }

    @Test
    void withNothingInFlight_itTellsHowTheNewestEnded() {
        alice.story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));
        Order live = finished(alice.publish(RELEASE)).order();
        alice.story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "syntax error"));
        Order failed = finished(alice.publish(NEXT)).order();
        cloud.forgetRequests();

        DeploymentResult.Finished newest = finished(bob.await("dev").orElseThrow());

        assertThat(newest.order()).isEqualTo(failed);
        assertThat(newest.receipt().failure().orElseThrow().message()).isEqualTo("syntax error");
        assertThat(newest.live().orElseThrow().deployment()).isEqualTo(live.deployment());
        assertThat(cloud.requests("PutObject")).isEmpty();
    }

    @Test
    void withNothingInFlight_itNamesTheDeploymentOfWhichItTells() {
        alice.story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));
        Order order = finished(alice.publish(RELEASE)).order();

        bob.await("dev");

        assertThat(bob.story().last(Progress.Newest.class).deployment()).isEqualTo(order.deployment());
        assertThat(bob.story().last(Progress.Newest.class).requestedBy()).isEqualTo("alice");
    }

    @Test
    void thatVeryDeployment_isTold_whateverCameAfterIt() {
        alice.story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "syntax error"));
        Order failed = finished(alice.publish(NEXT)).order();
        alice.story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));
        alice.publish(RELEASE);

        DeploymentResult.Finished told = finished(bob.await("dev", failed.deployment()));

        assertThat(told.order()).isEqualTo(failed);
        assertThat(told.receipt().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void thatVeryDeployment_isNoSuccessOfAnEarlierOne_whereNoHostStartedIt() {
        alice.story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));
        alice.publish(RELEASE);
        alice.story().whenSent(sent -> {});
        Order given = stillRunning(alice.withoutWaiting().publish(NEXT)).order();
        alice.because("wrong branch").cancel("dev");

        assertThat(bob.await("dev", given.deployment()))
                .isInstanceOfSatisfying(DeploymentResult.NotStarted.class, notStarted -> {
                    assertThat(notStarted.order()).isEqualTo(given);
                    assertThat(notStarted.reason()).isEqualTo("cancelled by alice: wrong branch");
                });
    }

    @Test
    void thatVeryDeployment_isWatched_whileItIsInFlight() {
        Order order = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        Story story = new Story().whenAwaiting(awaiting -> cloud.host("dev").succeeds(awaiting.deployment()));

        assertThat(finished(bob.telling(story).await("dev", order.deployment())).order())
                .isEqualTo(order);
    }

    @Test
    void anOrderThatWasNeverInFlight_isNotStarted() {
        Stage stage = alice.stage("dev");
        Order order = Assignment.publication(RELEASE.bundle(), List.of(), alice.caller())
                .order(stage, Instant.now(), Duration.ofMinutes(10));
        stage.deployments().store(order);

        assertThat(bob.await("dev", order.deployment()))
                .isInstanceOfSatisfying(
                        DeploymentResult.NotStarted.class,
                        notStarted -> assertThat(notStarted.reason()).startsWith("it was never in flight"));
    }

    @Test
    void anInspection_standsForWhatItLooksInto() {
        Order lost = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        cloud.host("dev").claims(lost.deployment());
        DeploymentId inspection =
                stillRunning(alice.withoutWaiting().resolve("dev")).inspection().orElseThrow();
        cloud.host("dev").findsRolledBack(lost.deployment());

        assertThat(finished(bob.await("dev", inspection)).order()).isEqualTo(lost);
    }

    @Test
    void aDeploymentThatIsNotThere_isRefused() {
        assertThatThrownBy(() -> bob.await("dev", new DeploymentId("d-20260101-000000-aaaaaaaa")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        "There is no deployment d-20260101-000000-aaaaaaaa of " + cloud.database() + " in dev: ")
                .hasMessageContaining("-Ddb.database=");
    }

    @Test
    void whoCannotLookAnyMore_isToldWhichDeploymentGoesOn() {
        Order order = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        Story story = new Story()
                .whenAwaiting(awaiting -> cloud.create(
                        cloud.environment("dev").bucket(),
                        cloud.database() + "/deployments/" + order.deployment() + "/claim.json",
                        "{\"format\": 99}".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> bob.telling(story).await("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("claim.json has format 99")
                .hasMessageContaining("This build waits no longer for deployment " + order.deployment())
                .hasMessageContaining("mvn db:await -Denv=dev -Ddb.deployment=" + order.deployment());
    }

    @Test
    void whereNothingWasEverDeployed_thereIsNothingToTell() {
        assertThat(bob.await("dev")).isEmpty();
    }

    @Test
    void aHostThatDied_isNoticed_becauseItsClaimTellsTheCommand() {
        alice.story().whenSent(sent -> {
            cloud.host("dev").claims(sent.deployment(), sent.command().orElseThrow());
            cloud.endCommand("dev", sent.deployment());
        });
        alice.withoutWaiting().publish(RELEASE);

        assertThat(bob.await("dev").orElseThrow())
                .isInstanceOfSatisfying(
                        DeploymentResult.Lost.class,
                        lost -> assertThat(lost.said()).contains(Cloud.REFUSAL));
        assertThat(bob.story().last(Progress.Awaiting.class).command()).isPresent();
        assertThat(bob.story().last(Progress.Working.class).passed())
                .as("its last write may be on its way")
                .isGreaterThanOrEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void whatSomebodyCancelsMeanwhile_isToldWithTheReason() {
        alice.withoutWaiting().publish(RELEASE);
        Story story = new Story()
                .whenAwaiting(awaiting -> alice.because("wrong branch").cancel("dev"));

        assertThat(bob.telling(story).await("dev").orElseThrow())
                .isInstanceOfSatisfying(
                        DeploymentResult.NotStarted.class,
                        notStarted -> assertThat(notStarted.reason()).isEqualTo("cancelled by alice: wrong branch"));
    }

    @Test
    void withoutAnyPatience_itLooksOnce() {
        Order order = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        cloud.host("dev").claims(order.deployment());
        cloud.forgetRequests();

        DeploymentResult.StillRunning running =
                stillRunning(bob.withoutWaiting().await("dev").orElseThrow());

        assertThat(running.why()).isEqualTo(Why.NOT_ASKED_TO);
        assertThat(running.claim().orElseThrow().kind()).isEqualTo(Claim.Kind.CLAIMED);
        assertThat(cloud.requests().stream().filter(it -> it.resource().endsWith("receipt.json")))
                .hasSize(1);
    }

    @Test
    void whenItsCredentialsExpire_theDeploymentGoesOn() {
        Credentials temporary = cloud.sandbox()
                .keyring()
                .issueTemporary(
                        Principal.assumedRole(Sandbox.ACCOUNT, "ci", "job"),
                        Instant.now().plus(Duration.ofHours(1)));
        Order order = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        cloud.host("dev").claims(order.deployment());
        Verbs pipeline = bob.with(cloud.open(temporary, "CI"))
                .meanwhile(() -> cloud.sandbox()
                        .keyring()
                        .add(new Credentials(
                                temporary.accessKeyId(),
                                temporary.secretAccessKey(),
                                temporary.sessionToken(),
                                temporary.principal(),
                                Optional.of(Instant.EPOCH))));

        DeploymentResult.StillRunning running =
                stillRunning(pipeline.await("dev").orElseThrow());

        assertThat(running.why()).isEqualTo(Why.CREDENTIALS_EXPIRED);
        assertThat(running.isClaimed()).isTrue();
    }
}
