package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.project.ProjectBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MojoTest
class PomConfigurationTest {
    private static final String EXECUTION = "qa";

    @TempDir
    Path folder;

    @Inject
    private ProjectBuilder projectBuilder;

    private final Properties typed = new Properties();
    private MavenBuild build;

    @BeforeEach
    void beginTheBuild() {
        build = new MavenBuild(folder, MavenBuild.newSession(), projectBuilder);
    }

    @Test
    void goalSettings_areReadAsMavenWouldInjectThem() {
        build.module("users", """
                <skip>true</skip><environment>qa</environment><profile>acme</profile><roleArn>role</roleArn>
                <environments>
                  <environment><name>prod</name><profile>acme-prod</profile><region>eu-west-1</region></environment>
                  <environment><name>qa</name></environment>
                </environments>""");
        typed.setProperty("db.profile", "mine");
        typed.setProperty("db.region", "eu-central-1");

        GoalSettings settings = GoalSettings.declared(configuration());

        assertThat(settings.skip()).isTrue();
        assertThat(settings.environment()).contains("qa");
        assertThat(settings.reach().usual().profile())
                .as("the POM's goes first")
                .contains("acme");
        assertThat(settings.reach().usual().region()).contains("eu-central-1");
        assertThat(settings.reach().usual().roleArn()).contains("role");
        assertThat(settings.reach().own()).hasSize(2);
        assertThat(settings.reach().own().get(0).name()).isEqualTo("prod");
        assertThat(settings.reach().own().get(0).settings().profile()).contains("acme-prod");
        assertThat(settings.reach().own().get(0).settings().region()).contains("eu-west-1");
    }

    @Test
    void moduleThatSaysNothing_hasNothing() {
        build.moduleWithProperties("users", "");

        GoalSettings settings = GoalSettings.declared(configuration());

        assertThat(settings.skip()).isFalse();
        assertThat(settings.environment()).isEmpty();
        assertThat(settings.reach().usual().profile()).isEmpty();
        assertThat(settings.reach().own()).isEmpty();
    }

    @Test
    void propertyOfThePom_countsWhereTheCommandLineSaysNothing() {
        build.moduleWithProperties("users", "<db.env>qa</db.env><db.profile>acme</db.profile>");
        typed.setProperty("db.env", "prod");

        GoalSettings settings = GoalSettings.declared(configuration());

        assertThat(settings.environment()).contains("prod");
        assertThat(settings.reach().usual().profile()).contains("acme");
    }

    @Test
    void executionsOwnConfiguration_goesBeforeThePlugins() {
        build.moduleWithExecution(
                "users", "<profile>acme</profile><region>eu-west-1</region>", EXECUTION, "<profile>acme-qa</profile>");

        PomConfiguration configuration = configuration();

        assertThat(configuration.value("profile")).isEqualTo(Optional.of("acme-qa"));
        assertThat(configuration.value("region")).isEqualTo(Optional.of("eu-west-1"));
    }

    private PomConfiguration configuration() {
        return PomConfiguration.of(build.project(), typed, EXECUTION);
    }
}
