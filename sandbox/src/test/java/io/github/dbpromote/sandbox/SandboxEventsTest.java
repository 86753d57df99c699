package io.github.dbpromote.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.sandbox.http.LocalCloud;
import io.github.dbpromote.sandbox.lambda.SamplePackage;
import io.github.dbpromote.sandbox.ssm.ManagedHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events and functions of a sandbox in a JVM of its own, by its control endpoint. Java functions run on Linux alone. */
@EnabledOnOs(OS.LINUX)
class SandboxEventsTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** One for all tests but the one that kills it: each takes names of its own. */
    @TempDir
    static Path directory;

    private static SandboxProcess sandbox;

    @BeforeAll
    static void startOne() throws IOException {
        sandbox = start("state");
    }

    @AfterAll
    static void stopIt() {
        sandbox.close();
    }

    @Test
    void newObject_reachesAFunction_andItsEventARecording() throws IOException, InterruptedException {
        String bucket = provision(sandbox);
        putFunction(sandbox, "relay");
        sandbox.control("PUT", "/rules/receipts", """
                {"notification": {"bucket": "%s", "prefix": "users/", "suffix": "/receipt.json"},
                 "target": {"function": "relay"}}""".formatted(bucket));
        sandbox.control("PUT", "/rules/everything", """
                {"pattern": {"source": ["aws.s3", "aws.ssm"]}, "target": {"recording": "everything"}}""");
        sandbox.control("POST", "/delivery", "{\"duplicate\": true}");

        put(sandbox, bucket, "users/deployments/d-1/receipt.json");
        put(sandbox, bucket, "users/ledger.json");
        sandbox.control("DELETE", "/delivery", "");

        // The function handles one event after the other, so that this answer comes after those.
        JsonNode answer = invoke(sandbox, "relay", "{}");
        assertThat(answer.path("number").asInt()).isEqualTo(3);
        assertThat(keys(sandbox, "everything"))
                .containsExactly(
                        "users/deployments/d-1/receipt.json",
                        "users/deployments/d-1/receipt.json",
                        "users/ledger.json",
                        "users/ledger.json");
        assertThat(sandbox.control("GET", "/functions/relay/log", "")
                        .path("lines")
                        .valueStream())
                .extracting(JsonNode::asString)
                .contains("event 1", "event 2", "event 3");

        sandbox.control("DELETE", "/recordings/everything", "");
        sendCommand(sandbox);
        awaitRecorded(sandbox, 4);
    }

    @Test
    void schedulesAndRetries_areDrivenByCalls() throws IOException, InterruptedException {
        putFunction(sandbox, "nightly");
        sandbox.control("PUT", "/schedules/every-night", """
                {"input": {"action": "fail"}, "target": {"function": "nightly"}}""");

        sandbox.control("POST", "/schedules/every-night/fire", "");
        for (String delay : List.of("PT1M", "PT2M")) {
            invoke(sandbox, "nightly", "{}");
            sandbox.control("POST", "/time", "{\"advance\": \"" + delay + "\"}");
        }
        invoke(sandbox, "nightly", "{}");

        assertThat(sandbox.control("GET", "/functions/nightly/dead-letters", "")
                        .path("deadLetters")
                        .valueStream())
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.path("attempts").asInt()).isEqualTo(3);
                    assertThat(letter.path("event")).isEqualTo(JSON.readTree("{\"action\": \"fail\"}"));
                });
    }

    @Test
    void control_saysWhatIsWrong() throws IOException, InterruptedException {
        assertThat(refusal(sandbox, "PUT", "/rules/x", "{\"target\": {\"recording\": \"y\"}}"))
                .isEqualTo("a rule has either a notification or a pattern");
        assertThat(refusal(sandbox, "PUT", "/rules/x", "{\"pattern\": {\"source\": [\"a\"]}}"))
                .isEqualTo("target is missing");
        assertThat(refusal(sandbox, "PUT", "/functions/x", "{\"code\": \"/\"}")).isEqualTo("handler is missing");
        assertThat(refusal(sandbox, "PUT", "/functions/x", "{\"code\": \"/none\", \"handler\": \"x.Y\"}"))
                .isEqualTo("There is no code of a function at /none.");
        assertThat(refusal(sandbox, "GET", "/functions/x/log", "")).isEqualTo("There is no function x.");
        assertThat(refusal(sandbox, "POST", "/schedules/x/fire", "")).isEqualTo("There is no schedule x.");
        assertThat(refusal(sandbox, "POST", "/time", "{\"advance\": \"a day\"}"))
                .isEqualTo("advance is a duration such as PT1M, not a day");
    }

    @Test
    void functions_endWithTheSandbox_evenIfItIsKilled()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (SandboxProcess killed = start("killed")) {
            putFunction(killed, "doomed");
            invoke(killed, "doomed", "{}");
            killed.control("POST", "/functions/doomed/events", "{\"action\": \"hang\"}");
            ProcessHandle function = ProcessHandle.of(killed.control("GET", "/functions/doomed", "")
                            .path("processes")
                            .get(0)
                            .asLong())
                    .orElseThrow();

            killed.kill();

            function.onExit().get(1, TimeUnit.MINUTES);
        }
    }

    private static SandboxProcess start(String state) throws IOException {
        return SandboxProcess.start(
                        directory.resolve(state),
                        "--flyway-host",
                        HostJar.with(directory, "migrate").toString())
                .ready();
    }

    private static String provision(SandboxProcess sandbox) throws IOException, InterruptedException {
        return sandbox.control("PUT", "/databases/users", "{\"environments\": [\"dev\"]}")
                .path("databases")
                .get(0)
                .path("bucket")
                .asString();
    }

    private static void putFunction(SandboxProcess sandbox, String name) throws IOException, InterruptedException {
        ObjectNode function = JSON.createObjectNode().put("handler", SamplePackage.HANDLER);
        function.put("code", SamplePackage.zip(directory.resolve(name + ".zip")).toString());
        function.put("timeout", "PT1M").put("memory", 256).put("role", "relay-role");
        function.putObject("environment").put("STAGE", "dev");
        sandbox.control("PUT", "/functions/" + name, function.toString());
    }

    private static JsonNode invoke(SandboxProcess sandbox, String function, String event)
            throws IOException, InterruptedException {
        JsonNode result = sandbox.control("POST", "/functions/" + function + "/invoke", event);
        assertThat(result.path("failed").asBoolean()).as(result.toString()).isFalse();
        return JSON.readTree(result.path("payload").asString());
    }

    private static List<String> keys(SandboxProcess sandbox, String recording)
            throws IOException, InterruptedException {
        return sandbox.control("GET", "/recordings/" + recording, "")
                .path("events")
                .valueStream()
                .map(event -> event.at("/detail/object/key").asString())
                .toList();
    }

    private static void awaitRecorded(SandboxProcess sandbox, int count) throws IOException, InterruptedException {
        JsonNode events;
        do {
            events = sandbox.control("GET", "/recordings/everything", "").path("events");
        } while (events.size() < count);
        assertThat(events.valueStream())
                .extracting(event -> event.path("source").asString())
                .containsOnly("aws.ssm");
    }

    private static String refusal(SandboxProcess sandbox, String method, String path, String body)
            throws IOException, InterruptedException {
        var response = sandbox.controlWith(sandbox.endpoint().path("token").asString(), method, path, body);
        assertThat(response.statusCode()).isEqualTo(400);
        return JSON.readTree(response.body()).path("message").asString();
    }

    private static void put(SandboxProcess sandbox, String bucket, String key) throws IOException {
        try (S3Client s3 = client(S3Client.builder(), sandbox)) {
            s3.putObject(request -> request.bucket(bucket).key(key).ifNoneMatch("*"), RequestBody.fromString("{}"));
        }
    }

    private static void sendCommand(SandboxProcess sandbox) throws IOException {
        try (SsmClient ssm = client(SsmClient.builder(), sandbox)) {
            ssm.sendCommand(request -> request.documentName("db-promote-users-dev-migrate")
                    .instanceIds(ManagedHost.instanceIdOf("dev"))
                    .parameters(Map.of("deployment", List.of("d-20260101-abc"))));
        }
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, SandboxProcess sandbox) throws IOException {
        JsonNode endpoint = sandbox.endpoint();
        JsonNode credentials = endpoint.path("credentials");
        return LocalCloud.client(
                builder,
                URI.create(endpoint.path("endpoint").asString()),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        credentials.path("accessKeyId").asString(),
                        credentials.path("secretAccessKey").asString())));
    }
}
