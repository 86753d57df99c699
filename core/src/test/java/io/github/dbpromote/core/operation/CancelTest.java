package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.PlayedHost;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.cloud.Story;
import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.host.Host;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.operation.DeploymentResult.Why;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.RequestLog;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CancelTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");
    private static final String REASON = "wrong branch";

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;
    private Verbs bob;

    @BeforeEach
    void provision() {
        cloud.provision("dev");
        cloud.forgetRequests();
        alice = Verbs.of(cloud);
        bob = alice.as("bob").because(REASON);
    }

    private Order sent() {
        return stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
    }

    /** With the command that really runs on the sandbox's host. */
    private Order claimed() {
        Order order = sent();
        cloud.host("dev").claims(order.deployment(), cloud.command("dev", order.deployment()));
        return order;
    }

    @Test
    void withoutAReason_nothingIsCancelled() {
        sent();

        assertThatThrownBy(() -> alice.as("bob").cancel("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessage("db:cancel needs a reason: it stands in the record for those who look later.\n"
                        + "  → -Ddb.reason=\"…\"");
        assertThatThrownBy(() -> bob.because(" ").cancel("dev")).isInstanceOf(Refusal.class);
        assertThat(alice.ledger("dev").inFlight()).isPresent();
    }

    @Test
    void whereNothingIsInFlight_thereIsNothingToCancel() {
        assertThatThrownBy(() -> bob.cancel("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Nothing is in flight for " + cloud.database() + " in dev.");
    }

    @Test
    void whatHasEndedAlready_isToldAsItEnded() {
        cloud.host("dev").succeeds(sent().deployment());

        assertThat(finished(bob.cancel("dev")).receipt().succeeded()).isTrue();
        assertThat(cloud.requests("CancelCommand")).isEmpty();
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
    }

    @Test
    void whatNoHostHasStarted_neverWillBe() {
        Order order = sent();

        assertThat(bob.cancel("dev")).isInstanceOfSatisfying(DeploymentResult.NotStarted.class, notStarted -> {
            assertThat(notStarted.order()).isEqualTo(order);
            assertThat(notStarted.reason()).isEqualTo("cancelled by bob: wrong branch");
        });
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
        assertThat(bob.story().last(Progress.Settled.class).ending()).isEqualTo(Progress.Ending.CANCELLED);
        Claim late =
                alice.stage("dev").deployments().claim(order.deployment(), Claim.Kind.CLAIMED, PlayedHost.INSTANCE);
        assertThat(late.kind()).isEqualTo(Claim.Kind.VOID);
        assertThat(late.by()).isEqualTo("bob");
        assertThat(late.reason()).hasValue(REASON);
    }

    @Test
    void aHostThatIsQuicker_isCancelledThere() {
        Order order = sent();
        Command command = cloud.command("dev", order.deployment());
        Story story = new Story()
                .whenSent(
                        sent -> cloud.host("dev").findsRolledBack(sent.subject().orElseThrow()));

        DeploymentResult result = bob.telling(story)
                .with(cloud.beforePutting(
                        order.deployment() + "/claim.json",
                        () -> cloud.host("dev").claims(order.deployment(), command)))
                .cancel("dev");

        assertThat(finished(result).receipt().failure().orElseThrow().code()).isEqualTo("host-lost");
        assertThat(cloud.requests("CancelCommand")).hasSize(1);
    }

    @Test
    void whatAHostWorksOn_isKilledThere_andInspected() {
        Order order = claimed();
        cloud.forgetRequests();
        Story story = new Story()
                .whenSent(
                        sent -> cloud.host("dev").findsRolledBack(sent.subject().orElseThrow()));

        DeploymentResult.Finished result = finished(bob.telling(story).cancel("dev"));

        assertThat(result.order()).isEqualTo(order);
        assertThat(result.receipt().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
        Command command = story.last(Progress.Cancelling.class).command();
        assertThat(awaitKilled(command)).isEqualTo("Cancelled");
        assertThat(inspection()).satisfies(inspection -> {
            assertThat(inspection.action()).isEqualTo(Action.INSPECT);
            assertThat(inspection.subject()).hasValue(order.deployment());
            assertThat(inspection.requestedBy()).isEqualTo("bob");
            assertThat(inspection.reason()).hasValue("cancelled: wrong branch");
        });
    }

    /** The status after "Cancelling", in which a command is until its host has killed it. */
    private String awaitKilled(Command command) {
        return Stream.generate(() -> cloud.access()
                        .ssm()
                        .getCommandInvocation(request -> request.commandId(command.id())
                                .instanceId(command.host().instanceId()))
                        .statusAsString())
                .filter(status -> !status.equals("Cancelling"))
                .findFirst()
                .orElseThrow();
    }

    private Order inspection() {
        return cloud.requests("PutObject").stream()
                .map(RequestLog.Entry::resource)
                .filter(key -> key.endsWith("/order.json"))
                .reduce((earlier, later) -> later)
                .map(key -> key.split("/"))
                .map(parts -> new DeploymentId(parts[parts.length - 2]))
                .map(id -> alice.stage("dev").deployments().readOrder(id).value())
                .orElseThrow();
    }

    @Test
    void aReceiptThatComesFirst_counts() {
        claimed();
        cloud.forgetRequests();
        Story story =
                new Story().whenCancelling(cancelling -> cloud.host("dev").leavesReceipt(cancelling.deployment()));

        assertThat(finished(bob.telling(story).cancel("dev")).receipt().succeeded())
                .isTrue();
        assertThat(cloud.requests("SendCommand")).isEmpty();
    }

    @Test
    void withoutAnInspectDocument_nothingIsCancelled() {
        claimed();
        cloud.putParameter("dev", cloud.parameter("dev").replace("\"inspect\"", "\"later\""));

        assertThatThrownBy(() -> bob.cancel("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(cloud.database() + " in dev offers no document for \"inspect\"")
                .hasMessageContaining("Nothing was cancelled.");
        assertThat(cloud.requests("CancelCommand")).isEmpty();
    }

    @Test
    void aClaimThatTellsNoCommand_cannotBeCancelled() {
        Order order = sent();
        cloud.host("dev").claims(order.deployment());

        assertThatThrownBy(() -> bob.cancel("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Deployment " + order.deployment() + " of " + cloud.database()
                        + " in dev is claimed by " + PlayedHost.INSTANCE
                        + ", but the claim does not tell the command to cancel. Nothing was cancelled.")
                .hasMessageContaining("mvn db:resolve -Denv=dev");
        assertThat(cloud.requests("CancelCommand")).isEmpty();
    }

    @Test
    void aCommandThatSystemsManagerHasForgotten_cannotBeCancelled() {
        Order order = sent();
        Host host = cloud.command("dev", order.deployment()).host();
        cloud.host("dev").claims(order.deployment(), new Command("6f7b9f0e-2f4c-4d44-8f3a-0a1b2c3d4e5f", host));

        assertThatThrownBy(() -> bob.cancel("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Systems Manager does not know command 6f7b9f0e-2f4c-4d44-8f3a-0a1b2c3d4e5f on"
                        + " host " + host)
                .hasMessageContaining("mvn db:resolve -Denv=dev");
    }

    @Test
    void whereTheCommandsStatusCannotBeRead_itIsInspectedAllTheSame() {
        Order order = claimed();
        cloud.fault("ssm", "GetCommandInvocation", 1000, Fault.Kind.ACCESS_DENIED);
        Story story = new Story()
                .whenSent(
                        sent -> cloud.host("dev").findsRolledBack(sent.subject().orElseThrow()));

        DeploymentResult.Finished result = finished(bob.telling(story).cancel("dev"));

        assertThat(result.order()).isEqualTo(order);
        assertThat(story.last(Progress.Sent.class).subject()).hasValue(order.deployment());
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
    }

    @Test
    void whereNoHostCouldInspect_nothingIsKilled() {
        claimed();
        cloud.sandbox().host("dev").goOffline();

        assertThatThrownBy(() -> bob.cancel("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("No Flyway host of " + cloud.database() + " in dev is online");
        assertThat(cloud.requests("CancelCommand")).isEmpty();
    }

    @Test
    void whoDoesNotWantToWait_cancels_andHasItInspectedAllTheSame() {
        Order order = claimed();
        cloud.forgetRequests();

        DeploymentResult.StillRunning running =
                stillRunning(bob.withoutWaiting().cancel("dev"));

        assertThat(running.why()).isEqualTo(Why.NOT_ASKED_TO);
        assertThat(running.order()).isEqualTo(order);
        assertThat(running.inspection()).hasValue(inspection().deployment());
        assertThat(cloud.requests("CancelCommand")).hasSize(1);
        assertThat(cloud.requests("SendCommand"))
                .singleElement()
                .satisfies(sent -> assertThat(sent.resource()).contains("-inspect"));
    }
}
