package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

@MojoTest
class PublishMojoTest extends GoalScene {
    @Test
    @InjectMojo(goal = "publish")
    void publish_refusesAProjectWithoutMigrations(PublishMojo publish) {
        assertThat(failureOf(publish))
                .isInstanceOf(MojoFailureException.class)
                .hasNoCause()
                .hasMessage("");
    }
}
