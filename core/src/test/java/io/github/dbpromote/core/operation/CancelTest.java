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
import io.github.dbpromote.sandbox.http.RequestLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

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
        Story story = new Story().whenSent(sent -> cloud.host("dev").findsRolledBack(sent.deployment()));

        DeploymentResult result = bob.telling(story)
                .with(claimingFirst(order.deployment(), command))
                .cancel("dev");

        assertThat(finished(result).receipt().failure().orElseThrow().code()).isEqualTo("host-lost");
        assertThat(cloud.requests("CancelCommand")).hasSize(1);
    }

    /** Between the look at the claim and the attempt to create it, the host creates it. */
    private AwsAccess claimingFirst(DeploymentId deployment, Command command) {
        AwsAccess access = cloud.access();
        S3Client s3 = (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("putObject")
                            && arguments[0] instanceof PutObjectRequest put
                            && put.key().endsWith(deployment + "/claim.json")) {
                        cloud.host("dev").claims(deployment, command);
                    }
                    try {
                        return method.invoke(access.s3(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new AwsAccess(
                s3,
                access.ssm(),
                access.ssmOnce(),
                access.region(),
                access.endpoint(),
                access.description(),
                access.http());
    }

    @Test
    void whatAHostWorksOn_isKilledThere_andInspected() {
        Order order = claimed();
        cloud.forgetRequests();
        Story story = new Story().whenSent(sent -> cloud.host("dev").findsRolledBack(sent.deployment()));

        DeploymentResult.Finished result = finished(bob.telling(story).cancel("dev"));

        assertThat(result.order()).isEqualTo(order);
        assertThat(result.receipt().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
        Command command = story.last(Progress.Cancelling.class).command();
        assertThat(cloud.access()
                        .ssm()
                        .getCommandInvocation(request -> request.commandId(command.id())
                                .instanceId(command.host().instanceId()))
                        .statusAsString())
                .isEqualTo("Cancelled");
        assertThat(inspection()).satisfies(inspection -> {
            assertThat(inspection.action()).isEqualTo(Action.INSPECT);
            assertThat(inspection.subject()).hasValue(order.deployment());
            assertThat(inspection.requestedBy()).isEqualTo("bob");
            assertThat(inspection.reason()).hasValue("cancelled: wrong branch");
        });
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
    void whoDoesNotWantToWait_cancelsAndReturns() {
        claimed();

        DeploymentResult.StillRunning running =
                stillRunning(bob.withoutWaiting().cancel("dev"));

        assertThat(running.why()).isEqualTo(Why.NOT_ASKED_TO);
        assertThat(running.isClaimed()).isTrue();
        assertThat(running.command())
                .isEqualTo(
                        Optional.of(bob.story().last(Progress.Cancelling.class).command()));
        assertThat(cloud.requests("CancelCommand")).hasSize(1);
    }
}
