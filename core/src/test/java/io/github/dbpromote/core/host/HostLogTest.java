package io.github.dbpromote.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;

class HostLogTest {
    private static final Principal ALICE = Principal.user("123456789012", "alice");
    private static final Instant ORDERED = Instant.EPOCH;

    @RegisterExtension
    final Cloud cloud = new Cloud();

    @TempDir
    Path directory;

    private Path sign;
    private String group;
    private Host host;

    @BeforeEach
    void provision() {
        cloud.provision("dev");
        host = new Host(cloud.sandbox().host("dev").instanceId());
        sign = directory.resolve("sign");
        group = "/test/" + cloud.database();
    }

    @AfterEach
    void letGo() throws IOException {
        give(sign);
    }

    @Test
    void lines_areThereWhileTheCommandRuns_eachOnce() throws IOException {
        Command command = run("echo one", "echo two", untilSign(), "echo three", "printf four");
        try (HostLog log = follow(command)) {
            assertThat(await(log, 2)).containsExactly("one", "two");
            assertThat(status(command)).isEqualTo(CommandInvocationStatus.IN_PROGRESS);
            assertThat(log.read()).isEqualTo(new HostLog.Lines(List.of()));

            give(sign);

            assertThat(await(log, 2)).containsExactly("three", "four");
            awaitEnd(command);
            assertThat(log.read()).isEqualTo(new HostLog.Lines(List.of()));
        }
    }

    @Test
    void bothStreams_areFollowed() throws IOException {
        give(sign);
        Command command = run("echo out", "echo aside >&2", "exit 2");
        try (HostLog log = follow(command)) {
            assertThat(await(log, 3))
                    .containsExactlyInAnyOrder("out", "aside", "failed to run commands: exit status 2");
        }
    }

    @Test
    void anEnvironmentWithALogGroup_isFollowedByTheCommandThatWasSent() {
        DeploymentId deployment = DeploymentId.at(Instant.EPOCH, new SecureRandom());
        HostCommands commands = new HostCommands(cloud.environment("dev"), cloud.access());
        Sending sent = commands.send(host, Action.MIGRATE, deployment, Duration.ofMinutes(10));
        cloud.endCommand("dev", deployment);

        group = cloud.environment("dev").logGroup().orElseThrow();
        try (HostLog log = follow(((Sending.Sent) sent).command())) {
            assertThat(await(log, 1)).contains(Cloud.REFUSAL);
        }
    }

    @Test
    void otherCommands_areNotMixedIn() throws IOException {
        give(sign);
        Command other = run("echo other");
        awaitEnd(other);
        Command command = run("echo mine");
        try (HostLog log = follow(command)) {
            assertThat(await(log, 1)).containsExactly("mine");
        }
    }

    @Test
    void aGroupThatIsNotThereYet_isNoFailure() throws IOException {
        Command command = run(untilSign(), "echo here");
        try (HostLog log = follow(command)) {
            IntStream.range(0, 10).forEach(time -> assertThat(log.read()).isEqualTo(new HostLog.Lines(List.of())));

            give(sign);

            assertThat(await(log, 1)).containsExactly("here");
        }
    }

    @Test
    void whatTheHostPrints_cannotReachTheTerminal() throws IOException {
        give(sign);
        Command command =
                run("printf '\\033[31mred\\033[0m \\033]0;title\\007\\n'", "yes x | head -c 6000 | tr -d '\\n'");
        try (HostLog log = follow(command)) {
            assertThat(await(log, 2)).containsExactly("red ?]0;title?", "x".repeat(2_000) + "…");
        }
    }

    @Test
    void aDenial_isSaidOnce_andNothingIsAskedAnyMore() throws IOException {
        give(sign);
        Command command = run("echo unseen");
        awaitEnd(command);
        cloud.fault("logs", "FilterLogEvents", 1, Fault.Kind.ACCESS_DENIED);
        cloud.forgetRequests();
        try (HostLog log = follow(command)) {
            HostLog.Reading first = awaitUnavailable(log);

            assertThat(((HostLog.Unavailable) first).problem().text())
                    .startsWith("The host's log in " + group
                            + " cannot be followed (AccessDeniedException: User: arn:aws:iam::123456789012:user/developer"
                            + " is not authorized to perform: logs:FilterLogEvents).\n"
                            + "  → The deployment goes on without that.");
            assertThat(log.read()).isEqualTo(new HostLog.Lines(List.of()));
            assertThat(cloud.requests("FilterLogEvents")).hasSize(1);
        }
    }

    @Test
    void throttling_isSatOut() throws IOException {
        give(sign);
        Command command = run("echo patience");
        cloud.fault("logs", "FilterLogEvents", 10, Fault.Kind.THROTTLE);
        try (HostLog log = follow(command)) {
            assertThat(await(log, 1)).containsExactly("patience");
        }
    }

    @Test
    void aPassingFailure_isSatOut() throws IOException {
        give(sign);
        Command command = run("echo back again");
        awaitEnd(command);
        cloud.fault("logs", "FilterLogEvents", 2, Fault.Kind.ERROR_500);
        try (HostLog log = follow(command)) {
            assertThat(await(log, 1)).containsExactly("back again");
        }
    }

    @Test
    void aServiceThatNeverAnswers_isGivenUp() throws IOException {
        give(sign);
        Command command = run("echo unseen");
        awaitEnd(command);
        cloud.fault("logs", "FilterLogEvents", 100, Fault.Kind.LOST_ANSWER);
        try (HostLog log = follow(command)) {
            assertThat(awaitUnavailable(log)).isInstanceOf(HostLog.Unavailable.class);
        }
    }

    @Test
    void aSlowService_holdsNobodyUp() throws IOException {
        give(sign);
        Command command = run("echo late");
        awaitEnd(command);
        cloud.sandbox().fault(new Fault("logs", "FilterLogEvents", 1, Fault.Kind.LATENCY, Duration.ofMillis(1_500)));
        try (HostLog log = follow(command)) {
            assertThat(log.read()).as("after a second").isEqualTo(new HostLog.Lines(List.of()));
            assertThat(await(log, 1)).containsExactly("late");
        }
    }

    @Test
    void temporaryCredentials_signToo() throws IOException {
        give(sign);
        AwsAccess temporary = cloud.open(
                cloud.sandbox()
                        .keyring()
                        .issueTemporary(
                                Principal.assumedRole("123456789012", "ci", "build"),
                                Instant.parse("2999-01-01T00:00:00Z")),
                "CI");
        Command command = run("echo seen");
        try (HostLog log = new HostLog(temporary, command, group, ORDERED)) {
            assertThat(await(log, 1)).containsExactly("seen");
        }
    }

    @Test
    void expiredCredentials_areNamed_butNotShown() throws IOException {
        give(sign);
        var credentials = cloud.sandbox().keyring().issueTemporary(ALICE, Instant.EPOCH);
        Command command = run("echo unseen");
        try (HostLog log = new HostLog(cloud.open(credentials, "yesterday"), command, group, ORDERED)) {
            assertThat(((HostLog.Unavailable) awaitUnavailable(log)).problem().text())
                    .contains("ExpiredTokenException")
                    .doesNotContain(credentials.sessionToken().orElseThrow())
                    .doesNotContain(credentials.secretAccessKey());
        }
    }

    @Test
    void whatBecomesVisibleLate_isShownLate_andNothingTwice() throws IOException {
        String first = event("1", 120_000, "one") + "," + event("2", 121_000, "two");
        String again = event("3", 120_500, "late") + "," + event("2", 121_000, "two");
        try (PagedHosts pages = new PagedHosts(List.of(
                        "{\"events\": [" + first + "]}",
                        "{\"events\": [], \"nextToken\": \"more\"}",
                        "{\"events\": [" + again + "]}"));
                AwsAccess access = AwsAccess.open(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")),
                        Region.EU_CENTRAL_1,
                        Optional.of(pages.endpoint()),
                        "a test");
                HostLog log = new HostLog(access, new Command("c", host), group, ORDERED)) {
            assertThat(await(log, 2)).containsExactly("one", "two");
            assertThat(await(log, 1)).containsExactly("late");
        }
    }

    @Test
    void afterClose_nothingIsAsked() throws IOException {
        give(sign);
        Command command = run("echo unseen");
        awaitEnd(command);
        cloud.forgetRequests();
        HostLog log = follow(command);
        log.close();

        assertThat(log.read()).isEqualTo(new HostLog.Lines(List.of()));
        assertThat(cloud.requests("FilterLogEvents")).isEmpty();
    }

    private static String event(String id, long timestamp, String message) {
        return "{\"eventId\": \"%s\", \"timestamp\": %d, \"message\": \"%s\"}".formatted(id, timestamp, message);
    }

    private HostLog follow(Command command) {
        return new HostLog(cloud.access(), command, group, ORDERED);
    }

    /** Reads until so many lines have come. */
    private static List<String> await(HostLog log, int count) {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            HostLog.Reading reading = log.read();
            assertThat(reading).isInstanceOf(HostLog.Lines.class);
            lines.addAll(((HostLog.Lines) reading).lines());
        }
        return lines;
    }

    private static HostLog.Reading awaitUnavailable(HostLog log) {
        return Stream.generate(log::read)
                .filter(HostLog.Unavailable.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private String untilSign() {
        return "while [ ! -e " + sign + " ]; do sleep 0.02; done";
    }

    private static void give(Path sign) throws IOException {
        if (Files.notExists(sign)) {
            Files.createFile(sign);
        }
    }

    private Command run(String... lines) {
        String document = "talk-" + cloud.database() + "-"
                + Integer.toHexString(List.of(lines).hashCode());
        String script = Stream.of(lines)
                .map(line -> "\"" + line.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .reduce((first, second) -> first + "," + second)
                .orElseThrow();
        cloud.sandbox().ssm().documents().put(document, """
                {"schemaVersion": "2.2", "description": "talk",
                 "mainSteps": [{"action": "aws:runShellScript", "name": "migrate",
                   "inputs": {"timeoutSeconds": "60", "runCommand": [%s]}}]}""".formatted(script));
        String id = cloud.access()
                .ssm()
                .sendCommand(request -> request.documentName(document)
                        .instanceIds(host.instanceId())
                        .cloudWatchOutputConfig(
                                config -> config.cloudWatchOutputEnabled(true).cloudWatchLogGroupName(group)))
                .command()
                .commandId();
        return new Command(id, host);
    }

    private CommandInvocationStatus status(Command command) {
        return cloud.access()
                .ssm()
                .listCommandInvocations(request -> request.commandId(command.id()))
                .commandInvocations()
                .get(0)
                .status();
    }

    private void awaitEnd(Command command) {
        CommandInvocationStatus status = status(command);
        while (status == CommandInvocationStatus.PENDING || status == CommandInvocationStatus.IN_PROGRESS) {
            status = status(command);
        }
    }
}
