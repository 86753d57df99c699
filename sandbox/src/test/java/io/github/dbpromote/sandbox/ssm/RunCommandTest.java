package io.github.dbpromote.sandbox.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.CommandFilter;
import software.amazon.awssdk.services.ssm.model.CommandFilterKey;
import software.amazon.awssdk.services.ssm.model.CommandInvocation;
import software.amazon.awssdk.services.ssm.model.DocumentHashType;
import software.amazon.awssdk.services.ssm.model.DuplicateInstanceIdException;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InvalidCommandIdException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentVersionException;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidParametersException;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.Target;

class RunCommandTest {
    @TempDir
    Path state;

    private SsmFixture aws;

    @BeforeEach
    void start() throws IOException {
        aws = new SsmFixture(state, SsmFixture.SETTINGS);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void script_reportsSuccessWithItsOutput() {
        String document = aws.document("greet", "echo hello {{ id }}", "echo aside >&2");

        String commandId = aws.client
                .sendCommand(request -> request.documentName(document)
                        .instanceIds(aws.host.instanceId())
                        .comment("d-1")
                        .parameters(Map.of("id", List.of("d-42"))))
                .command()
                .commandId();
        GetCommandInvocationResponse ended = aws.awaitEnd(commandId);

        assertThat(ended.statusAsString()).isEqualTo("Success");
        assertThat(ended.statusDetails()).isEqualTo("Success");
        assertThat(ended.responseCode()).isZero();
        assertThat(ended.standardOutputContent()).isEqualTo("hello d-42\n");
        assertThat(ended.standardErrorContent()).isEqualTo("aside\n");
        assertThat(ended.comment()).isEqualTo("d-1");
        assertThat(ended.pluginName()).isEqualTo("run");
        assertThat(Duration.parse(ended.executionElapsedTime())).isPositive();
    }

    @Test
    void failingScript_reportsItsExitCodeAndTheAgentsSentence() {
        GetCommandInvocationResponse ended = aws.run(aws.document("fail", "echo oops >&2", "exit 3"));

        assertThat(ended.statusAsString()).isEqualTo("Failed");
        assertThat(ended.responseCode()).isEqualTo(3);
        assertThat(ended.standardErrorContent()).isEqualTo("oops\nfailed to run commands: exit status 3");
    }

    @Test
    void script_seesTheAgentsMinimalEnvironmentAndNoStandardInput() {
        GetCommandInvocationResponse ended = aws.run(
                aws.document("environment", "env | sort", "echo \"pwd $(pwd)\"", "echo \"stdin $(cat | wc -c)\""));

        String output = ended.standardOutputContent();
        assertThat(output)
                .contains("PATH=" + aws.host.root() + "/usr/local/sbin:" + aws.host.root()
                        + "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n")
                .contains("SSM_COMMAND_ID=" + ended.commandId())
                .contains("AWS_SSM_INSTANCE_ID=" + aws.host.instanceId())
                .contains("AWS_SSM_REGION_NAME=eu-central-1")
                .contains("AWS_REGION=eu-central-1")
                .contains("pwd /usr/bin\n")
                .containsPattern("stdin +0\n|stdin 0\n")
                .doesNotContain("HOME=")
                .doesNotContain("JAVA");
    }

    @Test
    void script_honoursAShebang() {
        GetCommandInvocationResponse ended =
                aws.run(aws.document("shebang", "#!/usr/bin/env -S awk -f", "BEGIN { print 6 * 7 }"));

        assertThat(ended.standardOutputContent()).isEqualTo("42\n");
    }

    @Test
    void longOutput_isCutAtTheLimitsOfTheService() {
        GetCommandInvocationResponse ended =
                aws.run(aws.document("long", "yes o | head -c 50000", "yes e | head -c 20000 >&2"));

        assertThat(ended.standardOutputContent()).hasSize(24_000).endsWith("--output truncated--");
        assertThat(ended.standardErrorContent()).hasSize(8_000).endsWith("--output truncated--");
    }

    @Test
    void wholeOutput_isUploadedWhereTheCommandSaid() {
        aws.s3.createBucket("output-bucket");
        String document = aws.document("loud", "yes o | head -c 50000");

        String commandId = aws.client
                .sendCommand(request -> request.documentName(document)
                        .instanceIds(aws.host.instanceId())
                        .outputS3BucketName("output-bucket")
                        .outputS3KeyPrefix("users/logs"))
                .command()
                .commandId();
        GetCommandInvocationResponse ended = aws.awaitEnd(commandId);

        String prefix = "users/logs/" + commandId + "/" + aws.host.instanceId() + "/awsrunShellScript/run/";
        assertThat(aws.s3.get("output-bucket", prefix + "stdout").orElseThrow()).hasSize(50_000);
        assertThat(aws.s3.get("output-bucket", prefix + "stderr")).isEmpty();
        assertThat(ended.standardOutputUrl()).endsWith("/output-bucket/" + prefix + "stdout");
    }

    @Test
    void failedUpload_failsNothing() {
        String document = aws.document("loud", "echo out");
        String commandId = aws.client
                .sendCommand(request -> request.documentName(document)
                        .instanceIds(aws.host.instanceId())
                        .outputS3BucketName("no-such-bucket"))
                .command()
                .commandId();

        assertThat(aws.awaitEnd(commandId).statusAsString()).isEqualTo("Success");
    }

    @Test
    void output_isCopiedToTheLogGroupWhileTheScriptRuns() {
        Path go = state.resolve("go");
        String commandId = sendLogging(
                aws.document("talking", "echo begun", "while [ ! -f " + go + " ]; do sleep 0.02; done", "printf last"),
                "/hosts");

        assertThat(awaitLogged("/hosts", stream(commandId, "stdout"), 1)).containsExactly("begun\n");
        assertThat(ofCommand(commandId).statusAsString()).isEqualTo("InProgress");

        touch(go);
        aws.awaitEnd(commandId);
        assertThat(logged("/hosts", stream(commandId, "stdout"))).containsExactly("begun\n", "last");
        assertThat(streams("/hosts")).containsExactly(stream(commandId, "stdout"));
    }

    @Test
    void logOfACutOffHost_comesWhenTheHostIsBack() {
        Path go = state.resolve("go");
        Path done = state.resolve("done");
        String commandId = sendLogging(
                aws.document(
                        "cut-off",
                        "echo begun",
                        "while [ ! -f " + go + " ]; do sleep 0.02; done",
                        "echo ended",
                        "touch " + done),
                "/hosts");
        awaitLogged("/hosts", stream(commandId, "stdout"), 1);

        aws.host.goOffline();
        touch(go);
        awaitFile(done);
        assertThat(logged("/hosts", stream(commandId, "stdout"))).containsExactly("begun\n");

        aws.host.goOnline();
        aws.awaitEnd(commandId);
        assertThat(logged("/hosts", stream(commandId, "stdout"))).containsExactly("begun\n", "ended\n");
    }

    @Test
    void logGroup_getsTheAgentsSentenceToo() {
        String commandId = sendLogging(aws.document("failing", "echo oops >&2", "exit 3"), "/hosts");
        aws.awaitEnd(commandId);

        assertThat(String.join("", logged("/hosts", stream(commandId, "stderr"))))
                .isEqualTo("oops\nfailed to run commands: exit status 3");
    }

    @Test
    void manyLinesAtOnce_areOneEventUpToTheAgentsLimit() {
        String commandId = sendLogging(aws.document("loud", "yes o | head -c 450000"), "/hosts");
        aws.awaitEnd(commandId);

        List<String> events = logged("/hosts", stream(commandId, "stdout"));
        assertThat(String.join("", events)).isEqualTo("o\n".repeat(225_000));
        assertThat(events).allSatisfy(event -> assertThat(event.length()).isLessThanOrEqualTo(200_000));
    }

    @Test
    void logGroupByDefault_isNamedAfterTheDocument() {
        String document = aws.document("nameless", "echo here");
        String commandId = aws.client
                .sendCommand(request -> request.documentName(document)
                        .instanceIds(aws.host.instanceId())
                        .cloudWatchOutputConfig(config -> config.cloudWatchOutputEnabled(true)))
                .command()
                .commandId();
        aws.awaitEnd(commandId);

        assertThat(logged("/aws/ssm/nameless", stream(commandId, "stdout"))).containsExactly("here\n");
    }

    @Test
    void logGroupThatCannotBeWritten_failsNothing() throws IOException {
        Path logs = state.resolve("logs");
        Files.move(logs, state.resolve("lost"));
        String commandId = sendLogging(aws.document("talking", "echo begun"), "/hosts");

        assertThat(aws.awaitEnd(commandId).standardOutputContent()).isEqualTo("begun\n");
        assertThat(logs).doesNotExist();
    }

    @Test
    void logGroupWithAnInvalidName_isRefused() {
        String document = aws.document("talking", "echo begun");

        assertThatThrownBy(() -> sendLogging(document, "not a name"))
                .isInstanceOf(SsmException.class)
                .hasMessageContaining("cloudWatchLogGroupName");
    }

    private String sendLogging(String document, String group) {
        return aws.client
                .sendCommand(request -> request.documentName(document)
                        .instanceIds(aws.host.instanceId())
                        .cloudWatchOutputConfig(
                                config -> config.cloudWatchOutputEnabled(true).cloudWatchLogGroupName(group)))
                .command()
                .commandId();
    }

    private String stream(String commandId, String name) {
        return commandId + "/" + aws.host.instanceId() + "/run/" + name;
    }

    private List<String> awaitLogged(String group, String stream, int count) {
        return Stream.generate(() -> streams(group).contains(stream) ? logged(group, stream) : List.<String>of())
                .filter(events -> events.size() >= count)
                .findFirst()
                .orElseThrow();
    }

    private List<String> logged(String group, String stream) {
        return aws
                .logsClient
                .getLogEvents(request ->
                        request.logGroupName(group).logStreamName(stream).startFromHead(true))
                .events()
                .stream()
                .map(OutputLogEvent::message)
                .toList();
    }

    private List<String> streams(String group) {
        try {
            return aws.logsClient.describeLogStreams(request -> request.logGroupName(group)).logStreams().stream()
                    .map(LogStream::logStreamName)
                    .toList();
        } catch (ResourceNotFoundException e) {
            return List.of();
        }
    }

    @Test
    void getCommandInvocation_justAfterSendCommandDoesNotKnowIt() {
        String commandId = aws.send(aws.document("quick", "true"));

        assertThatExceptionOfType(InvocationDoesNotExistException.class)
                .isThrownBy(() -> aws.client.getCommandInvocation(
                        request -> request.commandId(commandId).instanceId(aws.host.instanceId())));
        assertThat(aws.awaitEnd(commandId).statusAsString()).isEqualTo("Success");
    }

    @Test
    void executionTimeout_killsTheWholeGroup() throws IOException {
        Path left = state.resolve("left");
        GetCommandInvocationResponse ended = aws.run(
                aws.documentWithTimeout("endless", "5", "sleep 300 &", "echo $! > " + left, "echo begun", "sleep 300"));

        assertThat(ended.statusAsString()).isEqualTo("TimedOut");
        assertThat(ended.statusDetails()).isEqualTo("ExecutionTimedOut");
        assertThat(ended.responseCode()).isEqualTo(137);
        assertThat(ended.standardOutputContent()).isEqualTo("begun\n");
        assertEnded(left);
    }

    @Test
    void exitCode137_readsAsTimedOut() {
        GetCommandInvocationResponse ended = aws.run(aws.document("killed-child", "sh -c 'kill -9 $$'; exit $?"));

        assertThat(ended.statusAsString()).isEqualTo("TimedOut");
        assertThat(ended.responseCode()).isEqualTo(137);
    }

    @Test
    void cancel_killsARunningScript() throws IOException {
        Path left = state.resolve("left");
        String commandId = aws.send(aws.document("endless", "sleep 300 &", "echo $! > " + left, "wait"));
        aws.awaitRunning(commandId);
        awaitFile(left);

        aws.client.cancelCommand(request -> request.commandId(commandId));

        GetCommandInvocationResponse ended = aws.awaitEnd(commandId);
        assertThat(ended.statusAsString()).isEqualTo("Cancelled");
        assertEnded(left);
    }

    @Test
    void cancel_ofACommandThatWaitsKeepsItFromRunning() {
        aws.host.goOffline();
        String commandId = aws.send(aws.document("waiting", "touch " + state.resolve("ran")));

        aws.client.cancelCommand(request -> request.commandId(commandId));
        aws.host.goOnline();

        assertThat(aws.awaitEnd(commandId).statusAsString()).isEqualTo("Cancelled");
        assertThat(aws.run(aws.document("later", "true")).statusAsString()).isEqualTo("Success");
        assertThat(state.resolve("ran")).doesNotExist();
    }

    @Test
    void cancel_ofACutOffHostWaitsUntilItIsBack() throws IOException {
        Path left = state.resolve("left");
        String commandId = aws.send(aws.document("endless", "echo $$ > " + left, "sleep 300"));
        aws.awaitRunning(commandId);
        awaitFile(left);
        aws.host.goOffline();

        aws.client.cancelCommand(request -> request.commandId(commandId));
        assertThat(ofCommand(commandId).statusAsString()).isEqualTo("Cancelling");

        aws.host.goOnline();
        assertThat(aws.awaitEnd(commandId).statusAsString()).isEqualTo("Cancelled");
        assertEnded(left);
    }

    @Test
    void cancel_meansTheInstancesThatItNames() {
        aws.host.goOffline();
        String commandId = aws.send(aws.document("waiting", "true"));
        ManagedHost other = aws.ssm.addHost("qa", state.resolve("hosts/qa"), Map::of);

        aws.client.cancelCommand(request -> request.commandId(commandId).instanceIds(other.instanceId()));
        assertThat(ofCommand(commandId).statusAsString()).isEqualTo("Pending");
        aws.client.cancelCommand(request -> request.commandId(commandId).instanceIds(aws.host.instanceId()));
        assertThat(ofCommand(commandId).statusAsString()).isEqualTo("Cancelled");
    }

    @Test
    void cancel_ofACommandThatHasEndedChangesNothing() {
        String commandId = aws.send(aws.document("quick", "echo done"));
        aws.awaitEnd(commandId);

        aws.client.cancelCommand(request -> request.commandId(commandId));

        GetCommandInvocationResponse ended = aws.awaitEnd(commandId);
        assertThat(ended.statusAsString()).isEqualTo("Success");
        assertThat(ended.standardOutputContent()).isEqualTo("done\n");
    }

    @Test
    void cancel_refusesWhatItDoesNotKnow() {
        String commandId = aws.send(aws.document("quick", "true"));
        String instanceId = aws.host.instanceId();

        assertThatThrownBy(() ->
                        aws.client.cancelCommand(request -> request.commandId("00000000-0000-0000-0000-000000000000")))
                .isInstanceOf(InvalidCommandIdException.class);
        assertThatThrownBy(() -> aws.client.cancelCommand(
                        request -> request.commandId(commandId).instanceIds("i-00000000000000000")))
                .isInstanceOf(InvalidInstanceIdException.class);
        assertThatThrownBy(() -> aws.client.cancelCommand(
                        request -> request.commandId(commandId).instanceIds(instanceId, instanceId)))
                .isInstanceOf(DuplicateInstanceIdException.class);
    }

    @Test
    void missingProgram_isExitCode127() {
        GetCommandInvocationResponse ended = aws.run(aws.document("missing", "flyway-host migrate"));

        assertThat(ended.statusAsString()).isEqualTo("Failed");
        assertThat(ended.responseCode()).isEqualTo(127);
        assertThat(ended.standardErrorContent())
                .contains("flyway-host")
                .contains("not found")
                .endsWith("failed to run commands: exit status 127");
    }

    @Test
    void killedProcessGroup_isAFailure() {
        String commandId = aws.send(aws.document("victim", "sleep 300"));
        aws.awaitRunning(commandId);

        aws.host.killRunning();

        GetCommandInvocationResponse ended = aws.awaitEnd(commandId);
        assertThat(ended.statusAsString()).isEqualTo("Failed");
        assertThat(ended.responseCode()).isEqualTo(-1);
        assertThat(ended.standardErrorContent()).contains("signal: killed");
    }

    @Test
    void offlineHost_runsTheCommandWhenItIsBack() {
        aws.host.goOffline();
        String commandId = aws.send(aws.document("patient", "echo ran"));
        assertThat(ofCommand(commandId).statusAsString()).isEqualTo("Pending");

        aws.host.goOnline();

        assertThat(aws.awaitEnd(commandId).standardOutputContent()).isEqualTo("ran\n");
    }

    @Test
    void hostThatGoesOffline_letsTheScriptGoOnAndTellsItsEndLater() {
        Path go = state.resolve("go");
        Path done = state.resolve("done");
        String commandId =
                aws.send(aws.document("cut-off", "while [ ! -f " + go + " ]; do sleep 0.02; done", "touch " + done));
        aws.awaitRunning(commandId);

        aws.host.goOffline();
        touch(go);
        awaitFile(done);
        assertThat(ofCommand(commandId).statusAsString()).isEqualTo("InProgress");

        aws.host.goOnline();
        assertThat(aws.awaitEnd(commandId).statusAsString()).isEqualTo("Success");
    }

    @Test
    void undelivered_endsInTheTwoWaysOfTheService() throws IOException {
        aws.close();
        aws = new SsmFixture(
                state,
                new SsmSettings(SsmFixture.REGION, SsmFixture.ACCOUNT, 0, Optional.of(Duration.ofMillis(300)), false));
        String document = aws.document("never", "touch " + state.resolve("ran"));
        aws.document("busy", "sleep 300");

        aws.host.goOffline();
        GetCommandInvocationResponse undeliverable = aws.awaitEnd(aws.send(document));
        aws.host.goOnline();
        IntStream.range(0, 5).forEach(worker -> aws.awaitRunning(aws.send("busy")));
        GetCommandInvocationResponse late = aws.awaitEnd(aws.send(document));
        aws.host.killRunning();

        assertThat(undeliverable.statusAsString()).isEqualTo("Failed");
        assertThat(undeliverable.statusDetails()).isEqualTo("Undeliverable");
        assertThat(undeliverable.responseCode()).isEqualTo(-1);
        assertThat(late.statusAsString()).isEqualTo("TimedOut");
        assertThat(late.statusDetails()).isEqualTo("DeliveryTimedOut");
        assertThat(state.resolve("ran")).doesNotExist();
    }

    @Test
    void commandsOfOneHost_runAtTheSameTime() {
        Path meeting = state.resolve("meeting");
        String first = aws.send(aws.document(
                "first", "touch " + meeting + "1", "while [ ! -f " + meeting + "2 ]; do sleep 0.02; done"));
        String second = aws.send(aws.document(
                "second", "touch " + meeting + "2", "while [ ! -f " + meeting + "1 ]; do sleep 0.02; done"));

        assertThat(aws.awaitEnd(first).statusAsString()).isEqualTo("Success");
        assertThat(aws.awaitEnd(second).statusAsString()).isEqualTo("Success");
    }

    @Test
    void failedStep_doesNotStopLaterSteps() {
        aws.client.createDocument(
                request -> request.name("two-steps").content("""
                        {"schemaVersion": "2.2", "mainSteps": [
                          {"action": "aws:runShellScript", "name": "one", "inputs": {"runCommand": ["exit 1"]}},
                          {"action": "aws:runShellScript", "name": "two", "inputs": {"runCommand": ["echo two"]}}]}""").documentType("Command"));

        String commandId = aws.send("two-steps");

        assertThat(aws.awaitEnd(commandId).statusAsString()).isEqualTo("Failed");
        assertThat(aws.client
                        .getCommandInvocation(request -> request.commandId(commandId)
                                .instanceId(aws.host.instanceId())
                                .pluginName("two"))
                        .standardOutputContent())
                .isEqualTo("two\n");
    }

    @Test
    void targets_findTheHostByItsTag() {
        String document = aws.document("by-tag", "echo ran");

        String commandId = sendTo(document, "tag:FlywayHost", "dev").commandId();

        assertThat(aws.awaitEnd(commandId).standardOutputContent()).isEqualTo("ran\n");
        CommandInvocation listed = aws.client
                .listCommandInvocations(request -> request.commandId(commandId).details(true))
                .commandInvocations()
                .get(0);
        assertThat(listed.instanceId()).isEqualTo(aws.host.instanceId());
        assertThat(listed.commandPlugins().get(0).output()).isEqualTo("ran\n");
    }

    @Test
    void targetsWithoutAnyHost_areASuccessOfNothing() {
        Command sent = sendTo(aws.document("nobody", "true"), "tag:FlywayHost", "nowhere");
        Command listed = aws.client
                .listCommands(request -> request.commandId(sent.commandId()))
                .commands()
                .get(0);

        assertThat(sent.statusAsString()).isEqualTo("Pending");
        assertThat(listed.statusAsString()).isEqualTo("Success");
        assertThat(listed.statusDetails()).isEqualTo("NoInstancesInTag");
        assertThat(listed.targetCount()).isZero();
    }

    @Test
    void sendCommand_refusesWhatTheServiceRefuses() {
        String document = aws.document("strict", "echo {{ id }}");
        String instanceId = aws.host.instanceId();

        assertThatThrownBy(() -> aws.client.sendCommand(
                        request -> request.documentName("unknown").instanceIds(instanceId)))
                .isInstanceOf(InvalidDocumentException.class);
        assertThatThrownBy(() -> aws.client.sendCommand(
                        request -> request.documentName(document).instanceIds("i-00000000000000000")))
                .isInstanceOf(InvalidInstanceIdException.class)
                .hasMessageContaining("not in a valid state for account 123456789012");
        assertThatThrownBy(() -> aws.client.sendCommand(
                        request -> request.documentName(document).instanceIds("web-1")))
                .hasMessageContaining("failed to satisfy constraint");
        assertThatThrownBy(() -> aws.client.sendCommand(request ->
                        request.documentName(document).instanceIds(instanceId).timeoutSeconds(29)))
                .isInstanceOf(SsmException.class)
                .hasMessageContaining("Value '29' at 'timeoutSeconds' failed to satisfy constraint");
        assertThatThrownBy(() -> aws.client.sendCommand(request ->
                        request.documentName(document).instanceIds(instanceId).comment("x".repeat(101))))
                .hasMessageContaining("'comment'");
        assertThatThrownBy(() -> aws.client.sendCommand(request -> request.documentName(document)))
                .hasMessageContaining("InstanceIds or Targets");
    }

    @Test
    void sendCommand_refusesAnotherVersionOfTheDocumentThanItNames() {
        String document = aws.document("versioned", "echo {{ id }}");
        String hash = aws.client
                .describeDocument(request -> request.name(document))
                .document()
                .hash();

        aws.client.sendCommand(
                request -> aimed(request, document).documentHash(hash).documentHashType(DocumentHashType.SHA256));
        assertThatThrownBy(() -> aws.client.sendCommand(request -> aimed(request, document)
                        .documentHash("0".repeat(64))
                        .documentHashType(DocumentHashType.SHA256)))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("document hash " + "0".repeat(64) + " does not match Sha256");
        assertThatThrownBy(() -> aws.client.sendCommand(
                        request -> aimed(request, document).documentVersion("7")))
                .isInstanceOf(InvalidDocumentVersionException.class);
    }

    private SendCommandRequest.Builder aimed(SendCommandRequest.Builder request, String document) {
        return request.documentName(document).instanceIds(aws.host.instanceId());
    }

    @Test
    void sendCommand_checksParametersAgainstTheDocument() {
        String document = aws.document("strict", "echo {{ id }}");

        assertInvalid(document, "other", "x");
        assertInvalid(document, "mode", "medium");
        assertInvalid(document, "id", "two words");
        assertThatThrownBy(() -> aws.client.sendCommand(request -> request.documentName(document)
                        .instanceIds(aws.host.instanceId())
                        .parameters(Map.of("id", List.of("a", "b")))))
                .isInstanceOf(InvalidParametersException.class);
    }

    @Test
    void allowedPattern_thatIsNotAnchoredLetsTheRestThrough() {
        aws.client.createDocument(
                request -> request.name("unanchored").content("""
                        {"schemaVersion": "2.2",
                         "parameters": {"id": {"type": "String", "allowedPattern": "[a-z]+"}},
                         "mainSteps": [{"action": "aws:runShellScript", "name": "run",
                                        "inputs": {"runCommand": ["echo {{ id }}"]}}]}""").documentType("Command"));

        String commandId = aws.client
                .sendCommand(request -> request.documentName("unanchored")
                        .instanceIds(aws.host.instanceId())
                        .parameters(Map.of("id", List.of("a; echo injected"))))
                .command()
                .commandId();

        assertThat(aws.awaitEnd(commandId).standardOutputContent()).isEqualTo("a\ninjected\n");
    }

    @Test
    void lists_filterAndPage() {
        String one = aws.document("one", "true");
        String two = aws.document("two", "exit 1");
        aws.run(one);
        aws.run(two);
        aws.run(two);

        assertThat(aws.client
                        .listCommandsPaginator(request -> request.maxResults(1))
                        .commands())
                .extracting(Command::documentName)
                .containsExactly("two", "two", "one");
        assertThat(aws.client
                        .listCommands(request -> request.filters(filter(CommandFilterKey.STATUS, "Success")))
                        .commands())
                .extracting(Command::documentName)
                .containsExactly("one");
        assertThat(aws.client
                        .listCommandInvocations(
                                request -> request.filters(filter(CommandFilterKey.DOCUMENT_NAME, "two")))
                        .commandInvocations())
                .hasSize(2);
        assertThatThrownBy(() ->
                        aws.client.listCommands(request -> request.commandId("00000000-0000-0000-0000-000000000000")))
                .isInstanceOf(InvalidCommandIdException.class);
    }

    @Test
    void history_outlivesARestartAndWhatRanIsFailed() throws IOException {
        Path left = state.resolve("left");
        String done = aws.send(aws.document("done", "echo done"));
        aws.awaitEnd(done);
        String running = aws.send(aws.document("running", "echo $$ > " + left, "sleep 300"));
        aws.awaitRunning(running);
        awaitFile(left);
        SsmFixture killed = aws;

        // A second one on the same files is what a start after a kill -9 of the first one sees.
        aws = new SsmFixture(state, SsmFixture.SETTINGS);

        assertThat(aws.awaitEnd(done).standardOutputContent()).isEqualTo("done\n");
        assertThat(aws.awaitEnd(running).statusAsString()).isEqualTo("Failed");
        assertEnded(left);
        killed.close();
    }

    @Test
    void close_killsWhatRunsAndNotesItAsFailed() throws IOException {
        Path left = state.resolve("left");
        String running = aws.send(aws.document("running", "echo $$ > " + left, "sleep 300"));
        aws.awaitRunning(running);
        awaitFile(left);

        aws.close();
        assertEnded(left);

        aws = new SsmFixture(state, SsmFixture.SETTINGS);
        assertThat(aws.awaitEnd(running).statusAsString()).isEqualTo("Failed");
    }

    @Test
    void close_beginsNothingThatWaited() throws IOException {
        String document = aws.document("late", "touch " + state.resolve("ran"));
        aws.document("busy", "sleep 300");
        IntStream.range(0, 5).forEach(worker -> aws.awaitRunning(aws.send("busy")));
        String waiting = aws.send(document);

        aws.close();
        aws = new SsmFixture(state, SsmFixture.SETTINGS);

        assertThat(aws.awaitEnd(waiting).statusDetails()).isEqualTo("DeliveryTimedOut");
        assertThat(state.resolve("ran")).doesNotExist();
    }

    @Test
    void twentyCommandsAtOnce_allEndWell() {
        String document = aws.document("many", "echo ran");

        List<String> sent =
                IntStream.range(0, 20).mapToObj(number -> aws.send(document)).toList();

        assertThat(sent)
                .allSatisfy(commandId -> assertThat(aws.awaitEnd(commandId).standardOutputContent())
                        .isEqualTo("ran\n"));
    }

    private void assertInvalid(String document, String parameter, String value) {
        assertThatThrownBy(() -> aws.client.sendCommand(request -> request.documentName(document)
                        .instanceIds(aws.host.instanceId())
                        .parameters(Map.of(parameter, List.of(value)))))
                .isInstanceOf(InvalidParametersException.class);
    }

    private Command sendTo(String document, String key, String value) {
        return aws.client
                .sendCommand(request -> request.documentName(document)
                        .targets(Target.builder().key(key).values(value).build()))
                .command();
    }

    private static CommandFilter filter(CommandFilterKey key, String value) {
        return CommandFilter.builder().key(key).value(value).build();
    }

    private Command ofCommand(String commandId) {
        return aws.client
                .listCommands(request -> request.commandId(commandId))
                .commands()
                .get(0);
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitFile(Path file) {
        while (!Files.exists(file) || isEmptyPidFile(file)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean isEmptyPidFile(Path file) {
        return file.endsWith("left") && file.toFile().length() == 0;
    }

    private static void assertEnded(Path pidFile) throws IOException {
        long pid =
                Long.parseLong(Files.readString(pidFile, StandardCharsets.UTF_8).strip());
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }
}
