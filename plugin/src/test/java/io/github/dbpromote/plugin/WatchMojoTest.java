package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.EnvironmentName;
import java.nio.file.Path;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.Test;

/** What is refused before anything is started, and what is said; the rest shows where a real relay promotes. */
@MojoTest
class WatchMojoTest extends GoalScene {
    @Test
    @InjectMojo(goal = "watch")
    void watch_meansTheSandboxWithItsRelay_whateverWasTyped(WatchMojo watch) {
        assertThat(watch.sandbox).isFalse();
        assertThat(watch.sandboxRelay).isFalse();
        assertThat(watch.inSandbox()).isTrue();
    }

    @Test
    @InjectMojo(goal = "watch")
    @Typed("db.waitLimit=soon")
    void limitThatIsNone_isRefusedBeforeAnythingIsStarted(WatchMojo watch) {
        build().migration("V1__users.sql");
        watch.sandboxDirectory = folder.resolve("sandbox").toFile();

        assertThat(refusalOf(watch)).startsWith("db.waitLimit is \"soon\", which is not a duration.");
        assertThat(watch.sandboxDirectory).doesNotExist();
    }

    @Test
    @InjectMojo(goal = "watch")
    void withoutADatabase_thereIsNothingToWatch(WatchMojo watch) {
        build().withoutPom();

        assertThat(refusalOf(watch)).startsWith("Which database?");
    }

    @Test
    void whatDidNotArrive_isSaidWithTheNextStep() {
        assertThat(PluginProblems.nothingToWatch("users").text()).isEqualTo("""
                users: nothing is live in the first environment, so that the relay has nothing to promote.
                  → Publish something first: mvn -Ddb.sandbox.relay db:publish db:watch""");
        assertThat(PluginProblems.wentNoFurther("users in qa", new EnvironmentName("qa"))
                        .text())
                .isEqualTo("""
                users in qa: the bundle did not succeed there, and the relay tries none twice.
                  → mvn -Ddb.sandbox db:await -Denv=qa tells why, and what to do next.""");
        assertThat(PluginProblems.notArrived("users in prod", Path.of("/sandbox/relay.log"))
                        .text())
                .isEqualTo("""
                users in prod: not there yet when the time to watch was over. The relay goes on; its log is /sandbox/relay.log.
                  → Watch on: mvn db:watch. A gate that is closed for longer is told above.""");
    }
}
