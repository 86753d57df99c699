package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Order;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class CancelMojoTest extends GoalScene {
    @BeforeEach
    void prepareTheEnvironments() {
        cloud.provision();
        build().migration("V1__users.sql");
    }

    @Test
    @InjectMojo(goal = "cancel")
    @Typed({"env=dev", "db.reason=wrong release"})
    void orderThatNoHostHasTaken_neverWillBe(CancelMojo cancel) throws Exception {
        Order order = past("dev").ordered(release());
        cancel.reason = "wrong release";

        cancel.execute();

        assertThat(said.lines())
                .contains(cloud.database() + " in dev: cancelled, no host had taken " + order.deployment()
                        + " and none will");
        Claim claim =
                cloud.deployments("dev").readClaim(order.deployment()).value().orElseThrow();
        assertThat(claim.kind()).isEqualTo(Claim.Kind.VOID);
        assertThat(claim.reason()).contains("wrong release");
        assertThat(cloud.ledger("dev").read().ledger().inFlight()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "cancel")
    @Typed("env=dev")
    void withoutAReason_nothingIsCancelled(CancelMojo cancel) {
        Order order = past("dev").ordered(release());

        assertThat(refusalOf(cancel)).contains("-Ddb.reason");
        assertThat(cloud.ledger("dev").read().ledger().inFlight()).contains(order.deployment());
    }

    @Test
    @InjectMojo(goal = "cancel")
    void environment_hasToBeNamed(CancelMojo cancel) {
        cancel.reason = "wrong release";

        assertThat(refusalOf(cancel)).isEqualTo("""
                Which environment? cancel needs one.
                  → mvn db:cancel -Denv=dev""");
    }

    @Test
    @InjectMojo(goal = "cancel")
    @Typed("env=dev")
    void whatHasSucceededMeanwhile_isNotCalledCancelled(CancelMojo cancel) {
        Order order = past("dev").ordered(release());
        past("dev").succeeds(order, release());
        cancel.reason = "wrong release";

        assertThat(refusalOf(cancel))
                .startsWith(cloud.database() + " in dev: " + order.deployment()
                        + " could not be cancelled any more, it had ended SUCCEEDED.");
    }

    @Test
    @InjectMojo(goal = "cancel")
    @Typed({"env=dev", "db.reason=wrong release"})
    void oneOfSeveralDatabases_hasToBeNamed(CancelMojo cancel) {
        Order order = past("dev").ordered(release());
        build().module("products").migration("products", "V1__p.sql", "SELECT 1;\n");
        called(cancel, MojoExecution.Source.CLI);
        cancel.reason = "wrong release";

        assertThat(refusalOf(cancel))
                .isEqualTo("Which database? cancel works on one, and here are " + cloud.database() + ", products.\n"
                        + "  → Name it: -Ddb.database=" + cloud.database());
        assertThat(cloud.ledger("dev").read().ledger().inFlight()).contains(order.deployment());

        build().typed("db.database", cloud.database().value());
        assertThatCode(cancel::execute).doesNotThrowAnyException();
        assertThat(cloud.ledger("dev").read().ledger().inFlight()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "cancel")
    @Typed({"env=dev", "db.reason=wrong release"})
    void withoutAPom_theDatabaseIsEnough(CancelMojo cancel) throws Exception {
        past("dev").ordered(release());
        build().withoutPom().typed("db.database", cloud.database().value());
        called(cancel, MojoExecution.Source.CLI);
        cancel.reason = "wrong release";

        cancel.execute();

        assertThat(cloud.ledger("dev").read().ledger().inFlight()).isEmpty();
    }
}
