package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be wrong with the parameters that describe a path: each in its own words, and nothing is done. */
@MojoTest
class PathMistakesTest extends GoalScene {
    private static final String FIRST = """
            {"format": 1, "bucket": "acme", "bucketOwner": "123456789012",
             "hosts": {"tag": "FlywayHost", "value": "x"}, "documents": {"migrate": "m"}}""";

    @BeforeEach
    void writeAMigration() {
        build().migration("V1__users.sql");
    }

    @Test
    @InjectMojo(goal = "publish")
    void noParameter_tellsPathAccountAndRegion(PublishMojo publish) {
        assertThat(mistakeOf(publish)).isEqualTo("""
                No environment is described below /db-promote/DATABASE in Parameter Store (account 123456789012, region \
                eu-central-1).
                  → Check the database's name (-Ddb.database), the account and the region (AWS_PROFILE, AWS_REGION, \
                -Ddb.region).
                    The parameters are written by the infrastructure, one for each environment: \
                /db-promote/DATABASE/<environment>""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void cycle_isNamed(PublishMojo publish) {
        cloud.parameter("dev", FIRST).parameter("qa", promotingFrom("prod")).parameter("prod", promotingFrom("qa"));

        assertThat(mistakeOf(publish)).isEqualTo("""
                The environments prod, qa of DATABASE promote from one another in a circle.
                  → Correct promotesFrom in their parameters: the path needs one beginning.""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void gap_isNamed(PublishMojo publish) {
        cloud.parameter("dev", FIRST).parameter("prod", promotingFrom("qa"));

        assertThat(mistakeOf(publish)).isEqualTo("""
                DATABASE in prod promotes from "qa", but that environment does not exist.
                  → Correct promotesFrom in its parameter, or create the parameter of "qa".""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void severalBeginnings_areNamed(PublishMojo publish) {
        cloud.parameter("dev", FIRST).parameter("qa", FIRST);

        assertThat(mistakeOf(publish)).isEqualTo("""
                The path of DATABASE has several beginnings: dev, qa promote from no other environment.
                  → Exactly one environment may lack promotesFrom: set it in the parameters of the others.""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void malformedParameter_isNamed(PublishMojo publish) {
        cloud.parameter("dev", FIRST.replace("123456789012", "acme"));

        assertThat(mistakeOf(publish)).isEqualTo("""
                parameter /db-promote/DATABASE/dev is not as db-promote writes it: "bucketOwner" "acme": is not an AWS account \
                of 12 digits.
                  → Correct it where it was written; parameters come from the infrastructure.""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void parameterThatIsNoJson_isNamed(PublishMojo publish) {
        cloud.parameter("dev", "{{ ssm:$(reboot) }}");

        assertThat(mistakeOf(publish))
                .startsWith("parameter /db-promote/DATABASE/dev is not as db-promote writes it: ");
    }

    @Test
    @InjectMojo(goal = "publish")
    void parameterOfSomebodyElse_isNamed(PublishMojo publish) {
        cloud.parameter("dev", "{\"host\": \"db.acme.test\", \"port\": 5432}");

        assertThat(mistakeOf(publish)).isEqualTo("""
                parameter /db-promote/DATABASE/dev is not as db-promote writes it: "format" is missing.
                  → Correct it where it was written; parameters come from the infrastructure.""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void parameterThatIsNamedLikeNoEnvironment_isNamed(PublishMojo publish) {
        cloud.parameter("dev", FIRST).parameter("Password", "s3cret");

        assertThat(mistakeOf(publish)).isEqualTo("""
                Parameter /db-promote/DATABASE/Password is not named like an environment: "Password" cannot be the name of an \
                environment: it must be 1 to 32 lower-case letters, digits or '-', beginning with a letter.
                  → Below that path only the parameters of environments may stand; move it elsewhere.""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void parameterOfANewerFormat_isNamed(PublishMojo publish) {
        cloud.parameter("dev", FIRST.replace("\"format\": 1", "\"format\": 2"));

        assertThat(mistakeOf(publish)).isEqualTo("""
                parameter /db-promote/DATABASE/dev has format 2, but this version of db-promote understands formats up to 1.
                  → Use a newer version of the plugin (or of flyway-host on the host).""");
    }

    private String mistakeOf(PublishMojo publish) {
        String mistake = refusalOf(publish);
        assertNothingWasDone();
        return mistake.replace(cloud.database().value(), "DATABASE");
    }

    private static String promotingFrom(String source) {
        return FIRST.replace("\"format\": 1,", "\"format\": 1, \"promotesFrom\": \"" + source + "\",");
    }
}
