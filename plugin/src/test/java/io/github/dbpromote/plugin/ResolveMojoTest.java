package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class ResolveMojoTest extends GoalScene {
    private Order order;

    @BeforeEach
    void leaveADeploymentInDoubt() {
        cloud.provision();
        build().migration("V1__users.sql");
        order = past("dev").ordered(release());
        past("dev").leavesInDoubt(order, "V1__users.sql may be half done.");
    }

    @Test
    @InjectMojo(goal = "publish")
    void untilAPersonHasLooked_nothingIsSent_andTheWayOutIsNamed(PublishMojo publish) {
        assertThat(refusalOf(publish))
                .contains("V1__users.sql may be half done.")
                .contains(
                        "mvn db:resolve -Denv=dev -Ddb.reason=\"…\" -Ddb.as=failed      what it left behind is removed")
                .endsWith("mvn db:resolve -Denv=dev -Ddb.reason=\"…\" -Ddb.as=succeeded   it is complete");
        assertThat(cloud.asked()).doesNotContain("SendCommand");
    }

    @Test
    @InjectMojo(goal = "resolve")
    @MojoParameter(name = "as", value = "failed")
    @Typed("env=dev")
    void personWhoHasLooked_clearsIt_andTheReasonIsKept(ResolveMojo resolve) throws Exception {
        resolve.reason = "dropped the invalid index";

        resolve.execute();

        assertThat(said.lines())
                .anyMatch(line -> line.startsWith(
                        cloud.database() + " in dev: " + order.deployment() + " counts as failed from now on"))
                .contains("  mvn db:publish   goes on from there");
        Ledger.Last last = cloud.ledger("dev").read().ledger().last().orElseThrow();
        assertThat(last.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(cloud.deployments("dev")
                        .readClearance(order.deployment())
                        .orElseThrow()
                        .reason())
                .isEqualTo("dropped the invalid index");
    }

    @Test
    @InjectMojo(goal = "resolve")
    @MojoParameter(name = "as", value = "fine")
    @Typed("env=dev")
    void wordThatIsNeither_isRefusedBeforeAnythingIsAsked(ResolveMojo resolve) {
        cloud.forgetWhatWasAsked();

        assertThat(refusalOf(resolve)).isEqualTo("""
                db.as is "fine", but must be failed or succeeded.
                  → -Ddb.as=failed""");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "resolve")
    @MojoParameter(name = "as", value = "failed")
    @Typed("env=dev")
    void withoutAReason_nothingIsCleared(ResolveMojo resolve) {
        assertThat(refusalOf(resolve)).contains("-Ddb.reason");
        assertThat(cloud.deployments("dev").readClearance(order.deployment())).isEmpty();
    }

    @Test
    @InjectMojo(goal = "resolve")
    @MojoParameter(name = "as", value = "failed")
    @Typed("env=qa")
    void whatIsNotInDoubt_isNotCleared(ResolveMojo resolve) {
        resolve.reason = "a mistake";

        assertThat(refusalOf(resolve)).startsWith("Nothing has ever been deployed to " + cloud.database() + " in qa");
    }

    @Test
    @InjectMojo(goal = "resolve")
    @MojoParameter(name = "as", value = "failed")
    @Typed("env=dev")
    void databaseWithNothingToClear_isPassedOver_whereAnotherHasSomething(ResolveMojo resolve) throws Exception {
        String other = another();
        called(resolve, MojoExecution.Source.CLI);
        resolve.reason = "dropped the invalid index";

        resolve.execute();

        assertThat(said.lines())
                .contains(
                        "Nothing has ever been deployed to " + other + " in dev, so there is nothing to clear.",
                        "  mvn db:publish -Ddb.database=" + cloud.database() + "   goes on from there");
        assertThat(cloud.deployments("dev").readClearance(order.deployment())).isPresent();
    }

    @Test
    @InjectMojo(goal = "resolve")
    @MojoParameter(name = "as", value = "failed")
    @Typed("env=qa")
    void whereNoDatabaseHasAnythingToClear_theGoalFails(ResolveMojo resolve) {
        String other = another();
        called(resolve, MojoExecution.Source.CLI);
        resolve.reason = "a mistake";

        assertThat(refusalOf(resolve)).startsWith("Nothing has ever been deployed to " + other + " in qa");
    }

    @Test
    @InjectMojo(goal = "publish")
    void wayOut_namesTheDatabase_whereThereAreSeveral(PublishMojo publish) {
        another();
        called(publish, MojoExecution.Source.LIFECYCLE);

        assertThat(refusalOf(publish))
                .contains("mvn db:resolve -Denv=dev -Ddb.database=" + cloud.database() + " -Ddb.reason=");
    }

    private String another() {
        DatabaseName other = new DatabaseName(cloud.database() + "-other");
        cloud.provision(other);
        build().module(other.value()).migration(other.value(), "V1__other.sql", "SELECT 1;\n");
        return other.value();
    }
}
