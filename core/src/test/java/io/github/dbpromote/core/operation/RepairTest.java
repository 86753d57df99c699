package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.cloud.Story;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.problem.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RepairTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa");
        alice = Verbs.of(cloud);
    }

    @Test
    void aRepair_isOrderedWithTheBundleThatFailed_andDoesNotReleaseTheTrain() {
        alice.telling(new Story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "no such column")))
                .publish(RELEASE);
        Story repaired = new Story().whenSent(sent -> cloud.host("dev").succeeds(sent.deployment()));

        cloud.forgetRequests();

        DeploymentResult.Finished result = finished(alice.telling(repaired).repair("dev"));

        assertThat(cloud.requests("PutObject"))
                .as("the bundle is there, and who repairs may bring none")
                .noneMatch(request -> request.resource().contains("/bundles/"));
        assertThat(result.order().action()).isEqualTo(Action.REPAIR);
        assertThat(result.bundle()).isEqualTo(RELEASE.bundle().digest());
        assertThat(alice.ledger("dev").inFlight()).isEmpty();
        assertThat(alice.ledger("dev").last().orElseThrow().outcome()).isEqualTo(Outcome.FAILED);
        assertThatThrownBy(() -> alice.promote("qa")).hasMessageContaining("ended FAILED");
    }

    @Test
    void whereNothingWasEverTried_thereIsNothingToRepair() {
        assertThatThrownBy(() -> alice.repair("dev"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Nothing has ever been deployed to " + cloud.database() + " in dev");
    }
}
