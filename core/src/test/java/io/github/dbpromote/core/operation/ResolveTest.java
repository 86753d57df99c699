package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.cloud.Story;
import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.RequestLog;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResolveTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;

    @BeforeEach
    void provision() {
        cloud.provision("dev");
        alice = Verbs.of(cloud);
    }

    @Test
    void whereTheHostWasKilled_anotherFindsOutHowItEnded() {
        Order lost = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        cloud.host("dev").claims(lost.deployment());
        cloud.forgetRequests();
        Story story = new Story().whenSent(sent -> cloud.host("dev").succeeds(lost.deployment()));

        DeploymentResult result = alice.telling(story).resolve("dev");

        assertThat(finished(result).receipt().deployment()).isEqualTo(lost.deployment());
        assertThat(alice.ledger("dev").stands(RELEASE.bundle().digest())).isTrue();
        assertThat(cloud.requests("SendCommand"))
                .singleElement()
                .satisfies(sent -> assertThat(sent.resource()).contains("-inspect"));
    }

    @Test
    void anInspectionThatDies_isNoticed_evenIfTheAnswerToItsCommandWasLost() {
        Order lost = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        cloud.host("dev").claims(lost.deployment());
        cloud.fault("ssm", "SendCommand", 1, Fault.Kind.LOST_ANSWER);
        Story story = new Story().whenSent(sent -> {
            DeploymentId inspection = newestInspection();
            Command command = cloud.command("dev", inspection);
            alice.stage("dev")
                    .deployments()
                    .claim(new Claim(
                            inspection,
                            Claim.Kind.CLAIMED,
                            "w",
                            command.host().instanceId(),
                            Optional.of(command.id()),
                            Optional.empty()));
            cloud.endCommand("dev", inspection);
        });

        assertThat(alice.telling(story).resolve("dev"))
                .isInstanceOfSatisfying(
                        DeploymentResult.Lost.class,
                        result -> assertThat(result.said()).contains(Cloud.REFUSAL));
    }

    @Test
    void theInspectionIsAnnounced_withItsOwnPlaceAndLog() {
        Order lost = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        cloud.host("dev").claims(lost.deployment());
        cloud.forgetRequests();

        DeploymentResult.StillRunning running =
                stillRunning(alice.withoutWaiting().resolve("dev"));

        Progress.Sent sent = alice.story().last(Progress.Sent.class);
        assertThat(sent.deployment()).isEqualTo(newestInspection());
        assertThat(sent.subject()).hasValue(lost.deployment());
        assertThat(sent.where()).endsWith("/deployments/" + sent.deployment() + "/");
        assertThat(sent.log()).endsWith("/logs/" + sent.deployment());
        assertThat(running.order()).isEqualTo(lost);
        assertThat(running.inspection()).hasValue(sent.deployment());
    }

    @Test
    void askedAgain_itStillTellsWhatTheFirstFoundAmbiguous() {
        Order order = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        cloud.host("dev").losesTrack(order.deployment(), "V1 may be half done");
        alice.resolve("dev");

        assertThatThrownBy(() -> alice.resolve("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Nobody knows how deployment " + order.deployment() + " left")
                .hasMessageContaining("V1 may be half done")
                .hasMessageContaining("-Ddb.as=");
    }

    private DeploymentId newestInspection() {
        return cloud.requests("PutObject").stream()
                .map(RequestLog.Entry::resource)
                .filter(key -> key.endsWith("/order.json"))
                .reduce((earlier, later) -> later)
                .map(key -> new DeploymentId(key.split("/")[key.split("/").length - 2]))
                .orElseThrow();
    }

    @Test
    void whatHasAReceipt_isOnlyWrittenDown() {
        Order order = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();
        cloud.host("dev").succeeds(order.deployment());
        cloud.forgetRequests();

        assertThat(finished(alice.resolve("dev")).receipt().succeeded()).isTrue();
        assertThat(cloud.requests("SendCommand")).isEmpty();
    }

    @Test
    void whatNoHostHasTaken_isNotLookedInto() {
        Order order = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();

        assertThatThrownBy(() -> alice.resolve("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("No host has taken deployment " + order.deployment());
    }

    @Test
    void whereNothingIsInFlight_thereIsNothingToResolve() {
        assertThatThrownBy(() -> alice.resolve("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Nothing is in flight for " + cloud.database() + " in dev");
    }
}
