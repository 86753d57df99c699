package io.github.dbpromote.relay;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.operation.Accounts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * Plays a promotion to an empty house, so that everything that one needs is loaded when a snapshot is taken: the real relay
 * on the real SDK, signing and parsing included, with made-up credentials, and with answers that come from here. Nothing
 * leaves the process.
 */
final class Rehearsal {
    private static final DatabaseName DATABASE = new DatabaseName("rehearsal");
    private static final EnvironmentName FIRST = new EnvironmentName("first");
    private static final DeploymentId DEPLOYMENT = new DeploymentId("d-rehearsal");
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Bundle BUNDLE = Bundle.of(Map.of("V1__rehearse.sql", "select 1;"));

    private static final String PARAMETERS = """
            {"Parameters": [
              {"Name": "/db-promote/rehearsal/first", "Value": "{\\"format\\": 1, \\"bucket\\": \\"first\\", %1$s}"},
              {"Name": "/db-promote/rehearsal/second", "Value": "{\\"format\\": 1, \\"promotesFrom\\": \\"first\\", \\"bucket\\": \\"second\\", %1$s}"}
            ]}""".formatted("\\\"bucketOwner\\\": \\\"123456789012\\\","
            + " \\\"hosts\\\": {\\\"tag\\\": \\\"FlywayHost\\\", \\\"value\\\": \\\"rehearsal\\\"},"
            + " \\\"documents\\\": {\\\"migrate\\\": \\\"rehearsal\\\"}");
    private static final String HOSTS = """
            {"InstanceInformationList": [{"InstanceId": "i-00000000000000000", "PingStatus": "Online"}]}""";
    private static final String COMMAND = """
            {"Command": {"CommandId": "00000000-0000-0000-0000-000000000000"}}""";

    private Rehearsal() {}

    /** @param decisions hears how it went */
    static void play(Consumer<Decision> decisions) {
        Event event = EventReader.read(
                "{\"action\": \"promote\", \"environment\": \"second\"}".getBytes(StandardCharsets.UTF_8));
        try (Accounts accounts = new Accounts(house(), Map.of())) {
            new Relay(accounts, Scope.ALL).handle(event, "the rehearsal", decisions);
        }
    }

    private static AwsAccess house() {
        AwsBasicCredentials nobody = AwsBasicCredentials.create("rehearsal", "rehearsal");
        return AwsAccess.open(
                StaticCredentialsProvider.create(nobody),
                Region.AWS_GLOBAL,
                Optional.of(URI.create("http://rehearsal.invalid")),
                new EmptyHouse(Map.of(
                        "AmazonSSM.GetParametersByPath",
                        PARAMETERS.getBytes(StandardCharsets.UTF_8),
                        "AmazonSSM.DescribeInstanceInformation",
                        HOSTS.getBytes(StandardCharsets.UTF_8),
                        "AmazonSSM.SendCommand",
                        COMMAND.getBytes(StandardCharsets.UTF_8),
                        "/first/rehearsal/ledger.json",
                        ledger().toJson(),
                        "/first/rehearsal/deployments/" + DEPLOYMENT + "/order.json",
                        order().toJson(),
                        "/first/rehearsal/deployments/" + DEPLOYMENT + "/receipt.json",
                        receipt().toJson(),
                        "/first/rehearsal/bundles/" + BUNDLE.digest() + ".jar",
                        BUNDLE.bytes())),
                "the rehearsal");
    }

    private static Ledger ledger() {
        return Ledger.EMPTY.begin(DEPLOYMENT, "rehearsal").settle(receipt(), "rehearsal");
    }

    private static Order order() {
        return new Order(
                DEPLOYMENT,
                Action.MIGRATE,
                DATABASE,
                FIRST,
                BUNDLE.digest(),
                Optional.empty(),
                Optional.empty(),
                "the rehearsal",
                Optional.empty(),
                THEN,
                THEN.plusSeconds(1));
    }

    private static Receipt receipt() {
        return new Receipt(
                DATABASE,
                FIRST,
                DEPLOYMENT,
                BUNDLE.digest(),
                Action.MIGRATE,
                Outcome.SUCCEEDED,
                Optional.empty(),
                "i-00000000000000000",
                Optional.empty(),
                "the rehearsal",
                THEN,
                THEN,
                List.of(),
                List.of(),
                List.of());
    }
}
