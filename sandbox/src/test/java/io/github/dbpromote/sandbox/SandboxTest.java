package io.github.dbpromote.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.LocalCloud;
import io.github.dbpromote.sandbox.http.RequestLog;
import io.github.dbpromote.sandbox.postgres.PostgresException;
import io.github.dbpromote.sandbox.ssm.ManagedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.Target;
import software.amazon.awssdk.services.sts.StsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SandboxTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** One for all tests: each takes databases, and where it changes hosts environments too, of its own. */
    @TempDir
    static Path directory;

    private static Sandbox sandbox;

    @BeforeAll
    static void start() throws IOException {
        sandbox = builder().start();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static SandboxBuilder builder() throws IOException {
        return Sandbox.at(directory.resolve("state"))
                .flywayHost(HostJar.with(directory, "migrate", "inspect"))
                .flywayHostSubstitute(HostJar.program(directory))
                .fingerprint("abc")
                .invisiblePolls(0);
    }

    @Test
    void provision_makesWhatInfrastructureWouldMake() throws SQLException {
        sandbox.provision("users", "dev", "qa");

        try (SsmClient ssm = ssm();
                S3Client s3 = client(S3Client.builder())) {
            JsonNode qa = JSON.readTree(ssm.getParameter(request -> request.name("/db-promote/users/qa"))
                    .parameter()
                    .value());
            assertThat(qa).isEqualTo(JSON.readTree("""
                                    {"format": 1, "promotesFrom": "dev",
                                     "bucket": "sandbox-users-qa-migrations", "bucketOwner": "123456789012",
                                     "hosts": {"tag": "FlywayHost", "value": "qa"},
                                     "documents": {"migrate": "db-promote-users-qa-migrate",
                                                   "inspect": "db-promote-users-qa-inspect",
                                                   "repair": "db-promote-users-qa-repair"},
                                     "postgresql": "16", "executionTimeout": "PT10H",
                                     "logGroup": "/ssm/runcommand/flyway-host",
                                     "trigger": "direct"}"""));
            assertThat(JSON.readTree(ssm.getParameter(request -> request.name("/db-promote/users/dev"))
                                    .parameter()
                                    .value())
                            .has("promotesFrom"))
                    .isFalse();
            assertThat(s3.headBucket(request -> request.bucket("sandbox-users-qa-migrations")
                                    .expectedBucketOwner("123456789012"))
                            .bucketRegion())
                    .isEqualTo("eu-central-1");
            assertThat(ssm.getDocument(request -> request.name("db-promote-users-qa-migrate"))
                            .content())
                    .contains("migrate users in qa", "\"36000\"")
                    .doesNotContain("@");
            assertThatThrownBy(() -> ssm.describeDocument(request -> request.name("db-promote-users-qa-repair")))
                    .hasMessageContaining("does not exist");
        }
        try (Connection connection = sandbox.jdbc("users", "qa").connect()) {
            assertThat(connection.getCatalog()).isEqualTo("users_qa");
            assertThat(connection.getMetaData().getUserName()).isEqualTo("users_qa_migrator");
        }
    }

    @Test
    void hostConfiguration_leadsToThePasswordInSecretsManager() throws IOException {
        sandbox.provision(Provisioning.of("secretive", "dev")
                .withHostConfiguration("dev", "flyway.placeholders.region=eu\nflyway.placeholders.tier=small"));

        Path conf = sandbox.host("dev").root().resolve("etc/db-promote/secretive.conf");
        List<String> lines = Files.readAllLines(conf);
        String secret = lines.stream()
                .filter(line -> line.startsWith("dbPromote.passwordSecret="))
                .findFirst()
                .orElseThrow()
                .substring("dbPromote.passwordSecret=".length());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(conf)))
                .isEqualTo("rw-------");
        assertThat(lines)
                .contains(
                        "flyway.url=" + sandbox.jdbc("secretive", "dev").url(),
                        "flyway.user=secretive_dev_migrator",
                        "flyway.schemas=public",
                        "flyway.initSql=SET lock_timeout = '30s'",
                        "dbPromote.environment=dev",
                        "dbPromote.bucket=sandbox-secretive-dev-migrations",
                        "dbPromote.bucketOwner=123456789012",
                        "flyway.placeholders.region=eu",
                        "flyway.placeholders.tier=small");
        try (SecretsManagerClient client = client(SecretsManagerClient.builder())) {
            String value =
                    client.getSecretValue(request -> request.secretId(secret)).secretString();
            assertThat(JSON.readTree(value).path("password").asString())
                    .isEqualTo(sandbox.jdbc("secretive", "dev").password());
        }
    }

    @Test
    void command_runsTheHostsProgramWithTheHostsOwnCredentials() {
        sandbox.provision("orders", "dev");

        GetCommandInvocationResponse ended = migrate("orders", "dev");

        assertThat(ended.standardErrorContent()).isEmpty();
        assertThat(ended.standardOutputContent())
                .contains("args migrate orders d-20260101-abc\n")
                .contains("endpoint " + sandbox.endpoint() + "\n")
                .contains("token present\n")
                .contains("state " + sandbox.host("dev").root() + "/var/lib/db-promote\n")
                .contains("dbPromote.environment=dev\n");
    }

    @Test
    void hostPrincipal_isARoleOfItsOwn() throws IOException {
        sandbox.provision("roles", "staging");
        Files.writeString(
                directory.resolve("state/hosts/staging/opt/db-promote/flyway-host"),
                "#!/bin/sh\necho \"$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN\"\n");

        String[] credentials =
                migrate("roles", "staging").standardOutputContent().strip().split(" ", -1);

        try (StsClient sts = LocalCloud.client(
                StsClient.builder(),
                sandbox.endpoint(),
                StaticCredentialsProvider.create(
                        AwsSessionCredentials.create(credentials[0], credentials[1], credentials[2])))) {
            assertThat(sts.getCallerIdentity().arn())
                    .isEqualTo("arn:aws:sts::123456789012:assumed-role/flyway-host-staging/"
                            + ManagedHost.instanceIdOf("staging"));
        }
    }

    @Test
    void provision_againChangesNothingButWhatIsAskedFor() throws SQLException {
        sandbox.provision("again", "dev");
        String password = sandbox.jdbc("again", "dev").password();
        try (Connection connection = sandbox.jdbc("again", "dev").connect()) {
            connection.createStatement().execute("CREATE TABLE kept (id int)");
        }

        sandbox.provision(Provisioning.of("again", "dev").withParameter("dev", "{\"trigger\": \"relay\"}"));
        sandbox.provision("again", "dev");

        assertThat(sandbox.jdbc("again", "dev").password()).isEqualTo(password);
        assertThat(parameter("again").path("trigger").asString()).isEqualTo("relay");
        assertThat(parameter("again").path("bucket").asString()).isEqualTo("sandbox-again-dev-migrations");
        try (SsmClient ssm = ssm()) {
            assertThat(ssm.describeDocument(request -> request.name("db-promote-again-dev-migrate"))
                            .document()
                            .latestVersion())
                    .isEqualTo("1");
        }
    }

    /** Of its environment dev. */
    private static JsonNode parameter(String database) {
        return JSON.readTree(sandbox.ssm()
                .parameters()
                .value("/db-promote/" + database + "/dev")
                .orElseThrow());
    }

    @Test
    void whatAParameterHasForNow_lastsUntilTheSandboxEnds_andNeverReplacesWhatStandsThere() throws IOException {
        Provisioning wanted = Provisioning.of("passing", "dev")
                .withParameter("dev", "{\"trigger\": \"relay\"}")
                .withParameterForNow(
                        "dev",
                        "{\"trigger\": \"direct\", \"promotion\": \"automatic\", \"gates\": {\"soak\": \"PT15S\"}}");
        sandbox.provision(wanted);
        sandbox.provision(wanted);
        assertThat(parameter("passing").path("trigger").asString()).isEqualTo("relay");
        assertThat(parameter("passing").path("promotion").asString()).isEqualTo("automatic");
        assertThat(parameter("passing").path("gates").path("soak").asString()).isEqualTo("PT15S");

        // Somebody decides otherwise.
        sandbox.provision(Provisioning.of("passing", "dev").withParameter("dev", "{\"gates\": {\"soak\": \"PT1H\"}}"));
        sandbox.close();
        sandbox = builder().start();

        assertThat(parameter("passing").has("promotion")).isFalse();
        assertThat(parameter("passing").path("trigger").asString()).isEqualTo("relay");
        assertThat(parameter("passing").path("gates").path("soak").asString()).isEqualTo("PT1H");
    }

    @Test
    void provision_keepsDatabasesApartThatWouldBeOne() {
        sandbox.provision("user-service", "dev");

        assertThatThrownBy(() -> sandbox.provision("user_service", "dev"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user_service/dev and user-service/dev");
        assertThat(sandbox.environment("user-service", "dev").jdbc().user()).isEqualTo("user_service_dev_migrator");
    }

    @Test
    void everything_outlivesARestart() throws IOException, SQLException {
        sandbox.provision(
                Provisioning.of("lasting", "dev").withHostConfiguration("dev", "flyway.placeholders.region=eu"));
        ProvisionedEnvironment before = sandbox.environment("lasting", "dev");
        try (Connection connection = before.jdbc().connect()) {
            connection.createStatement().execute("CREATE TABLE kept (id int)");
        }
        sandbox.close();
        assertThat(directory.resolve("state/endpoint.json")).doesNotExist();

        Sandbox second = builder().start();
        assertThat(second.endpoint()).isEqualTo(sandbox.endpoint());
        assertThat(second.credentials()).isEqualTo(sandbox.credentials());
        sandbox = second;

        ProvisionedEnvironment after = sandbox.environment("lasting", "dev");
        assertThat(after.bucket()).isEqualTo(before.bucket());
        assertThat(after.instanceId()).isEqualTo(before.instanceId());
        try (Connection connection = after.jdbc().connect()) {
            connection.createStatement().execute("SELECT id FROM kept");
        }
        assertThat(migrate("lasting", "dev").standardOutputContent())
                .contains("flyway.url=" + after.jdbc().url())
                .contains("flyway.placeholders.region=eu");
    }

    @Test
    void secondStart_onTheSameDirectoryIsRefused() {
        assertThatThrownBy(() -> builder().start())
                .isInstanceOf(AlreadyRunningException.class)
                .hasMessageContaining("already running on " + directory.resolve("state"));
    }

    @Test
    void endpointFile_tellsAllThatAClientNeeds() throws IOException {
        Path file = directory.resolve("state/endpoint.json");
        JsonNode endpoint = JSON.readTree(Files.readString(file));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(endpoint.path("format").asInt()).isEqualTo(1);
        assertThat(endpoint.path("endpoint").asString())
                .isEqualTo(sandbox.endpoint().toString());
        assertThat(endpoint.path("region").asString()).isEqualTo("eu-central-1");
        assertThat(endpoint.path("account").asString()).isEqualTo("123456789012");
        assertThat(endpoint.path("pid").asLong())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(endpoint.path("fingerprint").asString()).isEqualTo("abc");
        assertThat(endpoint.path("credentials").path("accessKeyId").asString())
                .isEqualTo(sandbox.credentials().accessKeyId());
        assertThat(endpoint.path("credentials").path("principal").asString())
                .isEqualTo("arn:aws:iam::123456789012:user/developer");
    }

    @Test
    void requestsAndFaults_areThereForTests() {
        sandbox.provision("faulty", "dev");
        sandbox.clearRequests();
        sandbox.fault(new Fault("ssm", "GetParameter", 10, Fault.Kind.ACCESS_DENIED));

        try (SsmClient ssm = ssm()) {
            assertThatThrownBy(() -> ssm.getParameter(request -> request.name("/db-promote/faulty/dev")))
                    .isInstanceOfSatisfying(
                            SsmException.class,
                            refused -> assertThat(refused.awsErrorDetails().errorCode())
                                    .isEqualTo("AccessDeniedException"));
            sandbox.clearFaults();
            ssm.getParameter(request -> request.name("/db-promote/faulty/dev"));
        }

        assertThat(sandbox.requests())
                .extracting(RequestLog.Entry::service, RequestLog.Entry::operation, RequestLog.Entry::resource)
                .containsOnly(Tuple.tuple("ssm", "GetParameter", "/db-promote/faulty/dev"));
        sandbox.clearRequests();
        assertThat(sandbox.requests()).isEmpty();
    }

    @Test
    void aSessionOfARole_isWhatItsAccessesName() {
        sandbox.provision("assumed", "dev");
        Credentials publisher = sandbox.assumeRole("publisher", "ci");
        sandbox.clearAccesses();

        try (SsmClient ssm =
                LocalCloud.client(SsmClient.builder(), sandbox.endpoint(), LocalCloud.provider(publisher))) {
            ssm.getParametersByPath(request -> request.path("/db-promote/assumed"));
        }

        assertThat(sandbox.accesses())
                .filteredOn(access -> access.principal().equals(publisher.principal()))
                .extracting(access -> access.permission().action())
                .containsExactly("ssm:GetParametersByPath");
        assertThatThrownBy(() -> sandbox.assumeRole("a/path", "ci"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/path, ci");
    }

    @Test
    void offlineHost_showsInTheFleet() {
        sandbox.provision("fleet", "connected", "cut-off");
        sandbox.host("cut-off").goOffline();

        try (SsmClient ssm = ssm()) {
            assertThat(ssm.describeInstanceInformation(
                                    request -> request.filters(filter("PingStatus", "ConnectionLost")))
                            .instanceInformationList())
                    .hasSize(1)
                    .allSatisfy(node -> assertThat(node.instanceId()).isEqualTo(ManagedHost.instanceIdOf("cut-off")));
            assertThat(ssm.describeInstanceInformation(
                                    request -> request.filters(filter("tag:FlywayHost", "connected")))
                            .instanceInformationList())
                    .extracting(node -> node.pingStatusAsString())
                    .containsExactly("Online");
        }
    }

    @Test
    void stoppedPostgres_refusesConnectionsUntilItIsStartedAgain() throws SQLException {
        sandbox.provision("stopped", "dev");

        sandbox.stopPostgres();
        try {
            Jdbc jdbc = sandbox.jdbc("stopped", "dev");
            assertThatThrownBy(jdbc::connect).isInstanceOf(SQLException.class);
            sandbox.provision("stopped", "dev");
            assertThatThrownBy(() -> sandbox.provision("never-made", "dev")).isInstanceOf(PostgresException.class);
        } finally {
            sandbox.startPostgres();
        }

        sandbox.provision("never-made", "dev");
        for (String database : List.of("stopped", "never-made")) {
            try (Connection connection = sandbox.jdbc(database, "dev").connect()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void fullDisk_leavesNoRoomOnTheHost() throws IOException {
        sandbox.provision("full", "disk");
        Files.writeString(
                directory.resolve("state/hosts/disk/opt/db-promote/flyway-host"),
                "#!/bin/sh\necho receipt > \"$FLYWAY_HOST_STATE/note\" && echo \"written $*\"\nexit 0\n");

        sandbox.fillDisk("disk");
        GetCommandInvocationResponse full = migrate("full", "disk");
        sandbox.freeDisk("disk");
        GetCommandInvocationResponse free = migrate("full", "disk");

        assertThat(full.standardErrorContent()).contains("No space left on device");
        assertThat(full.standardOutputContent()).isEmpty();
        assertThat(free.standardOutputContent()).isEqualTo("written migrate full d-20260101-abc\n");
        assertThatThrownBy(() -> sandbox.fillDisk("nowhere")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hostConfiguration_canNameAWrongPassword() throws IOException {
        sandbox.provision("right", "dev");
        String arn = sandbox.secrets().put("wrong", "{\"password\": \"not-the-one\"}");
        sandbox.provision(
                Provisioning.of("right", "dev").withHostConfiguration("dev", "dbPromote.passwordSecret=" + arn));

        List<String> lines = Files.readAllLines(sandbox.host("dev").root().resolve("etc/db-promote/right.conf"));

        assertThat(lines.stream()
                        .filter(line -> line.startsWith("dbPromote.passwordSecret="))
                        .toList())
                .as("the last one counts")
                .last()
                .isEqualTo("dbPromote.passwordSecret=" + arn);
    }

    @Test
    void missingJar_isAClearRefusal() {
        assertThatThrownBy(() -> Sandbox.at(directory.resolve("other"))
                        .flywayHost(directory.resolve("missing.jar"))
                        .start())
                .hasMessage("There is no flyway-host jar at " + directory.resolve("missing.jar") + ".");
        assertThat(directory.resolve("other")).doesNotExist();
    }

    private static InstanceInformationStringFilter filter(String key, String value) {
        return InstanceInformationStringFilter.builder().key(key).values(value).build();
    }

    private static GetCommandInvocationResponse migrate(String database, String environment) {
        try (SsmClient ssm = ssm()) {
            String commandId = ssm.sendCommand(
                            request -> request.documentName("db-promote-" + database + "-" + environment + "-migrate")
                                    .targets(Target.builder()
                                            .key("tag:FlywayHost")
                                            .values(environment)
                                            .build())
                                    .parameters(Map.of("deployment", List.of("d-20260101-abc"))))
                    .command()
                    .commandId();
            return ssm.waiter()
                    .waitUntilCommandExecuted(
                            request -> request.commandId(commandId).instanceId(ManagedHost.instanceIdOf(environment)),
                            wait -> wait.backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(20)))
                                    .maxAttempts(1000))
                    .matched()
                    .response()
                    .orElseThrow();
        }
    }

    private static SsmClient ssm() {
        return client(SsmClient.builder());
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return LocalCloud.client(builder, sandbox.endpoint(), LocalCloud.provider(sandbox.credentials()));
    }
}
