package io.github.dbpromote.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.sandbox.http.LocalCloud;
import io.github.dbpromote.sandbox.ssm.ManagedHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import tools.jackson.databind.JsonNode;

class SandboxMainTest {
    @TempDir
    Path directory;

    private final List<SandboxProcess> started = new ArrayList<>();

    @AfterEach
    void stopAll() {
        started.forEach(SandboxProcess::close);
    }

    private SandboxProcess start(String... arguments) throws IOException {
        SandboxProcess sandbox = SandboxProcess.start(state(), arguments);
        started.add(sandbox);
        return sandbox;
    }

    private Path state() {
        return directory.resolve("state");
    }

    @Test
    void stopByControl_leavesNothingBehind() throws IOException, InterruptedException {
        SandboxProcess sandbox = start("--fingerprint", "f1").ready();
        assertThat(sandbox.endpoint().path("fingerprint").asString()).isEqualTo("f1");
        long postgres = sandbox.postgresPid();

        sandbox.control("POST", "/stop", "");

        assertThat(sandbox.awaitExit()).isZero();
        assertThat(sandbox.standardError()).isEmpty();
        assertThat(state().resolve("endpoint.json")).doesNotExist();
        assertThat(ProcessHandle.of(postgres)).isEmpty();
    }

    @Test
    void sigterm_stopsInOrder() throws IOException, InterruptedException {
        SandboxProcess sandbox = start().ready();
        long postgres = sandbox.postgresPid();

        sandbox.terminate();

        sandbox.awaitExit();
        assertThat(state().resolve("endpoint.json")).doesNotExist();
        assertThat(state().resolve("postgres/data/postmaster.pid")).doesNotExist();
        assertThat(ProcessHandle.of(postgres)).isEmpty();
    }

    @Test
    void secondStart_exitsWith3AndAClearSentence() throws IOException, InterruptedException {
        try (SandboxProcess first = start().ready()) {
            SandboxProcess second = start();

            assertThat(second.awaitExit()).isEqualTo(3);
            assertThat(second.standardError())
                    .startsWith("db-promote sandbox: A sandbox is already running on " + state());
            assertThat(first.control("GET", "", "").path("pid").asLong())
                    .isEqualTo(first.endpoint().path("pid").asLong());
        }
    }

    @Test
    void wrongArguments_exitWith2() throws IOException, InterruptedException {
        SandboxProcess sandbox = start("--idle", "soon");

        assertThat(sandbox.awaitExit()).isEqualTo(2);
        assertThat(sandbox.standardError()).contains("--idle is a duration such as PT30M, not soon");
    }

    @Test
    void killedSandbox_isFollowedByOneThatKnowsEverything() throws IOException, InterruptedException, SQLException {
        Path jar = HostJar.with(directory, "migrate");
        SandboxProcess killed = start("--flyway-host", jar.toString()).ready();
        killed.control("PUT", "/databases/users", "{\"environments\": [\"dev\"]}");
        createTable(killed);
        String bucket = "sandbox-users-dev-migrations";
        try (S3Client s3 = LocalCloud.client(S3Client.builder(), endpoint(killed), credentials(killed))) {
            s3.putObject(request -> request.bucket(bucket).key("users/ledger.json"), RequestBody.fromString("{}"));
        }
        Files.writeString(state().resolve("hosts/dev/usr/local/bin/flyway-host"), "#!/bin/sh\nsleep 300\n");
        String commandId = send(killed);
        awaitStatus(killed, commandId, "InProgress");
        long postgres = killed.postgresPid();
        JsonNode before = killed.endpoint();

        killed.kill();

        try (SandboxProcess next = start("--flyway-host", jar.toString()).ready()) {
            assertThat(next.postgresPid()).isEqualTo(postgres);
            assertThat(next.endpoint().path("endpoint")).isEqualTo(before.path("endpoint"));
            assertThat(next.endpoint().path("token")).isNotEqualTo(before.path("token"));
            JsonNode database = next.control("GET", "", "").path("databases").get(0);
            try (Connection connection = DriverManager.getConnection(
                    database.path("jdbcUrl").asString(),
                    database.path("user").asString(),
                    database.path("password").asString())) {
                connection.createStatement().execute("SELECT id FROM kept");
            }
            try (S3Client s3 = LocalCloud.client(S3Client.builder(), endpoint(next), credentials(next))) {
                assertThat(s3.getObjectAsBytes(request -> request.bucket(bucket).key("users/ledger.json"))
                                .asUtf8String())
                        .isEqualTo("{}");
            }
            assertThat(command(next, commandId).statusAsString()).isEqualTo("Failed");
        }
        assertThat(ProcessHandle.of(postgres)).isEmpty();
    }

    @Test
    void idleSandbox_stopsByItself() throws IOException, InterruptedException {
        SandboxProcess sandbox = start("--idle", "PT0.5S").ready();

        assertThat(sandbox.awaitExit()).isZero();
        assertThat(state().resolve("endpoint.json")).doesNotExist();
    }

    @Test
    void sandboxWhoseDirectoryVanishes_stopsByItself() throws IOException, InterruptedException {
        SandboxProcess sandbox = start().ready();
        long postgres = sandbox.postgresPid();

        Files.move(state(), directory.resolve("gone"));

        sandbox.awaitExit();
        assertThat(ProcessHandle.of(postgres)).isEmpty();
    }

    @Test
    void control_needsTheToken() throws IOException, InterruptedException {
        try (SandboxProcess sandbox = start().ready()) {
            assertThat(sandbox.controlWith("wrong", "GET", "", "").statusCode()).isEqualTo(403);
            assertThat(sandbox.controlWith("", "POST", "/stop", "").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void control_doesWhatTheHarnessDoes() throws IOException, InterruptedException, SQLException {
        Path jar = HostJar.with(directory, "migrate");
        try (SandboxProcess sandbox = start("--flyway-host", jar.toString()).ready()) {
            JsonNode provisioned = sandbox.control("PUT", "/databases/users", """
                    {"environments": ["dev", "qa"],
                     "hostConfiguration": {"dev": "flyway.placeholders.region=eu"},
                     "parameter": {"qa": {"promotion": "automatic"}}}""");
            assertThat(provisioned.path("databases").size()).isEqualTo(2);
            assertThat(provisioned.path("databases").get(1).path("jdbcUrl").asString())
                    .endsWith("/users_qa");
            assertThat(Files.readString(state().resolve("hosts/dev/etc/db-promote/users.conf")))
                    .contains("flyway.placeholders.region=eu");

            sandbox.control("POST", "/hosts/dev", "{\"state\": \"offline\"}");
            String commandId = send(sandbox);
            awaitStatus(sandbox, commandId, "Pending");
            Files.writeString(state().resolve("hosts/dev/usr/local/bin/flyway-host"), "#!/bin/sh\nsleep 300\n");
            sandbox.control("POST", "/hosts/dev", "{\"state\": \"online\"}");
            awaitStatus(sandbox, commandId, "InProgress");
            sandbox.control("POST", "/hosts/dev/kill", "");
            awaitStatus(sandbox, commandId, "Failed");

            sandbox.control("POST", "/hosts/dev", "{\"tag\": \"acme-dev\"}");
            assertThat(online(sandbox, "acme-dev")).isEqualTo(1);
            assertThat(online(sandbox, "dev")).isZero();

            sandbox.control("POST", "/hosts/dev", "{\"disk\": \"full\"}");
            sandbox.control("POST", "/hosts/dev", "{\"disk\": \"free\"}");
            sandbox.control("POST", "/postgres", "{\"state\": \"stopped\"}");
            assertThatThrownBy(() -> createTable(sandbox)).isInstanceOf(SQLException.class);
            sandbox.control("PUT", "/databases/users", "{\"environments\": [\"dev\", \"qa\"]}");
            sandbox.control("POST", "/postgres", "{\"state\": \"running\"}");
            createTable(sandbox);

            sandbox.control("DELETE", "/requests", "");
            sandbox.control(
                    "POST",
                    "/faults",
                    "{\"service\": \"ssm\", \"operation\": \"*\", \"times\": 1, \"kind\": \"throttle\"}");
            command(sandbox, commandId);
            assertThat(sandbox.control("GET", "/requests", "").path("requests").valueStream())
                    .extracting(request -> request.path("operation").asString() + " "
                            + request.path("status").asInt())
                    .containsExactly("ListCommands 400", "ListCommands 200");
            JsonNode refused = sandbox.control("GET", "/accesses", "").path("accesses");
            assertThat(refused.get(refused.size() - 2).toString())
                    .contains("\"action\":\"ssm:ListCommands\",\"resource\":\"*\"", "\"aws:username\":\"developer\"")
                    .endsWith("\"status\":400}");
            sandbox.control("DELETE", "/accesses", "");
            assertThat(sandbox.control("GET", "/accesses", "").path("accesses")).isEmpty();
            assertThat(sandbox.control("POST", "/roles/publisher/sessions", "{\"session\": \"ci\"}")
                            .path("principal")
                            .asString())
                    .isEqualTo("arn:aws:sts::123456789012:assumed-role/publisher/ci");
            sandbox.control("DELETE", "/faults", "");
            String token = sandbox.endpoint().path("token").asString();
            assertThat(sandbox.controlWith(token, "POST", "/faults", "{\"kind\": \"fire\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(sandbox.controlWith(token, "POST", "/postgres", "{\"state\": \"ill\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(sandbox.controlWith(token, "POST", "/hosts/dev", "{\"disk\": \"round\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(sandbox.controlWith(token, "PUT", "/databases/a%2Fb", "{\"environments\": [\"dev\"]}")
                            .statusCode())
                    .isIn(400, 404);
            assertThat(sandbox.controlWith(token, "GET", "/nothing", "").statusCode())
                    .isEqualTo(404);
        }
    }

    private static void createTable(SandboxProcess sandbox) throws IOException, InterruptedException, SQLException {
        JsonNode database = sandbox.control("GET", "", "").path("databases").get(0);
        try (Connection connection = DriverManager.getConnection(
                database.path("jdbcUrl").asString(),
                database.path("user").asString(),
                database.path("password").asString())) {
            connection.createStatement().execute("CREATE TABLE kept (id int)");
        }
    }

    private static URI endpoint(SandboxProcess sandbox) throws IOException {
        return URI.create(sandbox.endpoint().path("endpoint").asString());
    }

    private static StaticCredentialsProvider credentials(SandboxProcess sandbox) throws IOException {
        JsonNode credentials = sandbox.endpoint().path("credentials");
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                credentials.path("accessKeyId").asString(),
                credentials.path("secretAccessKey").asString()));
    }

    private static SsmClient ssm(SandboxProcess sandbox) throws IOException {
        return LocalCloud.client(SsmClient.builder(), endpoint(sandbox), credentials(sandbox));
    }

    private static String send(SandboxProcess sandbox) throws IOException {
        try (SsmClient ssm = ssm(sandbox)) {
            return ssm.sendCommand(request -> request.documentName("db-promote-users-dev-migrate")
                            .instanceIds(ManagedHost.instanceIdOf("dev"))
                            .parameters(Map.of("deployment", List.of("d-20260101-abc"))))
                    .command()
                    .commandId();
        }
    }

    /** How many hosts carry that value of the tag. */
    private static long online(SandboxProcess sandbox, String tag) throws IOException {
        try (SsmClient ssm = ssm(sandbox)) {
            return ssm.describeInstanceInformation(request -> request.filters(InstanceInformationStringFilter.builder()
                            .key("tag:FlywayHost")
                            .values(tag)
                            .build()))
                    .instanceInformationList()
                    .size();
        }
    }

    private static Command command(SandboxProcess sandbox, String commandId) throws IOException {
        try (SsmClient ssm = ssm(sandbox)) {
            return ssm.listCommands(request -> request.commandId(commandId))
                    .commands()
                    .get(0);
        }
    }

    private static void awaitStatus(SandboxProcess sandbox, String commandId, String status) throws IOException {
        try (SsmClient ssm = ssm(sandbox)) {
            String seen;
            do {
                seen = ssm.listCommands(request -> request.commandId(commandId))
                        .commands()
                        .get(0)
                        .statusAsString();
            } while (!seen.equals(status));
        }
    }
}
