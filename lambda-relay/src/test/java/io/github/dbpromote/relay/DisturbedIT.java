package io.github.dbpromote.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.lambda.FunctionConfiguration;
import io.github.dbpromote.sandbox.lambda.InvocationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The packaged function, as Lambda runs it, where events come twice, late, in any order, or never, and hosts do not come. */
@ExtendWith(SceneExtension.class)
class DisturbedIT {
    private static final Map<String, String> FIRST =
            Map.of("V1__create_account.sql", "create table account (id bigint primary key);\n");

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyEventTwiceAndShuffled_nothingRunsTwice_andNothingIsLost(long seed, Scene scene) {
        scene.provision(Map.of(
                "dev", "{\"trigger\": \"relay\"}",
                "qa", "{\"promotion\": \"automatic\"}"));
        scene.sandbox().events().delivery().duplicate(true);
        scene.sandbox().events().delivery().shuffle(seed);

        scene.publish(FIRST);
        scene.awaitLive("qa");
        scene.sandbox().events().delivery().hold();
        List.of("qa", "prod", "sweep", "prod", "qa", "sweep")
                .forEach(schedule -> scene.sandbox().events().fire(scene.database() + "-" + schedule));
        scene.sandbox().events().delivery().release();
        scene.awaitLive("prod");
        scene.awaitQuiet();

        assertThat(scene.commands()).hasSize(3);
        assertThat(scene.hasTable("prod", "account")).isTrue();
        assertThat(scene.sandbox().lambda().deadLetters(scene.relay())).isEmpty();
        assertThat(scene.logged())
                .filteredOn(line -> List.of("published", "promoted")
                        .contains(line.path("decision").asString()))
                .hasSize(3);
    }

    @Test
    void whereTheReceiptsEventIsLost_theSweepSettles_andPromotesOnward(Scene scene) {
        scene.provision(Map.of("qa", "{\"promotion\": \"automatic\"}"));
        scene.sandbox()
                .events()
                .delivery()
                .lose(parcel -> parcel.payload().toString().contains("receipt.json"));
        scene.sandbox()
                .events()
                .delivery()
                .lose(parcel -> parcel.payload().toString().contains("aws.ssm"));

        DeploymentResult.StillRunning sent = (DeploymentResult.StillRunning) scene.publish(FIRST, Duration.ZERO);
        scene.await("there is a receipt", () -> scene.hasReceipt("dev", sent.order()));
        scene.awaitQuiet();
        assertThat(scene.status("dev").ledger().inFlight())
                .contains(sent.order().deployment());

        assertThat(scene.decisions("{\"action\": \"settle\"}")).contains("settled: succeeded", "promoted");
        scene.await("there is a receipt", () -> scene.hasTable("qa", "account"));
        scene.await("the next sweep settles that too", () -> {
            scene.decisions("{\"action\": \"settle\"}");
            return scene.isLive("qa");
        });
    }

    @Test
    void aHostThatIsOffline_isSaid_andNothingIsLeftBehind(Scene scene) {
        scene.provision(Map.of());
        scene.publish(FIRST);
        scene.sandbox().host("qa").goOffline();
        try {
            assertThat(scene.promote("qa")).containsExactly("host offline");
            assertThat(scene.status("qa").ledger().inFlight()).isEmpty();
        } finally {
            scene.sandbox().host("qa").goOnline();
        }
        assertThat(scene.promote("qa")).containsExactly("promoted");
        scene.awaitLive("qa");
    }

    @Test
    void aHostThatNeverComes_isNotWaitedForLongerThanTheOrderStands_andComesTooLateThen(Scene scene) {
        scene.provision(Map.of());
        scene.publish(FIRST);
        DeploymentId lost = scene.promotedToAHostThatIsCutOff("qa");

        assertThat(scene.promote("qa")).singleElement().asString().startsWith("in flight since ");
        scene.calendar().pass(Duration.ofMinutes(11));
        assertThat(scene.decisions("{\"action\": \"settle\"}")).contains("settled: given up");
        scene.sandbox().host("qa").goOnline();
        scene.await(
                "the late command is refused",
                () -> scene.commandsOf("qa", lost).equals("Failed"));

        assertThat(scene.hasTable("qa", "account")).isFalse();
        assertThat(scene.promote("qa")).containsExactly("promoted");
        scene.awaitLive("qa");
    }

    @Test
    void anUndeliverableCommand_isGivenUpAtOnce_becauseSystemsManagerSaysSo(Scene scene) {
        scene.provision(Map.of());
        scene.publish(FIRST);
        DeploymentId lost = scene.promotedToAHostThatIsCutOff("qa");
        try {
            scene.cancelCommand("qa", lost);
        } finally {
            scene.sandbox().host("qa").goOnline();
        }

        scene.await(
                "it is given up", () -> scene.status("qa").ledger().inFlight().isEmpty());
        scene.awaitQuiet();
        assertThat(scene.logged())
                .extracting(line -> line.path("decision").asString())
                .contains("settled: given up");
        assertThat(scene.hasTable("qa", "account")).isFalse();
    }

    @Test
    void anEndThatIsWordedInDetail_isTakenForOneToo(Scene scene) {
        scene.provision(Map.of());
        scene.publish(FIRST);
        DeploymentId lost = scene.promotedToAHostThatIsCutOff("qa");
        try {
            scene.sandbox()
                    .events()
                    .delivery()
                    .lose(parcel -> parcel.payload().toString().contains("aws.ssm"));
            scene.cancelCommand("qa", lost);
        } finally {
            scene.sandbox().host("qa").goOnline();
        }
        scene.await("it is over", () -> scene.commandsOf("qa", lost).equals("Cancelled"));

        assertThat(scene.decisions(scene.commandChanged("qa", lost, "Delivery Timed Out")))
                .containsExactly("settled: given up");
    }

    @Test
    void aHostThatLeavesNoReceiptInItsTime_isAWarning_withWhatToType(Scene scene) {
        scene.provision(Map.of("qa", "{\"promotion\": \"automatic\"}"));
        scene.publish(FIRST);
        scene.awaitLive("qa");
        scene.awaitQuiet();

        try (Obstacle lock = scene.lock("qa", "account")) {
            scene.publish(Map.of(
                    "V1__create_account.sql",
                    FIRST.get("V1__create_account.sql"),
                    "V2__add_email.sql",
                    "alter table account add column email text;\n"));
            scene.await("the host waits for the table", lock::isWaitedFor);
            assertThat(scene.inFlight("qa").path("level").asString()).isEqualTo("INFO");
            scene.calendar().pass(Duration.ofHours(11));

            JsonNode overdue = scene.inFlight("qa");
            assertThat(overdue.path("level").asString()).isEqualTo("WARN");
            assertThat(overdue.path("detail").asString())
                    .contains("has left no receipt within PT10H; mvn db:resolve -Denv=qa finds out how it ended");
        }
        scene.await("it has ended", () -> scene.isLive("qa"));
    }

    @Test
    void aMalformedEventOfOurs_isTriedAgain_andThenADeadLetterThatNamesWhatIsWrong(Scene scene) {
        scene.provision(Map.of());

        scene.sandbox().events().fire(scene.schedule("{\"action\": \"promote\", \"environment\": \"q a\"}"));
        scene.awaitQuiet();
        scene.sandbox().lambda().advance(Duration.ofMinutes(1));
        scene.awaitQuiet();
        scene.sandbox().lambda().advance(Duration.ofMinutes(2));
        scene.awaitQuiet();

        assertThat(scene.sandbox().lambda().deadLetters(scene.relay()))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.attempts()).isEqualTo(3);
                    assertThat(letter.error())
                            .contains("io.github.dbpromote.relay.RelayFailure")
                            .contains("\\\"environment\\\"")
                            .contains("q a")
                            .doesNotContain("at io.github");
                });
    }

    @Test
    void aScheduleForAnEnvironmentThatNobodyHas_isAnError(Scene scene) {
        scene.provision(Map.of(), function -> function.withVariable("DB_PROMOTE_DATABASES", scene.database()));

        InvocationResult refused = scene.sandbox()
                .lambda()
                .invoke(scene.relay(), "{\"action\": \"promote\", \"environment\": \"nowhere\"}");

        assertThat(refused.failed()).isTrue();
        assertThat(refused.payload()).contains("No database has an environment \\\"nowhere\\\".");
    }

    @Test
    void anEventOfSomebodyElse_isOneLineInTheLog_andSuccess(Scene scene) {
        scene.provision(Map.of());

        List<JsonNode> answer =
                scene.answer("{\"source\": \"aws.ec2\", \"detail-type\": \"EC2 Instance State-change Notification\"}");

        assertThat(answer).singleElement().satisfies(decision -> {
            assertThat(decision.path("decision").asString()).isEqualTo("ignored");
            assertThat(decision.path("detail").asString()).startsWith("aws.ec2: EC2 Instance");
        });
        assertThat(scene.sandbox().lambda().log(scene.relay()).lines().filter(line -> line.startsWith("{")))
                .hasSize(1);
    }

    @Test
    void whileAwsDoesNotAnswer_theEventComesAgain_andIsHandledThen(Scene scene) {
        scene.provision(Map.of());
        scene.publish(FIRST);
        scene.awaitQuiet();
        scene.sandbox().fault(new Fault("s3", "GetObject", 12, Fault.Kind.ERROR_500));

        scene.sandbox().events().fire(scene.database() + "-qa");
        scene.awaitQuiet();
        assertThat(scene.sandbox().lambda().waiting(scene.relay())).isEqualTo(1);
        assertThat(scene.sandbox().lambda().log(scene.relay()))
                .contains("AWS did not answer about " + scene.database() + " in qa.");
        assertThat(scene.commands()).hasSize(1);
        scene.sandbox().clearFaults();
        scene.sandbox().lambda().advance(Duration.ofMinutes(1));

        scene.awaitLive("qa");
        assertThat(scene.commands()).hasSize(2);
    }

    @Test
    void anAnswerThatWasLostAfterTheCommandWasSent_sendsNoSecondOne(Scene scene) {
        scene.provision(Map.of());
        scene.publish(FIRST);
        scene.awaitQuiet();
        scene.sandbox().fault(new Fault("ssm", "SendCommand", 1, Fault.Kind.LOST_ANSWER));

        assertThat(scene.promote("qa")).containsExactly("promoted");
        scene.awaitLive("qa");

        assertThat(scene.commands()).hasSize(2);
    }

    @Test
    void fromASnapshot_itPromotes_withNothingDoneBeforeItWasTaken(Scene scene) {
        scene.sandbox().clearRequests();
        scene.provision(Map.of(), FunctionConfiguration::withSnapStart);
        assertThat(scene.requests()).as("before the snapshot").isEmpty();
        scene.publish(FIRST);

        assertThat(scene.promote("qa")).containsExactly("promoted");
        scene.awaitLive("qa");
        scene.sandbox().lambda().retireIdle(scene.relay());
        assertThat(scene.promote("prod")).containsExactly("promoted");
        scene.awaitLive("prod");

        String log = scene.sandbox().lambda().log(scene.relay());
        assertThat(log.lines()).anyMatch(line -> line.contains("Restore Duration: "));
        assertThat(log).doesNotContain("rehearsal");
        List<String> ids = List.of(
                scene.status("qa").ledger().writer(),
                scene.status("prod").ledger().writer());
        assertThat(new HashSet<>(ids))
                .as("random words differ between two copies")
                .hasSize(2);
    }

    @Test
    void aRelayOfOneEnvironment_leavesTheOthersAlone(Scene scene) {
        scene.provision(
                Map.of("qa", "{\"promotion\": \"automatic\"}", "prod", "{\"promotion\": \"automatic\"}"),
                function -> function.withVariable("DB_PROMOTE_ENVIRONMENT", "qa"));
        scene.publish(FIRST);
        scene.awaitLive("qa");
        scene.awaitQuiet();

        InvocationResult refused = scene.sandbox().lambda().invoke(scene.relay(), scene.promotion("prod"));

        assertThat(refused.failed()).isTrue();
        assertThat(refused.payload()).contains("The event is about prod, but this relay acts for qa alone.");
        assertThat(scene.commands()).hasSize(2);
        assertThat(scene.requests())
                .filteredOn(request -> List.of("PutObject", "SendCommand").contains(request.operation()))
                .noneMatch(request -> request.resource().contains(scene.bucket("dev"))
                        || request.resource().contains(scene.bucket("prod"))
                        || request.resource().contains("-prod-migrate"));
    }

    @Test
    void theDeploymentPackage_isSmall() throws IOException {
        assertThat(Files.size(Scene.ZIP)).isLessThanOrEqualTo(15_000_000);
    }
}
