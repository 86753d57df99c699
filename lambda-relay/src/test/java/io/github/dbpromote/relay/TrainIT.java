package io.github.dbpromote.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.operation.DeploymentResult;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The packaged function, as Lambda runs it, takes bundles through the environments. */
@ExtendWith(SceneExtension.class)
class TrainIT {
    private static final Map<String, String> FIRST =
            Map.of("V1__create_account.sql", "create table account (id bigint primary key);\n");
    private static final String ADD_EMAIL = "alter table account add column email text;\n";
    private static final Map<String, String> SECOND = Map.of(
            "V1__create_account.sql",
            FIRST.get("V1__create_account.sql"),
            "V2__create_address.sql",
            "create table address (id bigint primary key);\n");

    @Test
    void aTrain_takesOneBundleFromDevOverQaToProd_overDaysOfSoakWindowsAndApprovals(Scene scene) {
        scene.provision(
                Map.of(
                        "qa", "{\"gates\": {\"soak\": \"P1D\"}}",
                        "prod",
                                "{\"gates\": {\"soak\": \"P2D\", \"windows\": [\"Mon-Thu 06:00-16:00 UTC\"], \"approvals\": 2}}"));

        DeploymentResult.Finished published = (DeploymentResult.Finished) scene.publish(FIRST);

        scene.calendar().passUntil(DayOfWeek.MONDAY, "20:00");
        assertThat(scene.promote("qa")).singleElement().asString().startsWith("gate: soak has 12h");
        assertThat(scene.promote("prod")).containsExactly("source never deployed");

        scene.calendar().passUntil(DayOfWeek.TUESDAY, "08:30");
        assertThat(scene.promote("qa")).containsExactly("promoted");
        assertThat(scene.promote("qa"))
                .allMatch(words -> words.startsWith("in flight since ") || words.equals("nothing to do"));
        scene.awaitLive("qa");
        assertThat(scene.promote("qa")).containsExactly("nothing to do");
        assertThat(scene.promote("prod"))
                .singleElement()
                .asString()
                .matches("gate: soak has .* to go; 0 of 2 approvals");

        scene.calendar().passUntil(DayOfWeek.THURSDAY, "18:00");
        scene.approve("prod", "AROAAPPROVER:alice");
        scene.approve("prod", "AIDABOB");
        assertThat(scene.promote("prod"))
                .singleElement()
                .asString()
                .startsWith("gate: window opens ")
                .endsWith(" 06:00 UTC");

        scene.calendar().passUntil(DayOfWeek.MONDAY, "07:00");
        assertThat(scene.promote("prod")).containsExactly("promoted");
        scene.awaitLive("prod");

        assertThat(scene.hasTable("prod", "account")).isTrue();
        assertThat(scene.status("prod").ledger().live().orElseThrow().bundle()).isEqualTo(published.bundle());
        assertThat(scene.commands()).hasSize(3);
    }

    @Test
    void whereItIsAutomatic_aBundleArrivesInProdByItself_asSoonAsItHasSucceededBefore(Scene scene) {
        scene.provision(Map.of("qa", "{\"promotion\": \"automatic\"}", "prod", "{\"promotion\": \"automatic\"}"));

        scene.publish(FIRST);
        scene.awaitLive("prod");
        scene.publish(SECOND);
        scene.await("the second bundle is in prod", () -> scene.hasTable("prod", "address"));

        scene.awaitQuiet();
        assertThat(scene.commands()).hasSize(6);
        assertThat(scene.logged())
                .filteredOn(line -> line.path("decision").asString().equals("promoted"))
                .hasSize(4)
                .allSatisfy(line -> {
                    assertThat(line.propertyNames())
                            .contains("level", "database", "environment", "deployment", "bundle", "requestId");
                    assertThat(line.path("level").asString()).isEqualTo("INFO");
                });
    }

    @Test
    void whatNothingIsToDoFor_takesThreeRequestsToAws(Scene scene) {
        scene.provision(Map.of("qa", "{\"promotion\": \"automatic\"}"));
        scene.publish(FIRST);
        scene.awaitLive("qa");
        scene.awaitQuiet();
        scene.sandbox().clearRequests();

        assertThat(scene.promote("qa")).containsExactly("nothing to do");

        assertThat(scene.requests())
                .extracting(request -> request.operation())
                .containsExactly("GetParametersByPath", "GetObject", "GetObject");
    }

    @Test
    void aRequestOfAPerson_isFulfilled_andFollowedWithoutTheRightToSend(Scene scene) {
        scene.provision(Map.of("dev", "{\"trigger\": \"relay\"}"));

        DeploymentResult.Finished published = (DeploymentResult.Finished) scene.publish(FIRST);

        Order order = published.order();
        assertThat(published.receipt().succeeded()).isTrue();
        assertThat(order.requestedById().orElseThrow().value()).isEqualTo(Scene.CAROL);
        scene.awaitQuiet();
        assertThat(scene.isLive("dev")).as("settled by the relay").isTrue();
        assertThat(scene.logged())
                .extracting(line -> line.path("decision").asString())
                .contains("published", "settled: succeeded");
        assertThat(scene.commands())
                .singleElement()
                .satisfies(command -> assertThat(command.principal()).endsWith("/" + scene.relay()));
    }

    @Test
    void theAnswer_saysWhatItSaysInTheLog(Scene scene) {
        scene.provision(Map.of("qa", "{\"gates\": {\"soak\": \"P1D\"}}"));
        scene.publish(FIRST);

        List<JsonNode> answer = scene.answer(scene.promotion("qa"));

        assertThat(answer)
                .singleElement()
                .satisfies(decision -> assertThat(scene.logged())
                        .last()
                        .satisfies(line -> decision.properties()
                                .forEach(member ->
                                        assertThat(line.get(member.getKey())).isEqualTo(member.getValue()))));
    }

    @Test
    void aMigrationThatFails_haltsTheTrain_untilALaterBundleSucceedsThere(Scene scene) {
        scene.provision(Map.of("qa", "{\"promotion\": \"automatic\"}"));
        scene.publish(Map.of("V1__create_account.sql", "create table account (id bigint primary key);\n"));
        scene.awaitLive("qa");
        scene.awaitQuiet();
        scene.execute("qa", "create table address (id int)");

        scene.publish(SECOND);
        scene.await("it has failed in qa", () -> scene.lastOutcome("qa").equals("FAILED"));
        scene.awaitQuiet();
        assertThat(scene.promote("qa")).singleElement().asString().startsWith("gate: failed here last (d-");
        assertThat(scene.promote("prod")).containsExactly("source failed");

        scene.execute("qa", "drop table address");
        scene.publish(Map.of(
                "V1__create_account.sql", FIRST.get("V1__create_account.sql"),
                "V2__create_address.sql", SECOND.get("V2__create_address.sql"),
                "V3__create_role.sql", "create table role (id bigint primary key);\n"));
        scene.await("the later bundle is in qa", () -> scene.hasTable("qa", "role"));
        scene.await("it is settled", () -> scene.lastOutcome("qa").equals("SUCCEEDED"));
    }

    @Test
    void aCommandThatOutlivesTheFunction_isSettledByAnotherOne(Scene scene) {
        scene.provision(
                Map.of("qa", "{\"promotion\": \"automatic\"}"),
                function -> function.withTimeout(Duration.ofSeconds(20)));
        scene.publish(Map.of("V1__create_account.sql", "create table account (id bigint primary key);\n"));
        scene.awaitLive("qa");
        scene.awaitQuiet();

        try (Obstacle lock = scene.lock("qa", "account")) {
            scene.publish(Map.of(
                    "V1__create_account.sql", FIRST.get("V1__create_account.sql"), "V2__add_email.sql", ADD_EMAIL));
            scene.await("the host waits for the table", lock::isWaitedFor);
            assertThat(scene.promote("qa")).singleElement().asString().startsWith("in flight since ");
            scene.sandbox().lambda().retireIdle(scene.relay());
            assertThat(scene.sandbox().lambda().processes(scene.relay())).isEmpty();
        }
        scene.await(
                "it is settled", () -> scene.isLive("qa") && scene.commands().size() == 4);
        scene.await("by another one", () -> scene.lastOutcome("qa").equals("SUCCEEDED") && scene.isLive("qa"));
        scene.awaitQuiet();
        assertThat(scene.promote("qa")).containsExactly("nothing to do");
    }

    @Test
    void aBundleThatCameWhileAnotherWasUnderWay_followsIt_withoutASweep(Scene scene) {
        scene.provision(Map.of("qa", "{\"promotion\": \"automatic\"}"));
        scene.publish(FIRST);
        scene.awaitLive("qa");
        scene.awaitQuiet();

        try (Obstacle lock = scene.lock("qa", "account")) {
            scene.publish(Map.of(
                    "V1__create_account.sql", FIRST.get("V1__create_account.sql"), "V2__add_email.sql", ADD_EMAIL));
            scene.await("the host waits for the table", lock::isWaitedFor);
            scene.publish(Map.of(
                    "V1__create_account.sql",
                    FIRST.get("V1__create_account.sql"),
                    "V2__add_email.sql",
                    ADD_EMAIL,
                    "V3__create_role.sql",
                    "create table role (id bigint primary key);\n"));
            scene.awaitQuiet();
        }

        scene.await("the later bundle is in qa too", () -> scene.hasTable("qa", "role"));
    }

    @Test
    void severalDatabases_areEachDecidedAbout_andABrokenOneStopsNoOther(Scene scene) {
        scene.provision(Map.of());
        scene.publish(FIRST);
        String broken = "/db-promote/" + scene.database() + "-broken/qa";
        scene.sandbox().ssm().parameters().put(broken, "{\"format\": 99}");

        List<JsonNode> decisions = scene.answer("{\"action\": \"promote\", \"environment\": \"qa\"}");

        assertThat(decisions)
                .anySatisfy(decision -> {
                    assertThat(decision.path("database").asString()).isEqualTo(scene.database());
                    assertThat(decision.path("decision").asString()).isEqualTo("promoted");
                })
                .anySatisfy(decision -> {
                    assertThat(decision.path("database").asString()).isEqualTo(scene.database() + "-broken");
                    assertThat(decision.path("decision").asString()).isEqualTo("newer format");
                    assertThat(decision.path("detail").asString()).contains(broken);
                    assertThat(decision.path("level").asString()).isEqualTo("WARN");
                });
        scene.awaitLive("qa");
    }
}
