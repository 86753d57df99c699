package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.cloud.Story;
import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Request;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.http.RequestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Environments where only the relay sends: people ask it, and follow what it does. */
class RelayedTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");
    private static final Release NEXT = Releases.of("V1__create_users.sql", "V2__add_email.sql");
    private static final UserId ALICE = new UserId("AROAPUBLISHER:alice");
    private static final Principal PRINCIPAL = Principal.user("123456789012", "alice");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;
    private Verbs relay;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa");
        Verbs developer = Verbs.of(cloud);
        AwsAccess own = cloud.open(cloud.sandbox().keyring().issue(PRINCIPAL), "alice");
        alice = developer
                .as(new Caller(PRINCIPAL.arn(), Optional.of(ALICE), Optional.of("TICKET-1")))
                .with(own);
        relay = developer.relay();
        relay.story()
                .whenSent(sent -> cloud.host(sent.environment().name().value()).succeeds(sent.deployment()));
    }

    // ---- asking

    @Test
    void publish_asksTheRelay_andFollowsItsOrder_withNoRightButToAskAndToRead() {
        relayed("dev");
        cloud.forgetRequests();

        DeploymentResult.Finished finished = finished(answered(alice).publish(RELEASE));

        Progress.Requested requested = alice.story().last(Progress.Requested.class);
        Order order = finished.order();
        assertThat(finished.receipt().succeeded()).isTrue();
        assertThat(order.deployment()).isEqualTo(requested.deployment());
        assertThat(order.requestedBy()).isEqualTo(PRINCIPAL.arn());
        assertThat(order.requestedById()).contains(ALICE);
        assertThat(order.publishedBy()).contains(new Order.Publisher(Optional.of(ALICE), PRINCIPAL.arn()));
        assertThat(order.reason()).contains("TICKET-1");
        assertThat(written()).containsExactlyInAnyOrder("bundles", "requests");
        assertThat(cloud.requests("SendCommand")).hasSize(1);
    }

    @Test
    void promote_asksTheRelay_whichTakesWhatIsLiveInTheSource() {
        published(RELEASE);
        relayed("qa");
        cloud.forgetRequests();

        DeploymentResult.Finished finished = finished(answered(alice).promote("qa"));

        assertThat(finished.bundle()).isEqualTo(RELEASE.bundle().digest());
        assertThat(finished.order().source()).isPresent();
        assertThat(written()).containsExactly("requests");
    }

    @Test
    void anEarlierBundle_isAskedForAsSuch() {
        published(RELEASE);
        published(NEXT);
        relayed("qa");

        DeploymentResult.Finished finished =
                finished(answered(alice).promote("qa", RELEASE.bundle().digest().value()));

        assertThat(finished.bundle()).isEqualTo(RELEASE.bundle().digest());
    }

    @Test
    void whoDoesNotWait_isToldTheIdToWaitFor() {
        relayed("dev");

        DeploymentResult result = alice.withoutWaiting().publish(RELEASE);

        assertThat(result).isInstanceOfSatisfying(DeploymentResult.Requested.class, requested -> {
            assertThat(requested.why()).isEqualTo(DeploymentResult.Why.NOT_ASKED_TO);
            answer(requested.deployment());
            assertThat(finished(alice.await("dev", requested.deployment()))
                            .receipt()
                            .succeeded())
                    .isTrue();
        });
    }

    @Test
    void whoComesBackBeforeTheRelayHasAnswered_waitsForItsAnswer() {
        relayed("dev");
        DeploymentId request = requested(alice.withoutWaiting().publish(RELEASE));

        DeploymentResult result = alice.meanwhile(() -> answer(request)).await("dev", request);

        assertThat(finished(result).order().deployment()).isEqualTo(request);
    }

    @Test
    void whoComesBackWhenTheRelayMayNotAnswerAnyMore_isToldAtOnce() {
        relayed("dev");
        DeploymentId request = requested(alice.withoutWaiting().publish(RELEASE));
        Instant late = Instant.now().plus(Duration.ofHours(2));
        Verbs returning = alice.with(cloud.at(() -> late, cloud.access()));

        assertThat(returning.await("dev", request))
                .isInstanceOfSatisfying(
                        DeploymentResult.Requested.class,
                        requested -> assertThat(requested.why()).isEqualTo(DeploymentResult.Why.LIMIT_REACHED));
        assertThat(returning.time().instant()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void whereTheRelayRefusesAfterItsOrder_thatIsTold() {
        relayed("dev");
        DeploymentId request = requested(alice.withoutWaiting().publish(RELEASE));
        Verbs dying = relay.with(cloud.beforePutting("ledger.json", () -> {
            throw new IllegalStateException("killed");
        }));
        assertThatThrownBy(() -> dying.fulfil("dev", ALICE, request)).hasMessage("killed");
        Instant late = Instant.now().plus(Duration.ofHours(2));
        relay.with(cloud.at(() -> late, cloud.access())).fulfil("dev", ALICE, request);

        assertThatThrownBy(() -> alice.await("dev", request))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was to be fulfilled until");
    }

    @Test
    void whatTheRelayCouldNotSend_isToldWithItsReason_nowAndLater() {
        relayed("dev");
        cloud.fault("ssm", "SendCommand", 1, Fault.Kind.ACCESS_DENIED);

        assertThatThrownBy(() -> answered(alice).publish(RELEASE)).hasMessageContaining("SendCommand");

        DeploymentId refused = alice.story().last(Progress.Requested.class).deployment();
        assertThatThrownBy(() -> alice.await("dev", refused)).hasMessageContaining("SendCommand");
        assertThat(relay.ledger("dev").inFlight()).isEmpty();
    }

    @Test
    void aRelayThatNeverAnswers_isNotWaitedForForEver() {
        relayed("dev");

        DeploymentResult result = alice.publish(RELEASE);

        assertThat(result)
                .isInstanceOfSatisfying(
                        DeploymentResult.Requested.class,
                        requested -> assertThat(requested.why()).isEqualTo(DeploymentResult.Why.LIMIT_REACHED));
        assertThat(alice.time().instant()).isBefore(Instant.EPOCH.plus(Duration.ofMinutes(12)));
    }

    @Test
    void somebodyOfWhomAwsDoesNotSayWhoItIs_cannotAsk() {
        relayed("dev");
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.as("nobody").publish(RELEASE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("AWS does not say who nobody is (GetCallerIdentity)");
        assertThat(cloud.requests("PutObject")).isEmpty();
    }

    @Test
    void aClosedGate_isToldBeforeAnythingIsAsked() {
        relayed("dev");
        relay.because("audit").pause("dev");
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.publish(RELEASE)).hasMessageContaining("is paused by the relay");
        assertThat(cloud.requests("PutObject")).isEmpty();
    }

    @Test
    void aGateThatClosesMeanwhile_isToldByTheRelay() {
        relayed("dev");
        alice.story().whenRequested(requested -> relay.because("audit").pause("dev"));

        Throwable refusal = catchThrowable(() -> answered(alice).publish(RELEASE));

        assertThat(refusal).isInstanceOf(Refusal.class).hasMessageContaining("is paused by the relay");
        assertThat(cloud.requests("SendCommand")).noneMatch(this::isOfThisTest);
        DeploymentId refused = alice.story().last(Progress.Requested.class).deployment();
        assertThatThrownBy(() -> alice.await("dev", refused)).hasMessageContaining("is paused by the relay");
    }

    @Test
    void whereSomebodyElseComesFirst_itIsAskedForAgain_afterThem() {
        relayed("dev");
        Verbs somebodyElse = relay.telling(new Story()
                .whenSent(sent ->
                        answer(alice.story().last(Progress.Requested.class).deployment())));
        alice.story().whenRequested(requested -> {
            if (alice.story().all(Progress.Requested.class).size() == 1) {
                stillRunning(somebodyElse.publish(RELEASE));
                cloud.host("dev").succeeds(relay.ledger("dev").inFlight().orElseThrow());
            }
        });

        DeploymentResult.Finished finished = finished(answered(alice).publish(NEXT));

        assertThat(finished.bundle()).isEqualTo(NEXT.bundle().digest());
        assertThat(alice.story().all(Progress.Requested.class)).hasSize(2);
    }

    @Test
    void aSourceThatMovesOnMeanwhile_isToldByTheRelay() {
        published(RELEASE);
        relayed("qa");
        alice.story().whenRequested(requested -> published(NEXT));

        assertThatThrownBy(() -> answered(alice).promote("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        "Bundle " + RELEASE.bundle().digest().abbreviated() + " was asked for, but live in")
                .hasMessageContaining("-Ddb.bundle=" + RELEASE.bundle().digest().abbreviated());
    }

    // ---- answering

    @Test
    void aRequestThatComesTwice_hasOneOrder_andOneCommand() {
        relayed("dev");
        DeploymentId request = requested(alice.withoutWaiting().publish(RELEASE));
        cloud.forgetRequests();

        Fulfil.Outcome first = answer(request);
        Fulfil.Outcome second = answer(request);

        assertThat(first).isInstanceOf(Fulfil.Outcome.Begun.class);
        assertThat(second).isInstanceOf(Fulfil.Outcome.AnsweredBefore.class);
        assertThat(cloud.requests("SendCommand")).hasSize(1);
    }

    @Test
    void aRequestThatComesTwiceAtOnce_hasOneOrder_andOneCommand() {
        relayed("dev");
        DeploymentId request = requested(alice.withoutWaiting().publish(RELEASE));
        cloud.forgetRequests();
        Verbs slow = relay.with(cloud.beforePutting("ledger.json", () -> answer(request)));

        Fulfil.Outcome outcome = slow.fulfil("dev", ALICE, request);

        assertThat(outcome).isInstanceOf(Fulfil.Outcome.AnsweredBefore.class);
        assertThat(relay.stage("dev").deployments().readRefusal(request)).isEmpty();
        assertThat(cloud.requests("SendCommand")).hasSize(1);
        assertThat(finished(alice.await("dev", request)).receipt().succeeded()).isTrue();
    }

    @Test
    void aRequestThatWasFulfilledMeanwhile_isNotBegunAgain_afterWhatCameSince() {
        relayed("dev");
        DeploymentId request = requested(alice.withoutWaiting().publish(RELEASE));
        cloud.forgetRequests();
        Verbs slow = relay.with(cloud.beforePutting(".jar", () -> {
            if (cloud.requests("SendCommand").isEmpty()) {
                answer(request);
                published(NEXT);
            }
        }));

        Fulfil.Outcome outcome = slow.fulfil("dev", ALICE, request);

        assertThat(outcome).isInstanceOf(Fulfil.Outcome.AnsweredBefore.class);
        assertThat(cloud.requests("SendCommand")).hasSize(2);
        relay.settle("dev");
        assertThat(relay.ledger("dev").live())
                .hasValueSatisfying(live ->
                        assertThat(live.bundle()).isEqualTo(NEXT.bundle().digest()));
    }

    @Test
    void aRelayThatDiesAfterTheOrder_leavesItToTheNextAttempt() {
        relayed("dev");
        DeploymentId request = requested(alice.withoutWaiting().publish(RELEASE));
        cloud.forgetRequests();
        Verbs dying = relay.with(cloud.beforePutting("ledger.json", () -> {
            throw new IllegalStateException("killed");
        }));

        assertThatThrownBy(() -> dying.fulfil("dev", ALICE, request)).hasMessage("killed");
        assertThat(answer(request)).isInstanceOf(Fulfil.Outcome.Begun.class);

        assertThat(cloud.requests("SendCommand")).hasSize(1);
        assertThat(finished(alice.await("dev", request)).order().deployment()).isEqualTo(request);
    }

    @Test
    void aRequestThatComesLate_isRefused_andNeverBegins() {
        relayed("dev");
        DeploymentId request = requested(alice.withoutWaiting().publish(RELEASE));
        Instant late = Instant.now().plus(Duration.ofHours(2));
        cloud.forgetRequests();

        Fulfil.Outcome outcome =
                relay.with(cloud.at(() -> late, cloud.access())).fulfil("dev", ALICE, request);

        assertThat(outcome).isInstanceOf(Fulfil.Outcome.Refused.class);
        assertThat(answer(request)).isInstanceOf(Fulfil.Outcome.AnsweredBefore.class);
        assertThat(cloud.requests("SendCommand")).isEmpty();
    }

    @Test
    void anEventOfARequestThatIsNotThere_namesIt() {
        relayed("dev");

        assertThatThrownBy(() -> relay.fulfil("dev", ALICE, new DeploymentId("d-20260101-000000-aaaaaaaa")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        "/requests/" + ALICE
                                + "/d-20260101-000000-aaaaaaaa.json does not exist, although an event tells that it was created.");
    }

    @Test
    void whatHasBecomeLiveMeanwhile_isNothingToDo() {
        relayed("dev");
        DeploymentId first = requested(alice.withoutWaiting().publish(RELEASE));
        DeploymentId second = requested(alice.withoutWaiting().publish(RELEASE));
        answer(first);
        relay.settle("dev");

        assertThat(answer(second))
                .isInstanceOfSatisfying(
                        Fulfil.Outcome.Refused.class,
                        refused -> assertThat(refused.refusal())
                                .hasMessageContaining(
                                        "Bundle " + RELEASE.bundle().digest().abbreviated() + " is live for "
                                                + cloud.database() + " in dev already, and nothing was tried since."));
    }

    @Test
    void aRequestInSomebodyElsesName_isForeign() {
        relayed("dev");
        DeploymentId request = requested(alice.withoutWaiting().publish(RELEASE));
        UserId mallory = new UserId("AROAPUBLISHER:mallory");
        byte[] asAlice = relay.stage("dev")
                .requests()
                .read(ALICE, request)
                .orElseThrow()
                .value()
                .toJson();
        cloud.create(
                cloud.environment("dev").bucket(),
                cloud.database() + "/requests/" + mallory + "/" + request + ".json",
                asAlice);
        cloud.forgetRequests();

        assertThatThrownBy(() -> relay.fulfil("dev", mallory, request))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("speaks of another person, deployment, database or environment than its name");
        assertThat(cloud.requests("PutObject")).isEmpty();
    }

    @Test
    void aRequestUnderSomebodyElsesName_isForeign() {
        relayed("dev");
        DeploymentId request = new DeploymentId("d-20260101-000000-aaaaaaaa");
        UserId mallory = new UserId("AROAPUBLISHER:mallory");
        relay.stage("dev")
                .requests()
                .store(new Request(
                        request,
                        Request.Kind.PUBLISH,
                        cloud.database(),
                        new EnvironmentName("dev"),
                        RELEASE.bundle().digest(),
                        false,
                        mallory,
                        PRINCIPAL.arn(),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.now().plus(Duration.ofHours(1))));

        assertThatThrownBy(() -> relay.fulfil("dev", mallory, request))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("speaks of another person");
    }

    @Test
    void aRequestUnderTheIdOfSomebodyElsesOrder_beginsNothing() {
        relayed("dev");
        DeploymentId request = requested(alice.withoutWaiting().publish(RELEASE));
        Verbs dying = relay.with(cloud.beforePutting("ledger.json", () -> {
            throw new IllegalStateException("killed");
        }));
        assertThatThrownBy(() -> dying.fulfil("dev", ALICE, request)).hasMessage("killed");
        UserId mallory = new UserId("AROAPUBLISHER:mallory");
        Request own =
                relay.stage("dev").requests().read(ALICE, request).orElseThrow().value();
        relay.stage("dev")
                .requests()
                .store(new Request(
                        own.deployment(),
                        own.kind(),
                        own.database(),
                        own.environment(),
                        own.bundle(),
                        false,
                        mallory,
                        "arn:aws:sts::123456789012:assumed-role/publisher/mallory",
                        Optional.empty(),
                        Optional.empty(),
                        own.notAfter()));
        cloud.forgetRequests();

        assertThat(relay.fulfil("dev", mallory, request))
                .isInstanceOfSatisfying(
                        Fulfil.Outcome.Refused.class,
                        refused -> assertThat(refused.refusal()).hasMessageContaining("speaks of another deployment"));
        assertThat(cloud.requests("SendCommand")).isEmpty();
    }

    @Test
    void aPublishingRequest_reachesOnlyTheFirstEnvironment() {
        relayed("qa");
        Request request = new Request(
                new DeploymentId("d-20260101-000000-aaaaaaaa"),
                Request.Kind.PUBLISH,
                cloud.database(),
                new EnvironmentName("qa"),
                RELEASE.bundle().digest(),
                false,
                ALICE,
                PRINCIPAL.arn(),
                Optional.empty(),
                Optional.empty(),
                Instant.now().plus(Duration.ofHours(1)));
        Stage qa = relay.stage("qa");
        qa.deployments().store(RELEASE.bundle());
        qa.requests().store(request);
        cloud.forgetRequests();

        assertThat(relay.fulfil("qa", ALICE, request.deployment()))
                .isInstanceOfSatisfying(
                        Fulfil.Outcome.Refused.class,
                        refused -> assertThat(refused.refusal())
                                .hasMessageContaining("qa promotes from dev; publish only writes to dev"));
        assertThat(cloud.requests("SendCommand")).isEmpty();
    }

    @Test
    void thePublisherOfARequest_cannotBeOneOfThoseWhoApprove() {
        relayed("dev");
        finished(answered(alice).publish(RELEASE));
        cloud.putParameter("qa", cloud.parameter("qa").replaceFirst("\\{", "{ \"gates\": {\"approvals\": 1},"));

        assertThatThrownBy(() -> alice.with(cloud.access()).approve("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(PRINCIPAL.arn());
    }

    // ---- what Systems Manager tells

    @Test
    void aCommandThatEndedWithoutAHostsClaim_isNotWaitedForAnyLonger() {
        relay.story().whenSent(sent -> {});
        DeploymentId deployment = stillRunning(relay.publish(RELEASE)).order().deployment();
        String command = cloud.command("dev", deployment).id();
        assertThat(relay.afterCommand("dev", command)).isInstanceOf(Settlement.Busy.class);
        cloud.endCommand("dev", deployment);
        awaitEnd(command);

        assertThat(relay.afterCommand("dev", command)).isInstanceOf(Settlement.Voided.class);
        assertThat(relay.ledger("dev").inFlight()).isEmpty();
    }

    @Test
    void anotherCommandThatEnded_saysNothingOfWhatIsInFlight() {
        relay.story().whenSent(sent -> {});
        DeploymentId first = stillRunning(relay.publish(RELEASE)).order().deployment();
        String old = cloud.command("dev", first).id();
        cloud.endCommand("dev", first);
        awaitEnd(old);
        relay.afterCommand("dev", old);
        DeploymentId second = stillRunning(relay.publish(NEXT)).order().deployment();

        assertThat(relay.afterCommand("dev", old)).isInstanceOf(Settlement.Busy.class);
        assertThat(relay.afterCommand("dev", "12345678-1234-1234-1234-123456789012"))
                .isInstanceOf(Settlement.Busy.class);
        assertThat(relay.ledger("dev").inFlight()).contains(second);
    }

    @Test
    void aCommandThatEndedUnderAClaim_isLeftToTheReceipt() {
        relay.story().whenSent(sent -> cloud.host("dev").claims(sent.deployment()));
        DeploymentId deployment = stillRunning(relay.publish(RELEASE)).order().deployment();
        String command = cloud.command("dev", deployment).id();
        cloud.endCommand("dev", deployment);
        awaitEnd(command);

        assertThat(relay.afterCommand("dev", command))
                .isInstanceOfSatisfying(
                        Settlement.Busy.class, busy -> assertThat(busy.claim()).isPresent());
    }

    // ---- what operators do there directly

    @Test
    void whoRepairs_settlesThereToo() {
        relayed("dev");
        relay.telling(new Story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "no such column")))
                .publish(RELEASE);
        Story repaired = new Story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));

        finished(alice.with(cloud.access()).telling(repaired).repair("dev"));

        assertThat(relay.ledger("dev").inFlight()).isEmpty();
        assertThat(relay.ledger("dev").last())
                .hasValueSatisfying(last -> assertThat(last.outcome()).isEqualTo(Outcome.FAILED));
    }

    @Test
    void aRepairThatSystemsManagerRefusesToSend_leavesTheEnvironmentFree() {
        relayed("dev");
        relay.telling(new Story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "no such column")))
                .publish(RELEASE);
        relay.settle("dev");
        cloud.fault("ssm", "SendCommand", 1, Fault.Kind.ACCESS_DENIED);

        assertThatThrownBy(() -> alice.with(cloud.access()).repair("dev")).isInstanceOf(Refusal.class);

        assertThat(relay.ledger("dev").inFlight()).isEmpty();
    }

    @Test
    void whatAnInspectionFound_isSettledByWhoeverResolves() {
        relayed("dev");
        DeploymentId lost = stillRunning(relay.telling(
                                new Story().whenSent(sent -> cloud.host("dev").claims(sent.deployment())))
                        .publish(RELEASE))
                .order()
                .deployment();
        Story inspected = new Story().whenSent(sent -> cloud.host("dev").findsRolledBack(lost));

        finished(alice.with(cloud.access()).telling(inspected).resolve("dev"));

        assertThat(relay.ledger("dev").inFlight()).isEmpty();
    }

    // ---- all databases

    @Test
    void aMalformedParameterOfOneDatabase_hidesNoOther() {
        String broken = cloud.database() + "broken";
        cloud.sandbox().ssm().parameters().put("/db-promote/" + broken + "/dev", "{}");
        cloud.sandbox().ssm().parameters().put("/db-promote/" + cloud.database() + "/dev/deeper", "{}");

        Tracks tracks = Tracks.find(alice.accounts());

        assertThat(tracks.databases()).contains(broken, cloud.database().value());
        assertThat(tracks.get(cloud.database().value()).path().database())
                .isEqualTo(new DatabaseName(cloud.database().value()));
        assertThatThrownBy(() -> tracks.get(broken))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("/db-promote/" + broken + "/dev");
    }

    private void relayed(String environment) {
        cloud.putParameter(
                environment,
                cloud.parameter(environment).replaceFirst("\"trigger\":\"direct\"", "\"trigger\":\"relay\""));
    }

    private void published(Release release) {
        stillRunning(relay.publish(release));
        relay.settle("dev");
    }

    /** While this one waits, the relay answers the newest request. */
    private Verbs answered(Verbs asking) {
        return asking.meanwhile(
                () -> answer(asking.story().last(Progress.Requested.class).deployment()));
    }

    private Fulfil.Outcome answer(DeploymentId request) {
        String environment = alice.story()
                .last(Progress.Requested.class)
                .environment()
                .name()
                .value();
        return relay.fulfil(environment, ALICE, request);
    }

    private static DeploymentId requested(DeploymentResult result) {
        assertThat(result).isInstanceOf(DeploymentResult.Requested.class);
        return ((DeploymentResult.Requested) result).deployment();
    }

    /** The kinds of objects that alice wrote. */
    private Set<String> written() {
        return cloud.requests("PutObject").stream()
                .filter(request -> request.principal().equals(PRINCIPAL.arn()))
                .map(request -> request.resource()
                        .split("/" + cloud.database() + "/", 2)[1]
                        .split("/", 2)[0])
                .collect(Collectors.toSet());
    }

    private boolean isOfThisTest(RequestLog.Entry request) {
        return request.resource().contains(cloud.database().value() + "-");
    }

    private void awaitEnd(String command) {
        List<String> ended = List.of("Success", "Failed", "Cancelled", "TimedOut");
        Instant limit = Instant.now().plus(Duration.ofSeconds(30));
        while (!ended.contains(cloud.access()
                .ssm()
                .listCommands(r -> r.commandId(command))
                .commands()
                .get(0)
                .statusAsString())) {
            assertThat(Instant.now()).isBefore(limit);
        }
    }
}
