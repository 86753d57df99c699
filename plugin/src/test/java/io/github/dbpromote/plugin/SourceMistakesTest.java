package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.operation.Release;
import java.lang.reflect.Field;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.Mojo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps a bundle from being promoted: each in its own words, and nothing is done. */
@MojoTest
class SourceMistakesTest extends GoalScene {
    private Release release;

    @BeforeEach
    void prepareTheEnvironments() {
        cloud.provision();
        build().migration("V1__users.sql");
        release = release();
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void sourceThatWasNeverDeployed(PromoteMojo promote) {
        assertThat(mistakeOf(promote)).isEqualTo("""
                Nothing has ever succeeded for DATABASE in dev, so there is nothing to promote from it.
                  → Publish or promote to it first; mvn db:status shows what is where.""");
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void sourceThatFailed(PromoteMojo promote) {
        Order failed = past("dev").ordered(release);
        past("dev").settled(past("dev").fails(failed, "ERROR: syntax error"));

        assertThat(mistakeOf(promote)).isEqualTo("""
                The newest deployment of DATABASE in dev, %s, ended FAILED: nothing can be promoted from there before a later \
                one succeeds.
                  → Mend the migrations and publish again; mvn db:status shows what failed.""".formatted(failed.deployment()));
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void sourceThatIsRunning(PromoteMojo promote) {
        Order running = past("dev").ordered(release);

        assertThat(mistakeOf(promote)).isEqualTo("""
                Deployment %s of DATABASE in dev is still in flight, since %s: nothing can be promoted before it has succeeded.
                  → Wait until it has ended; mvn db:status shows how it stands.""".formatted(running.deployment(), running.createdAt()));
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void targetThatIsAhead(PromoteMojo promote) {
        past("dev").live(release);
        build().migration("V2__hotfix.sql");
        past("qa").live(release());

        assertThat(mistakeOf(promote)).isEqualTo("""
                DATABASE in qa has migrations applied that DATABASE in dev does not have: 2 hotfix.
                  → Bring these migrations into the project and publish them, so that the source has them too.""");
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed({"env=qa", "db.bundle=0000"})
    void bundleThatDoesNotExist(PromoteMojo promote) {
        Order live = past("dev").live(release);

        assertThat(mistakeOf(promote)).isEqualTo("""
                DATABASE in dev has no bundle whose name begins with 0000.
                  → The newest that succeeded there: %s""".formatted(live.bundle().abbreviated()));
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed({"env=qa", "db.bundle=abcd"})
    void bundleThatIsAmbiguous(PromoteMojo promote) {
        past("dev").live(release);
        String one = "abcd" + "0".repeat(60);
        String other = "abcd" + "1".repeat(60);
        store(one);
        store(other);

        assertThat(mistakeOf(promote)).isEqualTo("""
                DATABASE in dev has 2 bundles whose names begin with abcd.
                  → Give more digits of one of these:
                    %s
                    %s""".formatted(one, other));
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void bundleThatNeverSucceeded(PromoteMojo promote) throws ReflectiveOperationException {
        Order live = past("dev").live(release);
        String untried = Digest.of(new byte[] {1}).value();
        store(untried);
        choose(promote, untried);

        assertThat(mistakeOf(promote)).isEqualTo("""
                Bundle %s is stored for DATABASE in dev, but no receipt says that it succeeded there.
                  → The newest that succeeded there: %s""".formatted(
                        new Digest(untried).abbreviated(), live.bundle().abbreviated()));
    }

    private static void choose(PromoteMojo promote, String bundle) throws ReflectiveOperationException {
        Field field = PromoteMojo.class.getDeclaredField("bundle");
        field.setAccessible(true);
        field.set(promote, bundle);
    }

    private void store(String digest) {
        cloud.create("dev", cloud.database() + "/bundles/" + digest + ".jar", digest);
    }

    private String mistakeOf(Mojo goal) {
        cloud.forgetWhatWasAsked();
        String mistake = refusalOf(goal);
        assertNothingWasDone();
        return mistake.replace(cloud.database().value(), "DATABASE");
    }
}
