package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** CI's credentials last about an hour, migrations may last longer. */
class CredentialsExpireTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Credentials temporary;
    private Verbs pipeline;

    @BeforeEach
    void provision() {
        cloud.provision("dev");
        temporary = cloud.sandbox()
                .keyring()
                .issueTemporary(
                        Principal.assumedRole(Sandbox.ACCOUNT, "ci", "job"),
                        Instant.now().plus(Duration.ofHours(1)));
        pipeline = Verbs.of(cloud).with(cloud.open(temporary, "CI"));
    }

    private void expire() {
        cloud.sandbox()
                .keyring()
                .add(new Credentials(
                        temporary.accessKeyId(),
                        temporary.secretAccessKey(),
                        temporary.sessionToken(),
                        temporary.principal(),
                        Optional.of(Instant.EPOCH)));
    }

    @Test
    void duringTheWait_theDeploymentGoesOn() {
        pipeline.story().whenSent(sent -> cloud.host("dev").claims(sent.deployment()));

        DeploymentResult.StillRunning running =
                stillRunning(pipeline.meanwhile(this::expire).publish(RELEASE));

        assertThat(running.why()).isEqualTo(DeploymentResult.Why.CREDENTIALS_EXPIRED);
        cloud.host("dev").succeeds(running.order().deployment());
        assertThat(Verbs.of(cloud).settle("dev")).isInstanceOf(Settlement.Ended.class);
    }

    @Test
    void beforeAnythingIsSent_thatIsARefusal() {
        expire();

        assertThatThrownBy(() -> pipeline.publish(RELEASE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Could not read the parameters below /db-promote/" + cloud.database() + " (CI)")
                .hasMessageContaining("the AWS credentials have expired");
    }

    @Test
    void otherTroubleDuringTheWait_isSatOut() {
        AtomicInteger pauses = new AtomicInteger();
        AtomicReference<DeploymentId> sent = new AtomicReference<>();
        pipeline.story().whenSent(event -> sent.set(event.deployment()));
        Verbs unlucky = pipeline.meanwhile(() -> {
            if (pauses.incrementAndGet() == 1) {
                // As often as the SDK tries, so that one whole look fails.
                cloud.fault("s3", "GetObject", 3, Fault.Kind.ERROR_500);
            } else if (pauses.get() == 3) {
                cloud.host("dev").succeeds(sent.get());
            }
        });

        assertThat(finished(unlucky.publish(RELEASE)).receipt().succeeded()).isTrue();
        assertThat(pipeline.story().all(Progress.Working.class))
                .extracting(Progress.Working::state)
                .contains(Progress.State.UNKNOWN);
    }
}
