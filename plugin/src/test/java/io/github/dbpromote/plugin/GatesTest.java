package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.plugin.access.AwsSettings;
import io.github.dbpromote.plugin.access.EnvironmentAccess;
import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Principal;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do to the gates of an environment, and what the gates do to them. */
@MojoTest
class GatesTest extends GoalScene {
    @BeforeEach
    void prepareTheEnvironments() {
        cloud.provision();
        build().migration("V1__users.sql");
    }

    @Test
    @InjectMojo(goal = "pause")
    @Typed("env=dev")
    void pause_closesTheEnvironment_untilSomebodyResumes(PauseMojo pause) throws Exception {
        pause.reason = "audit";

        pause.execute();

        assertThat(said.lines())
                .singleElement()
                .asString()
                .startsWith(cloud.database() + " in dev: paused since ")
                .endsWith(" UTC, until mvn db:resume -Denv=dev");
        assertThat(cloud.ledger("dev").read().ledger().paused().orElseThrow().reason())
                .isEqualTo("audit");
    }

    @Test
    @InjectMojo(goal = "pause")
    @Typed("env=qa")
    void whoIsSomebodyElseInThatEnvironment_isRecordedAsThatOne(PauseMojo pause) throws Exception {
        Credentials operator = cloud.keyring().issue(Principal.user("123456789012", "operator"));
        System.setProperty(
                "aws.sharedCredentialsFile",
                Files.writeString(folder.resolve("credentials"), """
                        [acme-qa]
                        aws_access_key_id = %s
                        aws_secret_access_key = %s
                        """.formatted(
                                        operator.accessKeyId(), operator.secretAccessKey()))
                        .toString());
        pause.reason = "audit";
        pause.environments = List.of(new EnvironmentAccess(
                "qa", new AwsSettings(Optional.of("acme-qa"), Optional.empty(), Optional.empty(), Optional.empty())));

        try {
            pause.execute();
        } finally {
            System.clearProperty("aws.sharedCredentialsFile");
        }

        assertThat(cloud.ledger("qa").read().ledger().paused().orElseThrow().by())
                .isEqualTo("arn:aws:iam::123456789012:user/operator");
    }

    @Test
    @InjectMojo(goal = "pause")
    @Typed("env=dev")
    void pauseWithoutAReason_isRefused(PauseMojo pause) {
        assertThat(refusalOf(pause)).startsWith("db:pause needs a reason");
    }

    @Test
    @InjectMojo(goal = "resume")
    @Typed("env=dev")
    void resume_ofWhatIsOpen_saysSo(ResumeMojo resume) {
        assertThat(refusalOf(resume)).startsWith(cloud.database() + " in dev is not paused");
    }

    @Test
    @InjectMojo(goal = "resume")
    void environment_hasToBeNamed(ResumeMojo resume) {
        assertThat(refusalOf(resume)).startsWith("Which environment? resume needs one.");
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void closedGate_saysWhatToWaitFor_andNothingIsSent(PromoteMojo promote) {
        cloud.gates("qa", "{\"soak\": \"PT24H\"}");
        past("dev").live(release());

        assertThat(refusalOf(promote)).contains("soak", "to go");
        assertThat(cloud.asked()).doesNotContain("SendCommand");
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void override_passesNothingOver_whereTheEnvironmentDoesNotAllowIt(PromoteMojo promote) {
        cloud.gates("qa", "{\"soak\": \"PT24H\"}");
        past("dev").live(release());
        promote.override = "urgent";

        assertThat(refusalOf(promote)).contains("override");
        assertThat(cloud.asked()).doesNotContain("SendCommand");
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed({"env=qa", "db.wait=false"})
    void override_standsInTheOrder_whereTheEnvironmentAllowsIt(PromoteMojo promote) throws Exception {
        cloud.gates("qa", "{\"soak\": \"PT24H\", \"override\": true}");
        past("dev").live(release());
        promote.override = "urgent";
        promote.wait = false;

        promote.execute();

        var sent = cloud.ledger("qa").read().ledger().inFlight().orElseThrow();
        assertThat(cloud.deployments("qa").readOrder(sent).value().override()).contains("urgent");
    }

    @Test
    @InjectMojo(goal = "approve")
    @Typed("env=qa")
    void approval_counts_andSaysHowManyAreMissing(ApproveMojo approve) throws Exception {
        cloud.gates("qa", "{\"approvals\": 2}");
        past("dev").live(release());

        approve.execute();

        assertThat(said.lines())
                .singleElement()
                .asString()
                .startsWith(cloud.database() + " in qa: bundle ")
                // Nobody knows who published it, and one of those who approve may be that person.
                .endsWith(" has 1 approval, 2 more to go");
    }

    @Test
    @InjectMojo(goal = "approve")
    @Typed("env=qa")
    void approvalThatNobodyAsksFor_isRefused(ApproveMojo approve) {
        past("dev").live(release());

        assertThat(refusalOf(approve)).contains(cloud.database() + " in qa", "approval");
    }
}
