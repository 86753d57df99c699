package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.sandbox.Jdbc;
import io.github.dbpromote.sandbox.Provisioning;
import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.http.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;

/** One database in the environment dev with its host, and the caller who orders, as the plugin would. */
final class Scene {
    static final String HOST = "i-0123456789abcdef0";
    private static final SecureRandom RANDOM = new SecureRandom();
    /** The program as the tests see it. */
    private static final List<String> CLASSES = List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName());

    private static final Duration LONG = Duration.ofMinutes(10);

    private final Sandbox sandbox;
    private final String database;
    private final Aws aws;

    Scene(Sandbox sandbox, String database) {
        this.sandbox = sandbox;
        this.database = database;
        this.aws = aws(sandbox);
        configured("");
    }

    private static Aws aws(Sandbox sandbox) {
        return new Aws(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        sandbox.credentials().accessKeyId(),
                        sandbox.credentials().secretAccessKey())),
                Region.of(Sandbox.REGION),
                Optional.of(sandbox.endpoint()));
    }

    /** What a run of the program showed. */
    record Shown(ExitCode exit, String out, String err) {}

    /** The same with these lines in the host's configuration. */
    Scene configured(String lines) {
        sandbox.provision(Provisioning.of(database, "dev").withHostConfiguration("dev", lines));
        return this;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    String database() {
        return database;
    }

    Path configuration() {
        return sandbox.host("dev").root().resolve("etc/db-promote");
    }

    Path state() {
        return sandbox.host("dev").root().resolve("var/lib/db-promote");
    }

    Deployments deployments() {
        return new Deployments(new DatabaseName(database), bucket(), Sandbox.ACCOUNT, aws.s3());
    }

    LedgerStore ledger() {
        return new LedgerStore(new DatabaseName(database), bucket(), Sandbox.ACCOUNT, aws.s3());
    }

    private String bucket() {
        return sandbox.environment(database, "dev").bucket();
    }

    /**
     * Puts an object below the database's folder as it stands, whatever the model would say of it.
     *
     * @param key {@code deployments/…}
     */
    void put(String key, byte[] content) {
        aws.s3()
                .putObject(
                        request -> request.bucket(bucket())
                                .key(database + "/" + key)
                                .expectedBucketOwner(Sandbox.ACCOUNT)
                                .ifNoneMatch("*"),
                        RequestBody.fromBytes(content));
    }

    /** Orders a migration with these files and puts it in flight, whatever was before. */
    Order ordered(Map<String, String> files) {
        return ordered(Action.MIGRATE, Bundle.of(files), Duration.ofMinutes(10));
    }

    Order ordered(Action action, Bundle bundle, Duration delivery) {
        Order order = order(action, bundle, Optional.empty(), delivery);
        put(bundle, order);
        return order;
    }

    /** The same, for a server of that major version. */
    Order orderedFor(int postgresql, Map<String, String> files) {
        Bundle bundle = Bundle.of(files);
        Order any = order(Action.MIGRATE, bundle, Optional.empty(), LONG);
        Order order = new Order(
                any.deployment(),
                any.action(),
                any.database(),
                any.environment(),
                any.bundle(),
                any.source(),
                any.subject(),
                any.requestedBy(),
                any.requestedById(),
                any.publishedBy(),
                any.reason(),
                any.override(),
                any.createdAt(),
                any.notAfter(),
                Optional.of(postgresql));
        put(bundle, order);
        return order;
    }

    private void put(Bundle bundle, Order order) {
        deployments().store(bundle);
        deployments().store(order);
        inFlight(order.deployment());
    }

    /** Orders an inspection; the ledger goes on to name the subject. */
    Order orderedInspection(Order subject) {
        return orderedInspection(subject, Optional.empty());
    }

    Order orderedInspection(Order subject, Optional<String> reason) {
        Order order = new Order(
                DeploymentId.at(Instant.now(), RANDOM),
                Action.INSPECT,
                subject.database(),
                subject.environment(),
                subject.bundle(),
                Optional.empty(),
                Optional.of(subject.deployment()),
                "a test",
                reason,
                Instant.now(),
                Instant.now().plus(LONG));
        deployments().store(order);
        return order;
    }

    /** @param delivery from now on; negative if it is too late already */
    Order order(Action action, Bundle bundle, Optional<DeploymentId> subject, Duration delivery) {
        Instant now = Instant.now();
        return new Order(
                DeploymentId.at(now, RANDOM),
                action,
                new DatabaseName(database),
                new EnvironmentName("dev"),
                bundle.digest(),
                Optional.empty(),
                subject,
                "a test",
                Optional.empty(),
                now.minus(Duration.ofHours(1)),
                now.plus(delivery));
    }

    void inFlight(DeploymentId deployment) {
        LedgerStore.Version version = ledger().read();
        assertThat(ledger().replace(version, writer -> version.ledger().begin(deployment, writer)))
                .isPresent();
    }

    /** Frees the ledger, as whoever reads that receipt would. */
    void settled(Receipt receipt) {
        LedgerStore.Version version = ledger().read();
        assertThat(ledger().replace(version, writer -> version.ledger().settle(receipt, writer)))
                .isPresent();
    }

    Shown run(Order order) {
        return run(order, LONG);
    }

    Shown run(Order order, Duration timeout) {
        return run(order.action().word(), order.deployment().value(), timeout, HOST);
    }

    Shown run(String action, String deployment, Duration timeout, String host) {
        return run(action, deployment, timeout, host, new Termination());
    }

    Shown run(Order order, Termination termination) {
        return run(order.action().word(), order.deployment().value(), LONG, HOST, termination);
    }

    private Shown run(String action, String deployment, Duration timeout, String host, Termination termination) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Main main = new Main(
                Map.of(
                        "FLYWAY_HOST_CONFIG",
                        configuration().toString(),
                        "FLYWAY_HOST_STATE",
                        state().toString(),
                        "AWS_SSM_INSTANCE_ID",
                        host,
                        "SSM_COMMAND_ID",
                        "6f7b9f0e-2f4c-4d44-8f3a-0a1b2c3d4e5f",
                        "AWS_SSM_REGION_NAME",
                        Sandbox.REGION),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                termination);
        ExitCode exit = main.run(
                List.of(action, database, "dev", deployment, Long.toString(timeout.toSeconds())),
                region -> aws(sandbox));
        return new Shown(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The same in a process of its own, from the classes that are tested. */
    Process start(Order order, Duration timeout, Path output) throws IOException {
        return start(order, timeout, output, List.of(), CLASSES);
    }

    /** The same, in surroundings that this command makes of its further arguments. */
    Process startIn(List<String> surroundings, Order order, Duration timeout, Path output) throws IOException {
        return start(order, timeout, output, surroundings, CLASSES);
    }

    /**
     * The same as the SSM agent starts it: no HOME, no PATH, no locale, nothing to read.
     *
     * @param program what of Java's arguments says what to run
     */
    Process start(Order order, Duration timeout, Path output, List<String> program) throws IOException {
        return start(order, timeout, output, List.of(), program);
    }

    private Process start(Order order, Duration timeout, Path output, List<String> surroundings, List<String> program)
            throws IOException {
        Credentials credentials = sandbox.credentials();
        List<String> command = new ArrayList<>(surroundings);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(program);
        command.addAll(List.of(
                order.action().word(),
                database,
                "dev",
                order.deployment().value(),
                Long.toString(timeout.toSeconds())));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "FLYWAY_HOST_CONFIG", configuration().toString(),
                        "FLYWAY_HOST_STATE", state().toString(),
                        "AWS_SSM_INSTANCE_ID", HOST,
                        "AWS_SSM_REGION_NAME", Sandbox.REGION,
                        "AWS_ENDPOINT_URL", sandbox.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", credentials.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey()));
        return builder.start();
    }

    /** Waits until the database works for the deployment on a statement that holds these words. */
    void awaitStatement(Order order, String part, BooleanSupplier alive) throws SQLException {
        while (ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'db-promote/" + order.deployment()
                        + "' AND state = 'active' AND query LIKE '%" + part + "%'")
                .isEmpty()) {
            assertThat(alive.getAsBoolean()).as("the host").isTrue();
        }
    }

    Receipt receipt(Order order) {
        return deployments().readReceipt(order).orElseThrow(() -> new AssertionError("there is no receipt"));
    }

    Optional<Claim> claim(Order order) {
        return deployments().readClaim(order.deployment()).value();
    }

    Connection connect() throws SQLException {
        return sandbox.jdbc(database, "dev").connect();
    }

    String password() {
        return sandbox.jdbc(database, "dev").password();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** In another database of the same server, as the same role. */
    void executeIn(String other, String sql) throws SQLException {
        Jdbc jdbc = sandbox.jdbc(database, "dev");
        String url = jdbc.url().replace("/" + database + "_dev", "/" + other);
        try (Connection connection = DriverManager.getConnection(url, jdbc.user(), jdbc.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of each row. */
    List<String> ask(String sql) throws SQLException {
        return query(sql, row -> row.getString(1));
    }

    /** All columns of each row, with spaces between them. */
    List<String> rows(String sql) throws SQLException {
        return query(sql, row -> {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                columns.add(row.getString(i));
            }
            return String.join(" ", columns);
        });
    }

    private List<String> query(String sql, Session.Row<String> row) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(row.read(rows));
            }
            return values;
        }
    }
}
