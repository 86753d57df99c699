package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.gate.Approval;
import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.sandbox.Provisioning;
import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.http.Principal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApproveTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");
    private static final Release NEXT = Releases.of("V1__create_users.sql", "V2__add_email.sql");
    private static final Principal CAROL = Principal.assumedRole(Sandbox.ACCOUNT, "publisher", "carol");
    private static final Principal ALICE = Principal.assumedRole(Sandbox.ACCOUNT, "approver", "alice@example.com");
    private static final Principal BOB = Principal.user(Sandbox.ACCOUNT, "bob");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs carol;

    @BeforeEach
    void provision() {
        cloud.provision(Provisioning.of(cloud.database().value(), "dev", "qa", "prod")
                .withParameter("qa", "{\"gates\": {\"approvals\": 2}}"));
        carol = as(CAROL);
        carol.story()
                .whenSent(sent -> cloud.host(sent.environment().name().value()).succeeds(sent.deployment()));
    }

    @Test
    void anApproval_countsForTheBundleThatWouldBePromotedNow() {
        carol.publish(RELEASE);

        Approve.Standing first = as(ALICE).approve("qa");
        Approve.Standing second = as(BOB).approve("qa");

        assertThat(first.bundle()).isEqualTo(RELEASE.bundle().digest());
        assertThat(first.missing()).isOne();
        assertThat(names(first)).containsExactly(ALICE.arn());
        assertThat(second.missing()).isZero();
        assertThat(names(second)).containsExactlyInAnyOrder(ALICE.arn(), BOB.arn());
    }

    @Test
    void itsKey_holdsTheIdOfWhoeverWroteIt() {
        carol.publish(RELEASE);
        cloud.forgetRequests();

        as(ALICE).approve("qa");

        assertThat(cloud.requests("PutObject")).singleElement().satisfies(put -> {
            assertThat(put.principal()).isEqualTo(ALICE.arn());
            assertThat(put.resource())
                    .contains(
                            cloud.database() + "/approvals/" + RELEASE.bundle().digest() + "/" + ALICE.userId() + "/");
        });
    }

    @Test
    void approvingTwice_countsOnce() {
        carol.publish(RELEASE);
        as(ALICE).approve("qa");

        assertThat(as(ALICE).approve("qa").missing()).isOne();
    }

    @Test
    void thePublisher_cannotApprove_inNoRoleAndNoAccount() {
        carol.publish(RELEASE);
        Principal elsewhere = Principal.assumedRole(Sandbox.ACCOUNT, "approver", "carol");

        for (Principal same : List.of(CAROL, elsewhere)) {
            assertThatThrownBy(() -> as(same).approve("qa"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(
                            "Bundle " + RELEASE.bundle().digest().abbreviated() + " was published by " + CAROL.arn())
                    .hasMessageContaining("must be somebody else's");
        }
        nothingIsApproved();
    }

    @Test
    void whereAwsDidNotSayWhoPublished_itTakesOneMore() {
        Verbs unknown = Verbs.of(cloud);
        unknown.story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));
        unknown.publish(RELEASE);

        assertThat(as(ALICE).approve("qa").missing()).isEqualTo(2);
    }

    @Test
    void whoeverAwsDoesNotKnow_cannotApprove() {
        carol.publish(RELEASE);

        assertThatThrownBy(() -> Verbs.of(cloud).approve("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("AWS does not say who alice is (GetCallerIdentity)");
        nothingIsApproved();
    }

    @Test
    void whereNobodyAsksForApprovals_noneIsGiven() {
        assertThatThrownBy(() -> as(ALICE).approve("prod"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(cloud.database() + " in prod asks for no approvals.");
    }

    @Test
    void whatHasNotSucceededInTheSource_cannotBeApproved() {
        assertThatThrownBy(() -> as(ALICE).approve("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Nothing has ever succeeded for " + cloud.database() + " in dev");

        carol.story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "syntax error"));
        carol.publish(RELEASE);

        assertThatThrownBy(() -> as(ALICE).approve("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ended FAILED: nothing can be promoted from there");
        nothingIsApproved();
    }

    @Test
    void whileTheSourceIsBusy_nothingCanBeApproved() {
        carol.publish(RELEASE);
        carol.story().whenSent(sent -> cloud.host("dev").claims(sent.deployment()));
        Order running = stillRunning(carol.withoutWaiting().publish(NEXT)).order();

        assertThatThrownBy(() -> as(ALICE).approve("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Deployment " + running.deployment() + " of " + cloud.database()
                        + " in dev is still in flight");
    }

    @Test
    void whatIsLiveThereAlready_needsNoApproval() {
        String gated = cloud.parameter("qa");
        cloud.putParameter("qa", gated.replace("\"gates\"", "\"ungated\""));
        carol.publish(RELEASE);
        finished(carol.promote("qa"));
        cloud.putParameter("qa", gated);

        assertThatThrownBy(() -> as(ALICE).approve("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is live in " + cloud.database() + " in qa already");
    }

    private void nothingIsApproved() {
        assertThat(carol.stage("qa").approvals().read(RELEASE.bundle().digest()).approvals())
                .isEmpty();
    }

    private static List<String> names(Approve.Standing standing) {
        return standing.approvals().stream().map(Approval::name).toList();
    }

    private Verbs as(Principal principal) {
        Caller caller =
                new Caller(principal.arn(), Optional.of(new UserId(principal.userId())), Optional.of("TICKET-1"));
        return Verbs.of(cloud)
                .as(caller)
                .with(cloud.open(cloud.sandbox().keyring().issue(principal), principal.arn()));
    }
}
