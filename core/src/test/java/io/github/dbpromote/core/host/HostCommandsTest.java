package io.github.dbpromote.core.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.sandbox.Provisioning;
import io.github.dbpromote.sandbox.http.Fault;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class HostCommandsTest {
    @RegisterExtension
    final Cloud cloud = new Cloud();

    private final DeploymentId id = DeploymentId.at(Instant.EPOCH, new SecureRandom());

    @Test
    void theHostWithTheTag_isFound() {
        assertThat(commands().find().instanceId())
                .isEqualTo(cloud.sandbox().host("dev").instanceId());
    }

    @Test
    void aHostThatIsOffline_isNamed() {
        HostCommands commands = commands();
        cloud.sandbox().host("dev").goOffline();

        assertThatThrownBy(commands::find)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("No Flyway host of " + cloud.database() + " in dev is online: "
                        + cloud.sandbox().host("dev").instanceId()
                        + " (tag FlywayHost=dev) lost the connection to Systems Manager.");
    }

    @Test
    void withoutAnyHost_theTagIsNamed_andWhereItWasLookedFor() {
        HostCommands commands = commands("{\"hosts\": {\"tag\": \"FlywayHost\", \"value\": \"nowhere\"}}");

        assertThatThrownBy(commands::find)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("knows no instance with the tag FlywayHost=nowhere")
                .hasMessageContaining("(the developer in eu-central-1)");
    }

    @Test
    void hostsAreLookedForOnAllPages_emptyOnesToo() throws IOException {
        cloud.provision("dev");
        try (PagedHosts pages = new PagedHosts(List.of(
                        "{\"InstanceInformationList\": [], \"NextToken\": \"1\"}",
                        "{\"InstanceInformationList\": [{\"InstanceId\": \"i-00000001\", \"PingStatus\": \"ConnectionLost\"}],"
                                + " \"NextToken\": \"2\"}",
                        "{\"InstanceInformationList\": [{\"InstanceId\": \"i-00000003\", \"PingStatus\": \"Online\","
                                + " \"LastPingDateTime\": 1700000000},"
                                + " {\"InstanceId\": \"i-00000002\", \"PingStatus\": \"Online\","
                                + " \"LastPingDateTime\": 1700000300}]}"));
                AwsAccess access = AwsAccess.open(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")),
                        Region.EU_CENTRAL_1,
                        Optional.of(pages.endpoint()),
                        "a test")) {
            assertThat(new HostCommands(cloud.environment("dev"), access).find().instanceId())
                    .as("the one heard of last")
                    .isEqualTo("i-00000002");
        }
    }

    @Test
    void aFailedSearch_isAnOutage() {
        HostCommands commands = commands();
        cloud.fault("ssm", "DescribeInstanceInformation", 10, Fault.Kind.ERROR_500);

        assertThatThrownBy(commands::find)
                .isInstanceOf(Outage.class)
                .hasMessageContaining("Could not look for the Flyway hosts of " + cloud.database() + " in dev");
    }

    @Test
    void aSearchWithoutAnswer_isAnOutage() {
        HostCommands commands = commands();
        cloud.fault("ssm", "DescribeInstanceInformation", 10, Fault.Kind.LOST_ANSWER);

        assertThatThrownBy(commands::find).isInstanceOf(Outage.class).hasMessageContaining("no answer from AWS");
    }

    @Test
    void theDeploymentIsTheOnlyValueThatIsSent() {
        Command command = sent(commands());

        var stored = cloud.access()
                .ssm()
                .listCommands(request -> request.commandId(command.id()))
                .commands()
                .get(0);
        assertThat(stored.documentName()).isEqualTo("db-promote-" + cloud.database() + "-dev-migrate");
        assertThat(stored.parameters()).isEqualTo(Map.of("deployment", List.of(id.value())));
        assertThat(stored.timeoutSeconds()).isEqualTo(600);
        assertThat(stored.comment()).isEqualTo("db-promote " + cloud.database() + " dev " + id);
        assertThat(stored.outputS3BucketName())
                .isEqualTo(cloud.environment("dev").bucket());
        assertThat(stored.outputS3KeyPrefix()).isEqualTo(cloud.database() + "/logs/" + id);
    }

    @Test
    void aLostAnswer_isNeitherSuccessNorFailure_andNothingIsSentTwice() {
        HostCommands commands = commands();
        cloud.fault("ssm", "SendCommand", 1, Fault.Kind.LOST_ANSWER);

        assertThat(send(commands)).isInstanceOf(Sending.Unknown.class);
        assertThat(cloud.requests("SendCommand")).hasSize(1);
    }

    @Test
    void anErrorInsideOfAws_isNeitherSuccessNorFailure_andNothingIsSentTwice() {
        HostCommands commands = commands();
        cloud.fault("ssm", "SendCommand", 1, Fault.Kind.ERROR_500);

        assertThat(send(commands)).isInstanceOf(Sending.Unknown.class);
        assertThat(cloud.requests("SendCommand")).hasSize(1);
    }

    @Test
    void throttling_isSatOut_becauseWhatWasThrottledWasNotDone() {
        HostCommands commands = commands();
        cloud.fault("ssm", "SendCommand", 2, Fault.Kind.THROTTLE);

        assertThat(send(commands)).isInstanceOf(Sending.Sent.class);
        assertThat(cloud.requests("SendCommand")).hasSize(3);
    }

    @Test
    void throttlingWithoutEnd_isARefusal() {
        HostCommands commands = commands();
        cloud.fault("ssm", "SendCommand", 100, Fault.Kind.THROTTLE);

        assertThat(send(commands))
                .isInstanceOfSatisfying(
                        Sending.Refused.class,
                        refused -> assertThat(refused.problem().text())
                                .contains("Systems Manager refused to send document db-promote-" + cloud.database()
                                        + "-dev-migrate")
                                .contains("ThrottlingException")
                                .contains("Nothing was started."));
        assertThat(cloud.requests("SendCommand")).hasSize(6);
    }

    @Test
    void aMissingDocument_isARefusalThatNamesIt() {
        HostCommands commands = commands("{\"documents\": {\"migrate\": \"no-such-document\"}}");

        assertThat(send(commands))
                .isInstanceOfSatisfying(
                        Sending.Refused.class,
                        refused -> assertThat(refused.problem().text())
                                .startsWith("There is no SSM document no-such-document, which the parameter of "
                                        + cloud.database() + " in dev names (InvalidDocument: ")
                                .contains("correct \"documents\" in the parameter"));
    }

    @Test
    void aDocumentOfAnotherVersion_isARefusalThatSaysSo() {
        HostCommands commands = commands();
        cloud.sandbox().ssm().documents().put(migrate(), """
                {"schemaVersion": "2.2", "mainSteps": [{"action": "aws:runShellScript", "name": "migrate",
                  "inputs": {"runCommand": ["flyway-host"]}}]}""");

        assertThat(refusal(commands))
                .contains("SSM document " + migrate() + " of " + cloud.database()
                        + " in dev does not take a deployment's id as its parameter \"deployment\"")
                .contains("InvalidParameters")
                .contains("Update it from the template of this version");
    }

    @Test
    void whoMayNotSend_isToldWhichRightIsMissing() {
        HostCommands commands = commands();
        cloud.fault("ssm", "SendCommand", 1, Fault.Kind.ACCESS_DENIED);

        assertThat(refusal(commands))
                .startsWith("You may not send document " + migrate() + " to host "
                        + cloud.sandbox().host("dev").instanceId())
                .contains("Have ssm:SendCommand allowed for you on that document");
    }

    @Test
    void aHostThatIsNotManagedAnyMore_isNamed() {
        HostCommands commands = commands();
        Host gone = new Host("i-00000001");

        assertThat(commands.send(gone, Action.MIGRATE, id, Duration.ofMinutes(10)))
                .isInstanceOfSatisfying(
                        Sending.Refused.class,
                        refused -> assertThat(refused.problem().text())
                                .startsWith(
                                        "Host i-00000001 of " + cloud.database()
                                                + " in dev takes no commands from Systems Manager any more (InvalidInstanceId: ")
                                .contains("AmazonSSMManagedInstanceCore"));
    }

    @Test
    void anActionThatTheEnvironmentDoesNotOffer_isRefused() {
        HostCommands commands = commands("{\"documents\": {\"migrate\": \"m\"}}");

        assertThatThrownBy(() -> commands.send(new Host("i-00000001"), Action.REPAIR, id, Duration.ofMinutes(10)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("offers no document for \"repair\"");
    }

    @Test
    void aCommandThatIsNotVisibleYet_isNoNews() {
        HostCommands commands = commands();
        Command command = sent(commands);

        assertThat(commands.status(command)).isSameAs(CommandStatus.UNKNOWN);
        assertThat(cloud.requests("GetCommandInvocation"))
                .extracting(request -> request.status())
                .containsExactly(400);
        assertThat(commands.status(command).ended()).isFalse();
    }

    @Test
    void aStatusThatCannotBeHad_isNoNews() {
        HostCommands commands = commands();
        Command command = sent(commands);
        cloud.fault("ssm", "GetCommandInvocation", 1, Fault.Kind.ACCESS_DENIED);

        assertThat(commands.status(command)).isSameAs(CommandStatus.UNKNOWN);
    }

    @Test
    void aStatusWithoutAnswer_isNoNews() {
        HostCommands commands = commands();
        Command command = sent(commands);
        cloud.fault("ssm", "GetCommandInvocation", 10, Fault.Kind.LOST_ANSWER);

        assertThat(commands.status(command)).isSameAs(CommandStatus.UNKNOWN);
    }

    @Test
    void aCommandThatFailed_tellsWhatTheHostSaid() {
        HostCommands commands = commands();
        Command command = sent(commands);
        cloud.endCommand("dev", id);

        CommandStatus status = ended(commands, command);

        assertThat(status.status()).isEqualTo("Failed");
        assertThat(status.text()).startsWith("Failed: " + Cloud.REFUSAL);
    }

    @Test
    void aHostWithoutTheProgram_isToldByTheShellsExitStatus() {
        CommandStatus status = ended("no-such-program");

        assertThat(status.exitCode()).isEqualTo(127);
        assertThat(obstacle(status))
                .startsWith("Host i-00000001 of users in dev has no flyway-host on its PATH")
                .contains("Install flyway-host and Java 17 on that host");
    }

    @Test
    void aProgramThatIsNotExecutable_isToldByTheShellsExitStatus() {
        assertThat(obstacle(ended("/etc/passwd")))
                .startsWith("flyway-host stands on host i-00000001 of users in dev, but cannot be run there")
                .contains("chmod 755");
    }

    @Test
    void aHostThatDidNotTakeTheCommand_isNamed_howeverSystemsManagerWordsIt() {
        for (String details : List.of("Delivery Timed Out", "DeliveryTimedOut", "Undeliverable")) {
            assertThat(obstacle(new CommandStatus("TimedOut", details, "", "", -1)))
                    .startsWith("Host i-00000001 of users in dev did not take the command");
        }
    }

    @Test
    void whatTheProgramItselfSaid_isNoObstacleToItsStart() {
        assertThat(new CommandStatus("Failed", "Failed", "", "refused", 2)
                        .obstacle("users in dev", new Host("i-00000001")))
                .isEmpty();
    }

    private static String obstacle(CommandStatus status) {
        return status.obstacle("users in dev", new Host("i-00000001"))
                .orElseThrow()
                .text();
    }

    /** Of a document that has the host run that program. */
    private CommandStatus ended(String program) {
        HostCommands commands = commands();
        cloud.sandbox().ssm().documents().put(migrate(), """
                {"schemaVersion": "2.2", "parameters": {"deployment": {"type": "String"}},
                 "mainSteps": [{"action": "aws:runShellScript", "name": "migrate",
                  "inputs": {"runCommand": ["exec %s"]}}]}""".formatted(program));
        return ended(commands, sent(commands));
    }

    private static CommandStatus ended(HostCommands commands, Command command) {
        return Stream.generate(() -> commands.status(command))
                .filter(CommandStatus::ended)
                .findFirst()
                .orElseThrow();
    }

    private String migrate() {
        return "db-promote-" + cloud.database() + "-dev-migrate";
    }

    private String refusal(HostCommands commands) {
        Sending sending = send(commands);
        assertThat(sending).isInstanceOf(Sending.Refused.class);
        return ((Sending.Refused) sending).problem().text();
    }

    private Command sent(HostCommands commands) {
        return ((Sending.Sent) send(commands)).command();
    }

    private Sending send(HostCommands commands) {
        Host host = new Host(cloud.sandbox().host("dev").instanceId());
        return commands.send(host, Action.MIGRATE, id, Duration.ofMinutes(10));
    }

    private HostCommands commands() {
        return commands("{}");
    }

    private HostCommands commands(String parameter) {
        cloud.provision(Provisioning.of(cloud.database().value(), "dev").withParameter("dev", parameter));
        cloud.forgetRequests();
        return new HostCommands(cloud.environment("dev"), cloud.access());
    }
}
