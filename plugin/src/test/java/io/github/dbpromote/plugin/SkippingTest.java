package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class SkippingTest {
    private final Properties typed = new Properties();
    private final Properties project = new Properties();

    @Test
    void nothingIsSkipped_unlessSomebodySaysSo() {
        assertThat(Skipping.property(false, "publish", typed, project)).isEmpty();
    }

    @Test
    void skip_leavesOutEveryGoal() {
        assertThat(Skipping.property(true, "publish", typed, project)).contains("db.skip");
    }

    @Test
    void goalsOwnProperty_leavesOutThatGoalAlone() {
        typed.setProperty("db.skip.publish", "true");

        assertThat(Skipping.property(false, "publish", typed, project)).contains("db.skip.publish");
        assertThat(Skipping.property(false, "promote", typed, project)).isEmpty();
    }

    @Test
    void whatTheProjectSkips_theCommandLineBringsBack() {
        project.setProperty("db.skip.publish", "true");
        assertThat(Skipping.property(false, "publish", typed, project)).contains("db.skip.publish");

        typed.setProperty("db.skip.publish", "false");
        assertThat(Skipping.property(false, "publish", typed, project)).isEmpty();
    }
}
