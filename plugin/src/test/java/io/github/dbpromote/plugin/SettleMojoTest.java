package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import java.util.Optional;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.Test;

@MojoTest
class SettleMojoTest extends GoalScene {
    @Test
    @InjectMojo(goal = "settle")
    void settle_refusesToRunOffline(SettleMojo settle) {
        build().migration("V1__users.sql").offline();

        assertThat(refusalOf(settle)).startsWith("Maven is offline (-o), and this goal needs AWS.");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "settle")
    void nothingInFlight_isSaidForEachEnvironment(SettleMojo settle) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");

        settle.execute();

        assertThat(said.lines())
                .containsExactly(
                        in("dev") + "nothing in flight",
                        in("qa") + "nothing in flight",
                        in("prod") + "nothing in flight");
    }

    @Test
    @InjectMojo(goal = "settle")
    @Typed("env=dev")
    void orderThatNoHostTookInTime_isGivenUpForGood(SettleMojo settle) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        Order order = past("dev").orderedAnHourAgo(release());

        settle.execute();

        assertThat(said.lines())
                .containsExactly(
                        in("dev") + order.deployment() + " was given up: no host had taken it; nothing was run");
        assertThat(cloud.ledger("dev").read().ledger().inFlight()).isEmpty();
        assertThat(cloud.deployments("dev")
                        .readClaim(order.deployment())
                        .value()
                        .map(Claim::kind))
                .isEqualTo(Optional.of(Claim.Kind.VOID));
    }

    @Test
    @InjectMojo(goal = "settle")
    @Typed("env=dev")
    void finishedDeployment_isWrittenDownAsLive(SettleMojo settle) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        Order order = past("dev").ordered(release());
        past("dev").succeeds(order, release());

        settle.execute();

        assertThat(said.lines()).containsExactly(in("dev") + order.deployment() + " ended SUCCEEDED");
        Ledger ledger = cloud.ledger("dev").read().ledger();
        assertThat(ledger.inFlight()).isEmpty();
        assertThat(ledger.live()).contains(new Ledger.Live(order.deployment(), order.bundle()));
    }

    @Test
    @InjectMojo(goal = "settle")
    @Typed("env=dev")
    void failedDeployment_isWrittenDownToo_andTheBuildIsNoFailure(SettleMojo settle) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        Order order = past("dev").ordered(release());
        past("dev").fails(order, "ERROR: out of luck");

        settle.execute();

        assertThat(said.lines()).containsExactly(in("dev") + order.deployment() + " ended FAILED: ERROR: out of luck");
        assertThat(cloud.ledger("dev").read().ledger().last().map(Ledger.Last::outcome))
                .isEqualTo(Optional.of(Outcome.FAILED));
    }

    @Test
    @InjectMojo(goal = "settle")
    @Typed("env=dev")
    void deploymentAtWork_isLeftAlone_howeverOldItIs(SettleMojo settle) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        Order order = past("dev").orderedAnHourAgo(release());
        past("dev").claimed(order);

        settle.execute();

        assertThat(said.lines())
                .singleElement()
                .asString()
                .startsWith(in("dev") + order.deployment() + " is in flight since ")
                .endsWith(", at work on host " + Past.HOST);
        assertThat(cloud.ledger("dev").read().ledger().inFlight()).contains(order.deployment());
    }

    @Test
    @InjectMojo(goal = "settle")
    @Typed("db.dryRun=true")
    void whoOnlyWantsToKnow_doesNotSeeItAct(SettleMojo settle) {
        cloud.provision();
        build().migration("V1__users.sql");
        Order order = past("dev").orderedAnHourAgo(release());

        assertThat(refusalOf(settle)).startsWith("db:settle has no dry run: it would have acted.");
        assertThat(cloud.ledger("dev").read().ledger().inFlight()).contains(order.deployment());
    }

    @Test
    @InjectMojo(goal = "settle")
    @Typed("env=staging")
    void unknownEnvironment_isRefused(SettleMojo settle) {
        cloud.provision();
        build().migration("V1__users.sql");

        assertThat(refusalOf(settle)).startsWith("There is no environment \"staging\"");
    }

    @Test
    @InjectMojo(goal = "settle")
    void settle_worksWithoutAPom_whereTheDatabaseIsNamed(SettleMojo settle) throws Exception {
        cloud.provision();
        build().withoutPom();

        assertThat(refusalOf(settle)).startsWith("Which database? There is no POM here with migrations.");

        build().typed("db.database", cloud.database().value());
        settle.execute();

        assertThat(said.lines()).hasSize(3).first().isEqualTo(in("dev") + "nothing in flight");
    }

    @Test
    @InjectMojo(goal = "settle")
    void whatCannotBeSettled_doesNotStopTheOthers(SettleMojo settle) {
        cloud.provision().store("dev", cloud.database() + "/ledger.json", "{}");
        build().module("products").migration("products", "V1__p.sql", "SELECT 1;");
        build().migration("V1__users.sql");

        assertThat(refusalOf(settle))
                .contains("/ledger.json is not as db-promote writes it: ")
                .contains("No environment is described below /db-promote/products ");
        assertThat(said.lines()).containsExactly(in("qa") + "nothing in flight", in("prod") + "nothing in flight");
    }

    private String in(String environment) {
        return cloud.database() + " in " + environment + ": ";
    }
}
