package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Order;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class AwaitMojoTest extends GoalScene {
    @BeforeEach
    void prepareTheEnvironments() {
        cloud.provision();
        build().migration("V1__users.sql");
    }

    @Test
    @InjectMojo(goal = "await")
    void nothingInFlightAnywhere_isNothingToWaitFor(AwaitMojo await) throws Exception {
        await.execute();

        assertThat(said.lines()).containsExactly(cloud.database() + ": nothing is in flight");
    }

    @Test
    @InjectMojo(goal = "await")
    void environmentThatCannotBeRead_isPassedOver_andKeepsNobodyFromTheOthers(AwaitMojo await) throws Exception {
        cloud.parameter("prod", cloud.parameter("prod").replace("-prod-", "-nowhere-"));
        Order order = past("dev").ordered(release());
        past("dev").succeeds(order, release());

        await.execute();

        assertThat(said.lines())
                .anyMatch(line -> line.startsWith(cloud.database() + " in prod: passed over. Could not read s3://"))
                .anyMatch(line -> line.startsWith(cloud.database() + " in dev: applied 1 migration"));
    }

    @Test
    @InjectMojo(goal = "await")
    void whatHasEndedMeanwhile_isSettledAndTold(AwaitMojo await) throws Exception {
        Order order = past("dev").ordered(release());
        past("dev").succeeds(order, release());

        await.execute();

        assertThat(said.lines()).anyMatch(line -> line.startsWith(cloud.database() + " in dev: applied 1 migration"));
        assertThat(cloud.ledger("dev").read().ledger().inFlight()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "await")
    @Typed("env=dev")
    void whatFailedBefore_failsTheBuildThatAsksForIt(AwaitMojo await) {
        Order order = past("dev").ordered(release());
        past("dev").fails(order, "ERROR: no");

        assertThat(refusalOf(await)).contains("failed.", "ERROR: no");
    }

    @Test
    @InjectMojo(goal = "await")
    @Typed("env=qa")
    void environmentThatWasNeverDeployed_isSaidToBeSo(AwaitMojo await) throws Exception {
        await.execute();

        assertThat(said.lines()).containsExactly(cloud.database() + " in qa: never deployed");
    }

    @Test
    @InjectMojo(goal = "await")
    @Typed("env=dev")
    void thatVeryDeployment_failsTheBuild_althoughALaterOneSucceeded(AwaitMojo await) {
        Order failed = past("dev").ordered(release());
        past("dev").fails(failed, "ERROR: no");
        Order later = past("dev").ordered(release());
        past("dev").succeeds(later, release());
        await.awaited = failed.deployment().value();

        assertThat(refusalOf(await)).contains(failed.deployment() + " failed.", "ERROR: no");
    }

    @Test
    @InjectMojo(goal = "await")
    void deploymentWithoutItsEnvironment_isAskedFor(AwaitMojo await) {
        await.awaited = "d-20261122-054610-hxfe8gsq";

        assertThat(refusalOf(await)).isEqualTo("""
                Which environment? await needs one.
                  → mvn db:await -Denv=dev -Ddb.deployment=d-20261122-054610-hxfe8gsq""");
    }

    @Test
    @InjectMojo(goal = "await")
    @Typed("env=dev")
    void whatIsNoDeployment_isRefused(AwaitMojo await) {
        await.awaited = "$(reboot)\u001b";

        assertThat(refusalOf(await))
                .startsWith("\"$(reboot)?\" cannot be the id of a deployment:")
                .contains("d-20261122-054610-hxfe8gsq");
    }

    @Test
    @InjectMojo(goal = "await")
    @Typed({"env=dev", "db.waitLimit=PT0.3S", "db.pollInterval=PT0.1S"})
    void limitOfTheWait_leadsBackHere(AwaitMojo await) {
        Order order = past("dev").ordered(release());
        past("dev").claimed(order);

        assertThat(refusalOf(await))
                .startsWith(cloud.database() + " in dev: deployment " + order.deployment()
                        + " has left no receipt within the waiting limit. It is still running on the host")
                .contains("mvn db:await -Denv=dev -Ddb.deployment=" + order.deployment());
        assertThat(said.lines())
                .anyMatch(line ->
                        line.contains(order.deployment() + " is in flight since") && line.contains("ordered by alice"));
    }

    @Test
    @InjectMojo(goal = "await")
    @Typed({"env=dev", "db.waitLimit=PT0.3S", "db.pollInterval=PT0.1S"})
    void withoutAPom_theWayBackNamesDatabaseAndPlugin(AwaitMojo await) {
        Order order = past("dev").ordered(release());
        past("dev").claimed(order);
        build().withoutPom().typed("db.database", cloud.database().value());
        called(await, MojoExecution.Source.CLI);

        assertThat(refusalOf(await))
                .containsPattern("mvn io.github.dbpromote:db-maven-plugin:[^:]+:await -Denv=dev -Ddb.database="
                        + cloud.database());
    }
}
