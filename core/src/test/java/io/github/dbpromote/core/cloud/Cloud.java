package io.github.dbpromote.core.cloud;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.host.Host;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.sandbox.ProvisionedEnvironment;
import io.github.dbpromote.sandbox.Provisioning;
import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * A sandbox, which no other test uses at the same time, and in it a fresh database for each test. Its hosts run a program
 * that only waits for the end of the play ({@link #endCommand}); the tests themselves play the Flyway host.
 */
public final class Cloud implements BeforeEachCallback, AfterEachCallback {
    /** What the program says before it ends with status 2. */
    public static final String REFUSAL = "flyway-host: the database does not answer";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** Its first argument is the deployment, its second the database. */
    private static final String PROGRAM = """
            #!/bin/sh
            here=$(dirname "$0")
            looks=0
            while [ ! -e "$here/end-$1" ] && [ ! -e "$here/end-$2" ] && [ "$looks" -lt 1200 ]; do
              sleep 0.05
              looks=$((looks + 1))
            done
            echo '%s' >&2
            exit 2
            """.formatted(REFUSAL);

    private static final String DOCUMENT = """
            {"schemaVersion": "2.2", "description": "migrate",
             "parameters": {"deployment": {"type": "String", "allowedPattern": "^d-[0-9a-z-]{8,40}$"}},
             "mainSteps": [{"action": "aws:runShellScript", "name": "migrate",
               "inputs": {"timeoutSeconds": "3600", "runCommand": ["flyway-host {{ deployment }} @database@"]}}]}""";

    private final List<AwsAccess> opened = new ArrayList<>();
    private final List<ProvisionedEnvironment> environments = new ArrayList<>();
    private Idle idle;
    private Running running;
    private Sandbox sandbox;
    private DatabaseName database;
    private AwsAccess access;

    /** The sandboxes that no test uses: as many as tests ran at once. They live until the last test of the JVM has ended. */
    private record Idle(Queue<Running> sandboxes) implements AutoCloseable {
        static Idle in(ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Idle.class, key -> new Idle(new ConcurrentLinkedQueue<>()), Idle.class);
        }

        Running take() {
            return Optional.ofNullable(sandboxes.poll()).orElseGet(Running::start);
        }

        void giveBack(Running running) {
            sandboxes.add(running);
        }

        @Override
        public void close() throws IOException {
            for (Running running : sandboxes) {
                running.close();
            }
        }
    }

    private record Running(Sandbox sandbox, Path directory) {
        static Running start() {
            try {
                Path directory = Files.createTempDirectory("db-promote-core");
                Path program = Files.writeString(directory.resolve("program"), PROGRAM);
                return new Running(
                        Sandbox.at(directory.resolve("sandbox"))
                                .flywayHostSubstitute(program)
                                .withoutDatabases()
                                .emptyFirstPages()
                                .start(),
                        directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() throws IOException {
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
        idle = Idle.in(context);
        running = idle.take();
        sandbox = running.sandbox();
        database = new DatabaseName("users" + DATABASES.incrementAndGet());
        access = open(sandbox.credentials(), "the developer in " + Sandbox.REGION);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        sandbox.clearFaults();
        environments.forEach(environment -> {
            sandbox.host(environment.environment()).goOnline();
            end(environment.environment(), database.value());
        });
        opened.forEach(AwsAccess::close);
        idle.giveBack(running);
    }

    /** Makes what this test's database needs in these environments, in the order of promotion. */
    public void provision(String... names) {
        provision(Provisioning.of(database.value(), names));
    }

    public void provision(Provisioning wanted) {
        List<ProvisionedEnvironment> provisioned = sandbox.provision(wanted);
        for (ProvisionedEnvironment environment : provisioned) {
            for (Action action : Action.values()) {
                sandbox.ssm()
                        .documents()
                        .put(
                                document(environment.environment(), action),
                                DOCUMENT.replace("@database@", database.value()));
            }
        }
        environments.addAll(provisioned);
    }

    private String document(String environment, Action action) {
        return "db-promote-" + database + "-" + environment + "-" + action.word();
    }

    /** Overwrites an environment's parameter, as infrastructure may at any time. */
    public void putParameter(String environment, String json) {
        sandbox.ssm().parameters().put(Environment.parameterPath(database) + "/" + environment, json);
    }

    public String parameter(String environment) {
        return sandbox.ssm()
                .parameters()
                .value(Environment.parameterPath(database) + "/" + environment)
                .orElseThrow();
    }

    public Environment environment(String name) {
        return Environment.parse(
                database, new EnvironmentName(name), parameter(name).getBytes(StandardCharsets.UTF_8));
    }

    public PlayedHost host(String environment) {
        return new PlayedHost(environment(environment), access.s3());
    }

    /** The newest command of that deployment, as Systems Manager knows it. */
    public Command command(String environment, DeploymentId deployment) {
        return access
                .ssm()
                .listCommandsPaginator(
                        request -> request.instanceId(sandbox.host(environment).instanceId()))
                .commands()
                .stream()
                .filter(command -> command.comment().endsWith(deployment.value()))
                .map(command -> new Command(
                        command.commandId(), new Host(sandbox.host(environment).instanceId())))
                .findFirst()
                .orElseThrow();
    }

    /** Lets the command of that deployment end, with {@link #REFUSAL}, as far as it runs. */
    public void endCommand(String environment, DeploymentId deployment) {
        end(environment, deployment.value());
    }

    private void end(String environment, String what) {
        try {
            Path sign = sandbox.host(environment).root().resolve("opt/db-promote/end-" + what);
            if (Files.notExists(sign)) {
                Files.createFile(sign);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts an object past the protocol, as somebody may who has the right to. */
    public void put(String bucket, String key, String text) {
        access.s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
    }

    /** Like {@link #put}, where the bucket's policy lets nobody overwrite. */
    public void create(String bucket, String key, byte[] bytes) {
        access.s3()
                .putObject(request -> request.bucket(bucket).key(key).ifNoneMatch("*"), RequestBody.fromBytes(bytes));
    }

    /** Access with other credentials than the developer's. It is closed after the test. */
    public AwsAccess open(Credentials credentials, String description) {
        AwsAccess other = AwsAccess.open(
                StaticCredentialsProvider.create(forSdk(credentials)),
                Region.of(Sandbox.REGION),
                Optional.of(sandbox.endpoint()),
                description);
        opened.add(other);
        return other;
    }

    /** The developer's access, with something that happens just before an object whose key ends so is put. */
    public AwsAccess beforePutting(String suffix, Runnable action) {
        S3Client s3 = (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("putObject")
                            && arguments[0] instanceof PutObjectRequest put
                            && put.key().endsWith(suffix)) {
                        action.run();
                    }
                    try {
                        return method.invoke(access.s3(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new AwsAccess(
                s3,
                access.ssm(),
                access.ssmOnce(),
                access.region(),
                access.endpoint(),
                access.description(),
                access.http());
    }

    /**
     * The same access at a time of S3's.
     *
     * @param time what S3 says when it is asked; in whole seconds
     */
    public AwsAccess at(Supplier<Instant> time, AwsAccess usual) {
        S3Client s3 = S3Client.builder()
                .credentialsProvider(usual.credentials())
                .region(usual.region())
                .endpointOverride(sandbox.endpoint())
                .httpClient(usual.http())
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(s -> s.chunkedEncodingEnabled(false))
                .overrideConfiguration(c -> c.addExecutionInterceptor(new S3Date(time)))
                .build();
        return new AwsAccess(
                s3, usual.ssm(), usual.ssmOnce(), usual.region(), usual.endpoint(), usual.description(), usual.http());
    }

    private static AwsCredentials forSdk(Credentials credentials) {
        return credentials.sessionToken().isPresent()
                ? AwsSessionCredentials.create(
                        credentials.accessKeyId(),
                        credentials.secretAccessKey(),
                        credentials.sessionToken().get())
                : AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey());
    }

    public void fault(String service, String operation, int times, Fault.Kind kind) {
        sandbox.fault(new Fault(service, operation, times, kind));
    }

    /** The requests since {@link #forgetRequests}. */
    public List<RequestLog.Entry> requests() {
        return sandbox.requests();
    }

    public List<RequestLog.Entry> requests(String operation) {
        return requests().stream()
                .filter(request -> request.operation().equals(operation))
                .toList();
    }

    public void forgetRequests() {
        sandbox.clearRequests();
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public DatabaseName database() {
        return database;
    }

    /** The developer's, who may do everything. */
    public AwsAccess access() {
        return access;
    }
}
