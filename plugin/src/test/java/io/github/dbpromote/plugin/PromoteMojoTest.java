package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Order;
import java.util.Optional;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.Test;

@MojoTest
class PromoteMojoTest extends GoalScene {
    @Test
    @InjectMojo(goal = "promote")
    void promote_needsAnEnvironment_andSaysSoBeforeAnythingIsAsked(PromoteMojo promote) {
        build().migration("V1__users.sql");

        assertThat(refusalOf(promote)).isEqualTo("""
                Which environment? promote needs one.
                  → mvn db:promote -Denv=qa""");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "promote")
    void propertyOfAPomOrOfTheMachineNamedEnv_doesNotChooseProd(PromoteMojo promote) {
        build().migration("V1__users.sql");
        build().project().getProperties().setProperty("env", "prod");
        build().session().getSystemProperties().setProperty("env", "prod");

        assertThat(refusalOf(promote)).startsWith("Which environment? promote needs one.");
    }

    @Test
    @InjectMojo(goal = "promote")
    @MojoParameter(name = "environment", value = "qa")
    @Typed("env=prod")
    void executionForQa_isNotTalkedIntoProd(PromoteMojo promote) {
        build().migration("V1__users.sql");

        assertThat(refusalOf(promote)).isEqualTo("""
                This execution is configured for qa, but -Denv=prod was typed.
                  → Leave -Denv out, or name the goal without an execution: mvn db:promote -Denv=prod""");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=dev")
    void nothingIsPromotedToTheFirstEnvironment(PromoteMojo promote) {
        cloud.provision();
        build().migration("V1__users.sql");

        assertThat(refusalOf(promote)).isEqualTo("""
                %s in dev is the first environment of the path: nothing can be promoted to it, only published.
                  → mvn db:publish
                    mvn db:promote -Denv=qa""".formatted(cloud.database()));
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qaa")
    void unknownEnvironment_isRefusedWithTheNearestName(PromoteMojo promote) {
        cloud.provision();
        build().migration("V1__users.sql");

        assertThat(refusalOf(promote)).contains("There is no environment \"qaa\"", "Did you mean qa?");
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=QA!")
    void malformedEnvironment_isRefused(PromoteMojo promote) {
        build().migration("V1__users.sql");

        assertThat(refusalOf(promote)).startsWith("\"QA!\" cannot be the name of an environment");
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void nothingIsPromotedFromWhereNothingEverSucceeded(PromoteMojo promote) {
        cloud.provision();
        build().migration("V1__users.sql");

        assertThat(refusalOf(promote)).startsWith("Nothing has ever succeeded for " + cloud.database() + " in dev");
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed({"env=qa", "db.waitLimit=PT0S"})
    void promote_takesWhatIsLive_whateverStandsInTheProject(PromoteMojo promote) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        Order live = past("dev").live(release());
        build().migration("V2__not_published.sql").migration("misnamed.sql");

        promote.execute();

        DeploymentId sent = cloud.ledger("qa").read().ledger().inFlight().orElseThrow();
        Order order = cloud.deployments("qa").readOrder(sent).value();
        assertThat(order.bundle()).isEqualTo(live.bundle());
        assertThat(order.source().map(Order.Source::deployment)).isEqualTo(Optional.of(live.deployment()));
        assertThat(said.lines()).contains(cloud.database() + " in qa: sent, not waited for (" + sent + ")");
    }
}
