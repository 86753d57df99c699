package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.model.BundleChoice;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChooseBundleTest {
    private static final Release FIRST = Releases.of("V1__create_users.sql");
    private static final Release SECOND = Releases.of("V1__create_users.sql", "V2__add_email.sql");
    private static final Release THIRD = Releases.of("V1__create_users.sql", "V2__add_email.sql", "V3__broken.sql");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa");
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
    void anEarlierBundle_isPromotedWithTheDeploymentThatProvesIt() {
        Order first = finished(alice.publish(FIRST)).order();
        alice.publish(SECOND);

        Order promoted = finished(alice.promote("qa", digest(FIRST))).order();

        assertThat(promoted.bundle()).isEqualTo(first.bundle());
        assertThat(promoted.source()).hasValue(new Order.Source(new EnvironmentName("dev"), first.deployment()));
    }

    @Test
    void itsFirstDigits_areEnough() {
        alice.publish(FIRST);
        alice.publish(SECOND);

        assertThat(finished(alice.promote("qa", digest(FIRST).substring(0, 8))).bundle())
                .isEqualTo(FIRST.bundle().digest());
    }

    @Test
    void theLiveBundle_isItsOwnProof() {
        alice.publish(FIRST);
        Order live = finished(alice.publish(SECOND)).order();

        Order promoted = finished(alice.promote("qa", digest(SECOND))).order();

        assertThat(promoted.source().orElseThrow().deployment()).isEqualTo(live.deployment());
    }

    @Test
    void whatIsChosenAndLiveInTheTarget_isNothingToDo() {
        alice.publish(FIRST);
        alice.promote("qa");
        alice.publish(SECOND);

        assertThat(alice.promote("qa", digest(FIRST))).isInstanceOf(DeploymentResult.NothingToDo.class);
    }

    @Test
    void anOlderBundleThanTheTargetHas_isRefused() {
        alice.publish(FIRST);
        alice.publish(SECOND);
        alice.promote("qa");

        refused(
                digest(FIRST),
                cloud.database() + " in qa has migrations applied that bundle "
                        + FIRST.bundle().digest().abbreviated() + " lacks: 2 add email.");
    }

    @Test
    void aBundleThatIsNotThere_isRefused_withTheNewestThatSucceeded() {
        alice.publish(FIRST);
        alice.publish(SECOND);

        refused("0000", cloud.database() + " in dev has no bundle whose name begins with 0000.");
        refused("0000", "The newest that succeeded there: ");
        refused("0000", FIRST.bundle().digest().abbreviated());
        refused("0000", SECOND.bundle().digest().abbreviated());
    }

    @Test
    void aBundleThatNeverSucceeded_isRefused() {
        alice.publish(FIRST);
        alice.story().whenSent(this::fail);
        alice.publish(THIRD);
        alice.story().whenSent(this::succeed);
        alice.publish(SECOND);

        refused(
                digest(THIRD),
                "Bundle " + THIRD.bundle().digest().abbreviated() + " is stored for " + cloud.database()
                        + " in dev, but no receipt says that it succeeded there.");
    }

    @Test
    void aRepairThatSucceeded_provesNoBundle() {
        alice.story().whenSent(this::fail);
        alice.publish(THIRD);
        alice.story().whenSent(this::succeed);
        alice.repair("dev");
        alice.publish(Releases.of("V1__create_users.sql", "V2__add_email.sql", "V3__broken.sql", "V4__more.sql"));

        refused(digest(THIRD), "no receipt says that it succeeded there");
    }

    @Test
    void digitsOfSeveralBundles_areRefused_withAllOfThem() {
        alice.publish(FIRST);
        String digest = digest(FIRST);
        String other = digest.substring(0, 60) + (digest.endsWith("0000") ? "1111" : "0000");
        cloud.create(
                cloud.environment("dev").bucket(), cloud.database() + "/bundles/" + other + ".jar", new byte[] {1});

        refused(digest.substring(0, 10), "has 2 bundles whose names begin with " + digest.substring(0, 10));
        refused(digest.substring(0, 10), other);
        refused(digest.substring(0, 10), digest);
    }

    @Test
    void aSourceThatFailedSince_isNoObstacle_forTheChosenHasItsOwnReceipt() {
        Order proof = finished(alice.publish(FIRST)).order();
        alice.story().whenSent(this::fail);
        alice.publish(THIRD);
        alice.story().whenSent(this::succeed);

        Order promoted = finished(alice.promote("qa", digest(FIRST))).order();

        assertThat(promoted.source().orElseThrow().deployment()).isEqualTo(proof.deployment());
    }

    @Test
    void aSourceThatRuns_isNoObstacleEither() {
        alice.publish(FIRST);
        alice.story().whenSent(sent -> {});
        stillRunning(alice.withoutWaiting().publish(SECOND));
        alice.story().whenSent(this::succeed);

        assertThat(finished(alice.promote("qa", digest(FIRST))).bundle())
                .isEqualTo(FIRST.bundle().digest());
    }

    @Test
    void whatCannotBeRead_doesNotHideThatThereIsNoSuchBundle() {
        alice.publish(FIRST);
        String folder = cloud.database() + "/deployments/d-99991231-235959-aaaaaaaa/";
        String bucket = cloud.environment("dev").bucket();
        cloud.create(bucket, folder + "order.json", "{\"format\": 99}".getBytes(StandardCharsets.UTF_8));
        cloud.create(bucket, folder + "receipt.json", "{\"format\": 99}".getBytes(StandardCharsets.UTF_8));

        refused("0000", "has no bundle whose name begins with 0000.");
        refused("0000", FIRST.bundle().digest().abbreviated());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "ABCDEF",
                "../../etc",
                "$(reboot)",
                "{{ ssm:x }}",
                "abcd'; drop",
                "abcd\u001b[31m",
                "abcd\n"
            })
    void whatIsNoDigest_isRefused_andShownSafely(String value) {
        assertThatThrownBy(() -> new BundleChoice(value))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("\"" + value.replaceAll("\\p{Cntrl}", "?") + "\" cannot name a bundle:")
                .hasMessageNotContaining("\u001b");
        assertThatThrownBy(() -> new BundleChoice("f".repeat(10_000)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(400));
    }

    private static String digest(Release release) {
        return release.bundle().digest().value();
    }

    private void refused(String choice, String reason) {
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.promote("qa", choice))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason);
        assertThat(cloud.requests("PutObject")).isEmpty();
        assertThat(cloud.requests("SendCommand")).isEmpty();
    }
}
