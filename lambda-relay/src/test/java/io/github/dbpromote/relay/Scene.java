package io.github.dbpromote.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.operation.Accounts;
import io.github.dbpromote.core.operation.Approve;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.Limits;
import io.github.dbpromote.core.operation.Publish;
import io.github.dbpromote.core.operation.ReadStatus;
import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.core.operation.Surroundings;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.sandbox.Provisioning;
import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.events.EventPattern;
import io.github.dbpromote.sandbox.events.ObjectFilter;
import io.github.dbpromote.sandbox.events.Target;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.RequestLog;
import io.github.dbpromote.sandbox.lambda.FunctionConfiguration;
import io.github.dbpromote.sandbox.lambda.FunctionRuntime;
import io.github.dbpromote.sandbox.lambda.InvocationResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.model.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One database on its way from dev to prod, with the packaged relay as Lambda runs it, real hosts and PostgreSQL, and
 * people; all of them by one calendar.
 */
final class Scene implements AutoCloseable {
    static final String CAROL = "AROAPUBLISHER:carol";
    static final Path ZIP = Path.of(System.getProperty("relay.zip"));

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern VERSION = Pattern.compile("V(?<version>[^_]+)__(?<description>.+)\\.sql");
    private static final String ROLE = "relay-role";

    private final Sandbox sandbox;
    private final String database;
    private final Calendar calendar;
    private final AwsAccess access;

    Scene(Sandbox sandbox, String database) {
        this.sandbox = sandbox;
        this.database = database;
        this.calendar = Calendar.of(sandbox.endpoint());
        this.access = AwsAccess.open(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        sandbox.credentials().accessKeyId(),
                        sandbox.credentials().secretAccessKey())),
                Region.of(Sandbox.REGION),
                Optional.of(calendar.endpoint()),
                "the developer");
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Calendar calendar() {
        return calendar;
    }

    String database() {
        return database;
    }

    // ---- infrastructure

    /**
     * Makes dev, qa and prod, with these members in their parameters, and the relay with everything that wakes it.
     *
     * @param parameters JSON objects by environment
     */
    void provision(Map<String, String> parameters) {
        provision(parameters, function -> function);
    }

    void provision(Map<String, String> parameters, UnaryOperator<FunctionConfiguration> special) {
        Provisioning wanted = Provisioning.of(database, "dev", "qa", "prod");
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            wanted = wanted.withParameter(parameter.getKey(), parameter.getValue());
        }
        sandbox.provision(wanted);
        sandbox.lambda()
                .put(special.apply(FunctionConfiguration.of(
                                relay(),
                                ZIP,
                                new FunctionRuntime.Java("io.github.dbpromote.relay.Handler::handleRequest"))
                        .withTimeout(Duration.ofSeconds(60))
                        .withRole(ROLE)
                        .withVariable("AWS_ENDPOINT_URL", calendar.endpoint().toString())));
        Target relay = new Target.Function(relay());
        for (String environment : List.of("dev", "qa", "prod")) {
            String bucket = bucket(environment);
            // One as S3's own notification, one by EventBridge: the relay takes both.
            sandbox.events().notify(database + "-receipts-" + environment, receipts(bucket), relay);
            sandbox.events()
                    .route(
                            database + "-requests-" + environment,
                            EventPattern.parse("""
                    {"source": ["aws.s3"], "detail-type": ["Object Created"],
                     "detail": {"bucket": {"name": ["%s"]}, "object": {"key": [{"prefix": "%s/requests/"}]}}}""".formatted(bucket, database)),
                            relay);
            sandbox.events().schedule(database + "-" + environment, JSON.readTree(promotion(environment)), relay);
        }
        sandbox.events().route(database + "-commands", EventPattern.parse("{\"source\": [\"aws.ssm\"]}"), relay);
        sandbox.events().schedule(database + "-sweep", JSON.readTree("{\"action\": \"settle\"}"), relay);
    }

    private ObjectFilter receipts(String bucket) {
        return new ObjectFilter(bucket, database + "/deployments/", "/receipt.json");
    }

    String relay() {
        return "relay-" + database;
    }

    String bucket(String environment) {
        return sandbox.environment(database, environment).bucket();
    }

    String promotion(String environment) {
        return "{\"action\": \"promote\", \"database\": \"%s\", \"environment\": \"%s\"}"
                .formatted(database, environment);
    }

    /** Makes a schedule of its own, which nothing fires but the test. */
    String schedule(String input) {
        String name = database + "-sweep";
        sandbox.events().schedule(name, JSON.readTree(input), new Target.Function(relay()));
        return name;
    }

    // ---- the relay

    /** The decisions that the relay answers with about this database, in a few words each. */
    List<String> decisions(String event) {
        return answer(event).stream()
                .filter(decision -> decision.path("database").asString(database).equals(database))
                .map(decision -> decision.required("decision").stringValue())
                .toList();
    }

    List<JsonNode> answer(String event) {
        InvocationResult result = sandbox.lambda().invoke(relay(), event);
        assertThat(result.failed()).as(result.payload()).isFalse();
        return List.copyOf(
                JSON.readTree(result.payload()).required("decisions").asArray().values());
    }

    /** What a schedule would have it do now. */
    List<String> promote(String environment) {
        return decisions(promotion(environment));
    }

    /** What the sweep says of what is in flight there. */
    JsonNode inFlight(String environment) {
        return answer("{\"action\": \"settle\"}").stream()
                .filter(decision -> decision.path("database").asString("").equals(database))
                .filter(decision -> decision.path("environment").asString("").equals(environment))
                .filter(decision -> decision.required("decision").stringValue().startsWith("in flight since "))
                .findFirst()
                .orElseThrow();
    }

    /** The lines of its log that are decisions about this database. */
    List<JsonNode> logged() {
        return sandbox.lambda()
                .log(relay())
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .filter(line -> line.path("database").asString("").equals(database))
                .toList();
    }

    /** The relay's requests to AWS since {@link Sandbox#clearRequests}. */
    List<RequestLog.Entry> requests() {
        String session = ":assumed-role/" + ROLE + "/" + relay();
        return sandbox.requests().stream()
                .filter(request -> request.principal().endsWith(session))
                .toList();
    }

    /** The commands that were sent to migrate this database, whoever sent them. */
    List<RequestLog.Entry> commands() {
        return sandbox.requests().stream()
                .filter(request -> request.operation().equals("SendCommand"))
                .filter(request -> request.resource().contains("db-promote-" + database + "-"))
                .toList();
    }

    /**
     * Has the relay promote to a host that is cut off just after it was found, so that the command waits for it. It comes
     * back when the test says so.
     */
    DeploymentId promotedToAHostThatIsCutOff(String environment) {
        awaitQuiet();
        sandbox.fault(new Fault("s3", "PutObject", 1, Fault.Kind.LATENCY, Duration.ofSeconds(5)));
        CompletableFuture<List<String>> promoted = CompletableFuture.supplyAsync(() -> promote(environment));
        await(
                "a host is found",
                () -> requests().stream()
                        .anyMatch(request -> request.operation().equals("DescribeInstanceInformation")));
        sandbox.host(environment).goOffline();
        assertThat(promoted.join()).containsExactly("promoted");
        return status(environment).ledger().inFlight().orElseThrow();
    }

    /** What Systems Manager says of the command that was sent for the deployment. */
    String commandsOf(String environment, DeploymentId deployment) {
        return command(environment, deployment).statusAsString();
    }

    /** What EventBridge tells of the command that was sent for the deployment. */
    String commandChanged(String environment, DeploymentId deployment, String status) {
        Command command = command(environment, deployment);
        return """
                {"source": "aws.ssm", "detail-type": "EC2 Command Status-change Notification",
                 "detail": {"command-id": "%s", "document-name": "%s", "status": "%s"}}""".formatted(command.commandId(), command.documentName(), status);
    }

    void cancelCommand(String environment, DeploymentId deployment) {
        access.ssm()
                .cancelCommand(r -> r.commandId(command(environment, deployment).commandId()));
    }

    private Command command(String environment, DeploymentId deployment) {
        return access
                .ssm()
                .listCommandsPaginator(
                        r -> r.instanceId(sandbox.host(environment).instanceId()))
                .commands()
                .stream()
                .filter(command -> command.comment().endsWith(deployment.value()))
                .findFirst()
                .orElseThrow();
    }

    // ---- people

    /** Publishes by the verb that {@code mvn db:publish} calls, and waits for the receipt. */
    DeploymentResult publish(Map<String, String> files) {
        return publish(files, Limits.DEFAULT.receipt());
    }

    /** @param receipt how long to wait for it */
    DeploymentResult publish(Map<String, String> files, Duration receipt) {
        Limits limits = new Limits(receipt, Limits.DEFAULT.queue(), Limits.DEFAULT.delivery(), Duration.ofMillis(200));
        return new Publish(track(), person(CAROL), limits, Surroundings.real(event -> {}))
                .run(release(files), Optional.empty());
    }

    private static Release release(Map<String, String> files) {
        List<Migration> migrations =
                new TreeMap<>(files).keySet().stream().map(Scene::migration).toList();
        return new Release(Bundle.of(files), migrations);
    }

    private static Migration migration(String script) {
        Matcher name = VERSION.matcher(script);
        assertThat(name.matches()).as(script).isTrue();
        return new Migration(
                Optional.of(name.group("version")),
                name.group("description").replace('_', ' '),
                script,
                Optional.empty());
    }

    void approve(String environment, String userId) {
        new Approve(track(), person(userId)).run(new EnvironmentName(environment), Optional.empty());
    }

    private static Caller person(String userId) {
        return new Caller(
                "arn:aws:sts::123456789012:assumed-role/people/" + userId.substring(userId.indexOf(':') + 1),
                Optional.of(new UserId(userId)),
                Optional.empty());
    }

    private Track track() {
        return Track.find(new DatabaseName(database), new Accounts(access, Map.of()));
    }

    // ---- what is where

    /** As {@code mvn db:status} reads it. */
    ReadStatus.EnvironmentStatus status(String environment) {
        return new ReadStatus(track())
                .run().environments().stream()
                        .filter(status -> status.environment().name().value().equals(environment))
                        .findFirst()
                        .orElseThrow();
    }

    /** Whether PostgreSQL has that table. */
    boolean hasTable(String environment, String table) {
        try (Connection connection = sandbox.jdbc(database, environment).connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select to_regclass('public." + table + "') is not null")) {
            return found.next() && found.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes the database behind db-promote's back. */
    void execute(String environment, String sql) {
        try (Connection connection = sandbox.jdbc(database, environment).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Holds a table until it is closed. */
    Obstacle lock(String environment, String table) {
        try {
            return new Obstacle(
                    sandbox.jdbc(database, environment).connect(),
                    sandbox.jdbc(database, environment).connect(),
                    table);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How the newest deployment that is settled ended. */
    String lastOutcome(String environment) {
        return status(environment)
                .ledger()
                .last()
                .map(last -> last.outcome().name())
                .orElse("");
    }

    boolean hasReceipt(String environment, Order order) {
        return new Deployments(status(environment).environment(), access.s3())
                .readReceipt(order)
                .isPresent();
    }

    boolean isLive(String environment) {
        ReadStatus.EnvironmentStatus status = status(environment);
        return status.ledger().live().isPresent() && status.ledger().inFlight().isEmpty();
    }

    void awaitLive(String environment) {
        await(environment + " is live", () -> isLive(environment));
    }

    /** Looks again and again, for two minutes at most. */
    void await(String what, BooleanSupplier condition) {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now())
                    .as(() -> what + "\n" + sandbox.lambda().log(relay()))
                    .isBefore(limit);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** Waits until the relay has handled all that has come to it. */
    void awaitQuiet() {
        try {
            assertThat(sandbox.lambda().awaitQuiet(PATIENCE)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        sandbox.events().delivery().undisturbed();
        sandbox.clearFaults();
        List.of("dev", "qa", "prod")
                .forEach(environment -> sandbox.host(environment).goOnline());
        awaitQuiet();
        sandbox.lambda().delete(relay());
        for (String environment : List.of("dev", "qa", "prod")) {
            sandbox.events().remove(database + "-receipts-" + environment);
            sandbox.events().remove(database + "-requests-" + environment);
            sandbox.events().remove(database + "-" + environment);
        }
        sandbox.events().remove(database + "-commands");
        sandbox.events().remove(database + "-sweep");
        access.close();
        calendar.close();
    }
}
