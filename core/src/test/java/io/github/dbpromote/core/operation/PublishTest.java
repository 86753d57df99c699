package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.PlayedHost;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.cloud.Story;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import io.github.dbpromote.sandbox.http.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PublishTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql", "R__active_users.sql");
    private static final Release NEXT = Releases.of("V1__create_users.sql", "V2__add_email.sql", "R__active_users.sql");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa");
        alice = Verbs.of(cloud);
        alice.story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));
    }

    @Test
    void theFirstRelease_goesLive() {
        DeploymentResult.Finished finished = finished(alice.publish(RELEASE));

        assertThat(finished.receipt().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(finished.receipt().applied()).containsExactly("R__active_users.sql", "V1__create_users.sql");
        assertThat(finished.live())
                .hasValue(new Ledger.Live(
                        finished.order().deployment(), RELEASE.bundle().digest()));
        Ledger ledger = alice.ledger("dev");
        assertThat(ledger.live()).isEqualTo(finished.live());
        assertThat(ledger.last())
                .hasValue(new Ledger.Last(
                        finished.order().deployment(), RELEASE.bundle().digest(), Outcome.SUCCEEDED));
        assertThat(ledger.inFlight()).isEmpty();
        assertThat(ledger.revision()).isEqualTo(2);
    }

    @Test
    void theOrder_tellsWhoAskedForWhatAndWhy() {
        Order order = finished(alice.publish(RELEASE)).order();

        assertThat(alice.stage("dev")
                        .deployments()
                        .readOrder(order.deployment())
                        .value())
                .isEqualTo(order);
        assertThat(order.requestedBy()).isEqualTo("alice");
        assertThat(order.reason()).hasValue("TICKET-1");
        assertThat(order.source()).isEmpty();
        assertThat(Duration.between(order.createdAt(), order.notAfter())).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void theOrder_tellsTheHostWhichPostgresqlTheParameterExpects() {
        cloud.putParameter(
                "dev", cloud.parameter("dev").replaceAll("\"postgresql\":\"[0-9]+\"", "\"postgresql\":\"17\""));

        assertThat(finished(alice.publish(RELEASE)).order().postgresql()).hasValue(17);
        assertThat(alice.stage("dev")
                        .deployments()
                        .readOrder(alice.ledger("dev").last().orElseThrow().deployment())
                        .value()
                        .postgresql())
                .hasValue(17);
    }

    @Test
    void theCaller_hearsWhatHappens() {
        Order order = finished(alice.publish(RELEASE)).order();

        Progress.Sent sent = alice.story().last(Progress.Sent.class);
        String bucket = cloud.environment("dev").bucket();
        assertThat(sent.command()).isPresent();
        assertThat(sent.where())
                .isEqualTo("s3://" + bucket + "/" + cloud.database() + "/deployments/" + order.deployment() + "/");
        assertThat(sent.log()).isEqualTo("s3://" + bucket + "/" + cloud.database() + "/logs/" + order.deployment());
        assertThat(alice.story().last(Progress.Storing.class).bytes())
                .isEqualTo(RELEASE.bundle().size());
        assertThat(alice.story().all(Progress.Settled.class))
                .extracting(Progress.Settled::ending)
                .containsExactly(Progress.Ending.SUCCEEDED);
    }

    @Test
    void whatIsLiveAlready_isNotSentAgain() {
        alice.publish(RELEASE);
        cloud.forgetRequests();

        assertThat(alice.publish(RELEASE))
                .isInstanceOfSatisfying(
                        DeploymentResult.NothingToDo.class,
                        nothing -> assertThat(nothing.bundle())
                                .isEqualTo(RELEASE.bundle().digest()));
        assertThat(cloud.requests("PutObject")).isEmpty();
        assertThat(cloud.requests("SendCommand")).isEmpty();
    }

    @Test
    void theNextRelease_replacesIt() {
        alice.publish(RELEASE);
        alice.publish(NEXT);

        assertThat(alice.ledger("dev").live().orElseThrow().bundle())
                .isEqualTo(NEXT.bundle().digest());
    }

    @Test
    void anyEnvironmentButTheFirst_isRefused() {
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.publish(RELEASE, Optional.of("qa")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("qa promotes from dev; publish only writes to dev.")
                .hasMessageContaining("mvn db:promote -Denv=qa");
        assertThat(cloud.requests("PutObject")).isEmpty();
        assertThat(finished(alice.publish(RELEASE, Optional.of("dev")))
                        .receipt()
                        .succeeded())
                .isTrue();
    }

    @Test
    void changedAndVanishedMigrations_areAllNamed_beforeAnythingIsStored() {
        alice.publish(NEXT);
        cloud.forgetRequests();
        Release contradicting = Releases.of(Map.of("V1__create_users.sql", "something else"));

        assertThatThrownBy(() -> alice.publish(contradicting))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problems())
                                .extracting(problem -> problem.code())
                                .containsExactly("applied-migration-changed", "applied-migration-vanished"))
                .hasMessageContaining("Migration 1 create users (V1__create_users.sql) is applied to "
                        + cloud.database() + " in dev already, with another content than the project's.")
                .hasMessageContaining("Migration 2 add email (V2__add_email.sql) is applied to " + cloud.database()
                        + " in dev, but the project does not have it.");
        assertThat(cloud.requests("PutObject")).isEmpty();
        assertThat(new Compare(alice.track()).run(contradicting)).hasSize(2);
    }

    @Test
    void aFailureThatCouldNotReadTheHistory_makesNobodyForgetWhatIsApplied() {
        alice.publish(NEXT);
        alice.story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "the database does not answer"));
        alice.publish(Releases.of("V1__create_users.sql", "V2__add_email.sql", "V3__drop_age.sql"));
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.publish(RELEASE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("V2__add_email.sql) is applied to " + cloud.database() + " in dev, but");
        assertThat(cloud.requests("PutObject")).isEmpty();
    }

    @Test
    void aRepeatableMigration_mayChange() {
        alice.publish(RELEASE);

        assertThat(finished(alice.publish(Releases.of(Map.of(
                                "V1__create_users.sql", "select 'V1__create_users.sql';\n",
                                "R__active_users.sql", "select 2;"))))
                        .receipt()
                        .succeeded())
                .isTrue();
    }

    @Test
    void aFailure_leavesLiveWhatWasLive_andMayBeTriedAgain() {
        DeploymentResult.Finished first = finished(alice.publish(RELEASE));
        alice.story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "syntax error"));

        DeploymentResult.Finished failed = finished(alice.publish(NEXT));

        assertThat(failed.receipt().failure().orElseThrow().message()).isEqualTo("syntax error");
        assertThat(failed.live()).isEqualTo(first.live());
        assertThat(alice.ledger("dev").last().orElseThrow().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(alice.ledger("dev").live()).isEqualTo(first.live());

        alice.story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));
        assertThat(finished(alice.publish(NEXT)).receipt().succeeded()).isTrue();
    }

    @Test
    void afterAFailure_whatWasLiveBefore_isNotNothingToDo() {
        alice.publish(RELEASE);
        alice.story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "syntax error"));
        alice.publish(NEXT);
        alice.story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));

        assertThat(alice.publish(RELEASE)).isInstanceOf(DeploymentResult.Finished.class);
    }

    @Test
    void anAmbiguousDatabase_isLeftAlone() {
        alice.story().whenSent(sent -> cloud.host("dev").losesTrack(sent.deployment(), "V2 may be half done"));
        DeploymentResult.Finished lost = finished(alice.publish(NEXT));
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.publish(NEXT))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Nobody knows how deployment "
                        + lost.order().deployment() + " left " + cloud.database() + " in dev: V2 may be half done")
                .hasMessageContaining("until a person has looked at the database and cleared it");
        assertThat(cloud.requests("PutObject")).isEmpty();
    }

    @Test
    void withoutAHost_nothingIsStored() {
        cloud.sandbox().host("dev").goOffline();
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.publish(RELEASE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Nothing was stored or sent.");
        assertThat(cloud.requests("PutObject")).isEmpty();
    }

    @Test
    void aCommandThatIsRefused_freesTheEnvironment() {
        cloud.fault("ssm", "SendCommand", 1, Fault.Kind.ACCESS_DENIED);

        assertThatThrownBy(() -> alice.publish(RELEASE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("You may not send document ")
                .hasMessageContaining("Nothing was started.");
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
        assertThat(alice.ledger("dev").last()).isEmpty();
        assertThat(alice.story().last(Progress.Settled.class).ending()).isEqualTo(Progress.Ending.GIVEN_UP);
        assertThat(finished(alice.publish(RELEASE)).receipt().succeeded()).isTrue();
    }

    @Test
    void aLostAnswerOfSendCommand_isNoHarm_becauseTheHostWorks() {
        cloud.fault("ssm", "SendCommand", 1, Fault.Kind.LOST_ANSWER);
        cloud.forgetRequests();

        assertThat(finished(alice.publish(RELEASE)).receipt().succeeded()).isTrue();
        assertThat(alice.story().last(Progress.Sent.class).command()).isEmpty();
        assertThat(cloud.requests("SendCommand")).hasSize(1);
    }

    @Test
    void afterALostAnswerOfSendCommand_theClaimTellsTheCommand_soThatADeadHostIsNoticed() {
        cloud.fault("ssm", "SendCommand", 1, Fault.Kind.LOST_ANSWER);
        alice.story().whenSent(sent -> {
            cloud.host("dev").claims(sent.deployment(), cloud.command("dev", sent.deployment()));
            cloud.endCommand("dev", sent.deployment());
        });

        assertThat(alice.publish(RELEASE))
                .isInstanceOfSatisfying(
                        DeploymentResult.Lost.class,
                        lost -> assertThat(lost.said()).contains(Cloud.REFUSAL));
    }

    @Test
    void afterALostAnswerOfSendCommand_andNoHost_theReasonIsShown() {
        cloud.fault("ssm", "SendCommand", 1, Fault.Kind.LOST_ANSWER);
        alice.story()
                .whenSent(sent -> alice.stage("dev")
                        .deployments()
                        .claim(sent.deployment(), Claim.Kind.VOID, "somebody impatient"));

        assertThat(alice.publish(RELEASE))
                .isInstanceOfSatisfying(
                        DeploymentResult.NotStarted.class,
                        notStarted -> assertThat(notStarted.reason())
                                .startsWith(
                                        "no host took the order in time; Systems Manager had not said whether it sent the"
                                                + " command: ")
                                .hasSizeGreaterThan(100));
    }

    @Test
    void whoCancelsIt_isNamedToTheOneWhoWaits() {
        alice.story()
                .whenSent(sent -> alice.stage("dev")
                        .deployments()
                        .claim(new Claim(
                                sent.deployment(),
                                Claim.Kind.VOID,
                                "w",
                                "bob",
                                Optional.empty(),
                                Optional.of("wrong branch"))));

        assertThat(alice.publish(RELEASE))
                .isInstanceOfSatisfying(
                        DeploymentResult.NotStarted.class,
                        notStarted -> assertThat(notStarted.reason()).isEqualTo("cancelled by bob: wrong branch"));
    }

    @Test
    void aLostAnswerOfTheLastWrite_isNoHarm() {
        alice.story().whenSent(sent -> {
            cloud.host("dev").succeeds(sent.deployment());
            cloud.fault("s3", "PutObject", 3, Fault.Kind.LOST_ANSWER);
        });

        assertThat(finished(alice.publish(RELEASE)).live()).isPresent();
        assertThat(alice.ledger("dev").revision()).isEqualTo(2);
    }

    @Test
    void aCommandThatEndsWithoutClaim_isVoidAtOnce_andTheReasonIsShown() {
        alice.story().whenSent(sent -> cloud.endCommand("dev", sent.deployment()));

        assertThat(alice.publish(RELEASE)).isInstanceOfSatisfying(DeploymentResult.NotStarted.class, notStarted -> {
            assertThat(notStarted.reason()).startsWith("Failed: " + Cloud.REFUSAL);
            Claim late = alice.stage("dev")
                    .deployments()
                    .claim(notStarted.order().deployment(), Claim.Kind.CLAIMED, "a late host");
            assertThat(late.kind()).isEqualTo(Claim.Kind.VOID);
            assertThat(late.by()).isEqualTo("alice");
        });
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
        assertThat(alice.ledger("dev").last()).isEmpty();
    }

    @Test
    void aHostWithoutTheProgram_isNamed_andTheEnvironmentIsFree() {
        String document = "db-promote-" + cloud.database() + "-dev-migrate";
        cloud.sandbox().ssm().documents().put(document, """
                {"schemaVersion": "2.2", "parameters": {"deployment": {"type": "String"}},
                 "mainSteps": [{"action": "aws:runShellScript", "name": "migrate",
                  "inputs": {"runCommand": ["exec no-such-program"]}}]}""");
        alice.story().whenSent(sent -> {});

        assertThat(alice.publish(RELEASE)).isInstanceOfSatisfying(DeploymentResult.NotStarted.class, notStarted -> {
            assertThat(notStarted.obstacle().orElseThrow().code()).isEqualTo("no-flyway-host");
            assertThat(notStarted.reason()).contains("no-such-program").contains("not found");
        });
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
    }

    @Test
    void aHostThatDies_isLost_onlyAfterSomePatience() {
        alice.story().whenSent(sent -> {
            cloud.host("dev").claims(sent.deployment());
            cloud.endCommand("dev", sent.deployment());
        });

        assertThat(alice.publish(RELEASE)).isInstanceOfSatisfying(DeploymentResult.Lost.class, lost -> {
            assertThat(lost.host()).isEqualTo(PlayedHost.INSTANCE);
            assertThat(lost.said()).contains(Cloud.REFUSAL);
            assertThat(alice.ledger("dev").inFlight()).hasValue(lost.order().deployment());
        });
        assertThat(alice.story().last(Progress.Working.class).passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(25));
        assertThat(alice.story().last(Progress.Working.class).state()).isEqualTo(Progress.State.CLAIMED);
    }

    @Test
    void aReceiptThatComesWithinThePatience_counts() {
        Verbs patient = alice.meanwhile(() -> {
            var sent = alice.story().last(Progress.Sent.class);
            if (alice.story().all(Progress.Working.class).size() == 3) {
                cloud.host("dev").succeeds(sent.deployment());
            }
        });
        alice.story().whenSent(sent -> {
            cloud.host("dev").claims(sent.deployment());
            cloud.endCommand("dev", sent.deployment());
        });

        assertThat(finished(patient.publish(RELEASE)).receipt().succeeded()).isTrue();
    }

    @Test
    void whoStopsWaiting_leavesItRunning_andAnybodySettlesLater() {
        alice.story().whenSent(sent -> cloud.host("dev").claims(sent.deployment()));

        DeploymentResult.StillRunning running =
                stillRunning(alice.waiting(Duration.ofMinutes(5), Duration.ZERO).publish(RELEASE));

        assertThat(running.why()).isEqualTo(DeploymentResult.Why.LIMIT_REACHED);
        assertThat(running.command()).isPresent();
        assertThat(running.isClaimed()).isTrue();
        assertThat(alice.as("bob").settle("dev")).isInstanceOf(Settlement.Busy.class);
        cloud.host("dev").succeeds(running.order().deployment());
        assertThat(alice.as("bob").settle("dev")).isInstanceOf(Settlement.Ended.class);
        assertThat(alice.ledger("dev").live().orElseThrow().deployment())
                .isEqualTo(running.order().deployment());
    }

    @Test
    void whoStopsWaitingBeforeAnyHostTookIt_knowsThat() {
        alice.story().whenSent(sent -> {});

        DeploymentResult.StillRunning running =
                stillRunning(alice.waiting(Duration.ofMinutes(5), Duration.ZERO).publish(RELEASE));

        assertThat(running.isClaimed()).isFalse();
        assertThat(running.order().notAfter()).isAfter(running.order().createdAt());
    }

    @Test
    void whoDoesNotWantToWait_doesNot() {
        alice.story().whenSent(sent -> {});
        cloud.forgetRequests();

        DeploymentResult.StillRunning running =
                stillRunning(alice.withoutWaiting().publish(RELEASE));

        assertThat(running.why()).isEqualTo(DeploymentResult.Why.NOT_ASKED_TO);
        assertThat(cloud.requests("GetCommandInvocation")).isEmpty();
        assertThat(alice.ledger("dev").inFlight()).hasValue(running.order().deployment());
    }

    @Test
    void somebodyElsesDeployment_isWaitedFor_andThenRefused_withItsHolder() {
        alice.story().whenSent(sent -> cloud.host("dev").claims(sent.deployment()));
        Order held = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        Verbs bob = alice.as("bob").waiting(Duration.ofDays(1), Duration.ofMinutes(1));

        assertThatThrownBy(() -> bob.publish(NEXT))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Deployment " + held.deployment() + " of " + cloud.database()
                        + " in dev is still in flight: ordered by alice at " + held.createdAt())
                .hasMessageContaining("Look at s3://" + cloud.environment("dev").bucket() + "/" + cloud.database()
                        + "/deployments/" + held.deployment() + "/");
        Progress.Queued queued = bob.story().last(Progress.Queued.class);
        assertThat(queued.requestedBy()).isEqualTo("alice");
        assertThat(queued.limit()).isEqualTo(Duration.ofMinutes(1));
        assertThat(queued.passed()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whoWaitsForItsTurn_getsIt() {
        alice.story().whenSent(sent -> cloud.host("dev").claims(sent.deployment()));
        Order held = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        Story bobs = new Story()
                .whenQueued(queued -> cloud.host("dev").succeeds(queued.holder()))
                .whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));

        DeploymentResult.Finished bob = finished(alice.as("bob").telling(bobs).publish(NEXT));

        assertThat(bobs.all(Progress.Settled.class))
                .extracting(Progress.Settled::deployment)
                .containsExactly(held.deployment(), bob.order().deployment());
        assertThat(alice.ledger("dev").live().orElseThrow().deployment())
                .isEqualTo(bob.order().deployment());
    }

    @Test
    void whatHasEndedButNobodySettled_isSettledFirst() {
        Order finished = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        Story bobs = new Story();

        assertThat(alice.as("bob").telling(bobs).publish(RELEASE))
                .isInstanceOfSatisfying(
                        DeploymentResult.NothingToDo.class,
                        nothing -> assertThat(nothing.live().deployment()).isEqualTo(finished.deployment()));
        assertThat(bobs.all(Progress.Settled.class)).hasSize(1);
        assertThat(bobs.all(Progress.Queued.class)).isEmpty();
    }

    @Test
    void aChangeBetweenCheckAndBegin_isCheckedAgain() {
        Story bobs = new Story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));
        Verbs bob = alice.as("bob").telling(bobs);
        alice.story().whenStoring(storing -> {
            if (bobs.all(Progress.Sent.class).isEmpty()) {
                bob.publish(NEXT);
            }
        });

        assertThatThrownBy(() -> alice.publish(RELEASE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Migration 2 add email (V2__add_email.sql) is applied");
        assertThat(alice.story().all(Progress.Sent.class)).isEmpty();
    }
}
