package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.HttpFront;
import io.github.dbpromote.sandbox.http.LocalCloud;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.logs.LogsService;
import io.github.dbpromote.sandbox.s3.S3Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.waiters.Waiter;
import software.amazon.awssdk.core.waiters.WaiterAcceptor;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;

/** Systems Manager behind the real front, and a real client of it. */
final class SsmFixture implements AutoCloseable {
    static final String ACCOUNT = "123456789012";
    static final String REGION = "eu-central-1";
    static final SsmSettings SETTINGS = new SsmSettings(REGION, ACCOUNT, 1, Optional.empty(), false);

    private static final List<CommandInvocationStatus> OVER = List.of(
            CommandInvocationStatus.SUCCESS,
            CommandInvocationStatus.FAILED,
            CommandInvocationStatus.TIMED_OUT,
            CommandInvocationStatus.CANCELLED);

    final Ssm ssm;
    final S3Service s3;
    final LogsService logs;
    final SsmClient client;
    final CloudWatchLogsClient logsClient;
    final ManagedHost host;
    private final HttpFront front;

    SsmFixture(Path state, SsmSettings settings) throws IOException {
        front = HttpFront.bind(0, REGION, Clock.systemUTC());
        s3 = new S3Service(state.resolve("s3"), REGION, ACCOUNT);
        logs = new LogsService(state.resolve("logs"), REGION, ACCOUNT, false, Clock.systemUTC());
        ssm = new Ssm(
                state.resolve("ssm"),
                settings,
                front.endpoint(),
                new OutputTargets((bucket, key, content) -> s3.put(bucket, key, content, "text/plain"), logs::put),
                Clock.systemUTC());
        host = ssm.addHost("dev", state.resolve("hosts/dev"), () -> Map.of("AWS_REGION", REGION));
        front.serve(List.of(ssm.service(), logs.service(), s3));
        Credentials credentials = front.keyring().issue(Principal.user(ACCOUNT, "developer"));
        client = LocalCloud.client(SsmClient.builder(), front.endpoint(), LocalCloud.provider(credentials));
        logsClient =
                LocalCloud.client(CloudWatchLogsClient.builder(), front.endpoint(), LocalCloud.provider(credentials));
    }

    /** A document of one step, with one parameter {@code id}. */
    String document(String name, String... lines) {
        return documentWithTimeout(name, "3600", lines);
    }

    String documentWithTimeout(String name, String timeoutSeconds, String... lines) {
        var step = Json.object().put("action", "aws:runShellScript").put("name", "run");
        var inputs = Json.object().put("timeoutSeconds", timeoutSeconds);
        inputs.set("runCommand", Json.array(List.of(lines)));
        step.set("inputs", inputs);
        var content = Json.object().put("schemaVersion", "2.2").put("description", "a test");
        content.set("parameters", Json.parse("""
                        {"id": {"type": "String", "allowedPattern": "^[a-z0-9-]*$", "default": "none"},
                         "mode": {"type": "String", "allowedValues": ["fast", "slow"], "default": "fast"}}"""));
        content.set("mainSteps", Json.objects(List.of(step)));
        client.createDocument(
                request -> request.name(name).content(content.toString()).documentType("Command"));
        return name;
    }

    String send(String document) {
        return client.sendCommand(request -> request.documentName(document).instanceIds(host.instanceId()))
                .command()
                .commandId();
    }

    GetCommandInvocationResponse run(String document) {
        return awaitEnd(send(document));
    }

    GetCommandInvocationResponse awaitEnd(String commandId) {
        return await(commandId, OVER);
    }

    GetCommandInvocationResponse awaitRunning(String commandId) {
        return await(commandId, List.of(CommandInvocationStatus.IN_PROGRESS));
    }

    private GetCommandInvocationResponse await(String commandId, List<CommandInvocationStatus> wanted) {
        return Waiter.builder(GetCommandInvocationResponse.class)
                .acceptors(List.of(
                        WaiterAcceptor.successOnResponseAcceptor(answer -> wanted.contains(answer.status())),
                        WaiterAcceptor.retryOnResponseAcceptor(answer -> true),
                        WaiterAcceptor.retryOnExceptionAcceptor(InvocationDoesNotExistException.class::isInstance)))
                .overrideConfiguration(configuration -> configuration
                        .maxAttempts(2000)
                        .waitTimeout(Duration.ofSeconds(60))
                        .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(20))))
                .build()
                .run(() -> client.getCommandInvocation(
                        request -> request.commandId(commandId).instanceId(host.instanceId())))
                .matched()
                .response()
                .orElseThrow();
    }

    @Override
    public void close() {
        client.close();
        logsClient.close();
        ssm.close();
        front.close();
    }
}
