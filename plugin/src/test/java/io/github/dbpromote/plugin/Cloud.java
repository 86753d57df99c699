package io.github.dbpromote.plugin;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.Keyring;
import io.github.dbpromote.sandbox.http.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;

/**
 * The sandbox as somebody uses any emulator, by its address and by credentials in system properties: one for all tests
 * of a JVM, and in it a database of its own for each test. Its hosts run nothing; who needs a past writes it.
 */
final class Cloud implements BeforeEachCallback, AfterEachCallback {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final List<String> CREDENTIALS =
            List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.sessionToken");

    private static final String DOCUMENT = """
            {"schemaVersion": "2.2", "description": "migrate",
             "parameters": {"deployment": {"type": "String", "allowedPattern": "^d-[0-9a-z-]{8,40}$"}},
             "mainSteps": [{"action": "aws:runShellScript", "name": "migrate",
               "inputs": {"timeoutSeconds": "60", "runCommand": ["flyway-host {{ deployment }}"]}}]}""";

    private final DatabaseName database = new DatabaseName("users" + DATABASES.incrementAndGet());
    private Sandbox sandbox;
    private AwsAccess access;

    /** Lives until the last test of the JVM has ended. */
    private record Running(Sandbox sandbox, Path directory) implements AutoCloseable {
        static Running start() {
            try {
                Path directory = Files.createTempDirectory("db-promote-plugin");
                Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\nexit 2\n");
                return new Running(
                        Sandbox.at(directory.resolve("sandbox"))
                                .flywayHostSubstitute(program)
                                .withoutDatabases()
                                .start(),
                        directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            sandbox.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        sandbox = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .sandbox();
        System.setProperty(CREDENTIALS.get(0), sandbox.credentials().accessKeyId());
        System.setProperty(CREDENTIALS.get(1), sandbox.credentials().secretAccessKey());
        access = AwsAccess.open(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        sandbox.credentials().accessKeyId(),
                        sandbox.credentials().secretAccessKey())),
                Region.of(Sandbox.REGION),
                Optional.of(sandbox.endpoint()),
                "the developer");
        sandbox.clearRequests();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        CREDENTIALS.forEach(System::clearProperty);
        sandbox.clearFaults();
        access.close();
    }

    /** As a user would type them. */
    Map<String, String> settings() {
        return Map.of("db.endpoint", sandbox.endpoint().toString(), "db.region", Sandbox.REGION);
    }

    DatabaseName database() {
        return database;
    }

    /** Makes dev, qa and prod of this test's database. */
    Cloud provision() {
        return provision(database);
    }

    Cloud provision(DatabaseName name) {
        return provision(name, "dev", "qa", "prod");
    }

    Cloud provision(DatabaseName name, String... environments) {
        sandbox.provision(name.value(), environments)
                .forEach(environment -> sandbox.ssm()
                        .documents()
                        .put("db-promote-" + name + "-" + environment.environment() + "-migrate", DOCUMENT));
        return this;
    }

    Environment environment(String name) {
        return Environment.parse(
                database, new EnvironmentName(name), parameter(name).getBytes(StandardCharsets.UTF_8));
    }

    Deployments deployments(String environment) {
        return new Deployments(environment(environment), access.s3());
    }

    LedgerStore ledger(String environment) {
        return new LedgerStore(environment(environment), access.s3());
    }

    /** As somebody could who may write to the bucket. */
    Cloud store(String environment, String key, String text) {
        access.s3().putObject(r -> r.bucket(environment(environment).bucket()).key(key), RequestBody.fromString(text));
        return this;
    }

    /** As infrastructure writes them into the environment's parameter. */
    Cloud gates(String environment, String json) {
        String parameter = parameter(environment).strip();
        return parameter(environment, parameter.substring(0, parameter.length() - 1) + ", \"gates\": " + json + "}");
    }

    /** Like {@link #store}, where the bucket's policy lets nobody overwrite. */
    Cloud create(String environment, String key, String text) {
        access.s3()
                .putObject(
                        r -> r.bucket(environment(environment).bucket())
                                .key(key)
                                .ifNoneMatch("*"),
                        RequestBody.fromString(text));
        return this;
    }

    /** Describes an environment of this test's database anew. */
    Cloud parameter(String environment, String json) {
        sandbox.ssm().parameters().put(Environment.parameterPath(database) + "/" + environment, json);
        return this;
    }

    /** What infrastructure wrote. */
    String parameter(String environment) {
        return sandbox.ssm()
                .parameters()
                .value(Environment.parameterPath(database) + "/" + environment)
                .orElseThrow();
    }

    Cloud fault(String service, String operation, Fault.Kind kind) {
        sandbox.fault(new Fault(service, operation, 1, kind));
        return this;
    }

    /** Who may do everything, as the developer. */
    Keyring keyring() {
        return sandbox.keyring();
    }

    /** What the goal finds in place of the developer's credentials, until the test ends. */
    void signedBy(Credentials credentials) {
        System.setProperty(CREDENTIALS.get(0), credentials.accessKeyId());
        System.setProperty(CREDENTIALS.get(1), credentials.secretAccessKey());
        credentials.sessionToken().ifPresent(token -> System.setProperty(CREDENTIALS.get(2), token));
    }

    /** The goal finds no credentials, until the test ends. */
    void signedByNobody() {
        CREDENTIALS.forEach(System::clearProperty);
    }

    void forgetWhatWasAsked() {
        sandbox.clearRequests();
    }

    /** The names of all operations that AWS was asked for in this test. */
    List<String> asked() {
        return sandbox.requests().stream().map(RequestLog.Entry::operation).toList();
    }
}
