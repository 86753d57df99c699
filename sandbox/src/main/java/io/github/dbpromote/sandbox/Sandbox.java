package io.github.dbpromote.sandbox;

import io.github.dbpromote.sandbox.events.Events;
import io.github.dbpromote.sandbox.http.Access;
import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.HttpFront;
import io.github.dbpromote.sandbox.http.Keyring;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.http.RequestLog;
import io.github.dbpromote.sandbox.lambda.Lambda;
import io.github.dbpromote.sandbox.logs.LogsService;
import io.github.dbpromote.sandbox.postgres.PostgresServer;
import io.github.dbpromote.sandbox.s3.S3Service;
import io.github.dbpromote.sandbox.secrets.SecretsService;
import io.github.dbpromote.sandbox.ssm.ManagedHost;
import io.github.dbpromote.sandbox.ssm.OutputTargets;
import io.github.dbpromote.sandbox.ssm.Ssm;
import io.github.dbpromote.sandbox.ssm.SsmSettings;
import io.github.dbpromote.sandbox.sts.StsService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running sandbox.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.at(stateDirectory).flywayHost(jar).start()) {
 *     sandbox.provision("users", "dev", "qa", "prod");
 *     … sandbox.endpoint(), sandbox.credentials(), sandbox.jdbc("users", "dev").connect() …
 * }
 * }</pre>
 *
 * <p>What it knows stands in its state directory and outlives it, however it ends: objects, parameters, documents, the
 * history of commands, databases. What runs does not: commands that run when it ends have failed.
 */
public final class Sandbox implements AutoCloseable {
    /** The only region that it knows. */
    public static final String REGION = "eu-central-1";

    /** The account that everything belongs to. */
    public static final String ACCOUNT = "123456789012";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String IDENTITY = "identity.json";
    private static final Duration SESSION_LASTS = Duration.ofHours(12);
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final StateDirectory state;
    private final SandboxBuilder options;
    private final Instant startedAt = Instant.now();
    private final HttpFront front;
    private final Ssm ssm;
    private final SecretsService secrets;
    private final Lambda lambda;
    private final Events events;
    private final PostgresServer postgres;
    private final Environments environments;
    private final Credentials developer;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final Thread shutdownHook = new Thread(this::close, "sandbox-shutdown");
    private boolean closed;

    /** Not started yet: begin here. */
    public static SandboxBuilder at(Path stateDirectory) {
        return new SandboxBuilder(stateDirectory);
    }

    static Sandbox start(SandboxBuilder options) throws IOException {
        FlywayHostProgram program = options.program();
        StateDirectory state = StateDirectory.open(options.stateDirectory());
        try {
            return start(state, options, program);
        } catch (IOException | RuntimeException e) {
            state.close();
            throw e;
        }
    }

    private static Sandbox start(StateDirectory state, SandboxBuilder options, FlywayHostProgram program)
            throws IOException {
        CompletableFuture<PostgresServer> postgres = CompletableFuture.supplyAsync(
                () -> PostgresServer.start(state.path().resolve("postgres")));
        try {
            Optional<JsonNode> identity = state.read(IDENTITY);
            HttpFront front = bind(options.port(), identity);
            try {
                return new Sandbox(state, options, program, front, identity, postgres.join());
            } catch (IOException | RuntimeException e) {
                front.close();
                throw e;
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (IOException | RuntimeException e) {
            postgres.thenAccept(PostgresServer::close).join();
            throw e;
        }
    }

    /** On the port of the last time if it is free, so that what people have in their shells stays right. */
    private static HttpFront bind(int port, Optional<JsonNode> identity) throws IOException {
        int lastPort = identity.map(last -> last.path("port").asInt()).orElse(0);
        try {
            return HttpFront.bind(port == 0 ? lastPort : port, REGION, Clock.systemUTC());
        } catch (BindException e) {
            if (port != 0) {
                throw e;
            }
            return HttpFront.bind(0, REGION, Clock.systemUTC());
        }
    }

    private Sandbox(
            StateDirectory state,
            SandboxBuilder options,
            FlywayHostProgram program,
            HttpFront front,
            Optional<JsonNode> identity,
            PostgresServer postgres)
            throws IOException {
        this.state = state;
        this.options = options;
        this.front = front;
        this.postgres = postgres;
        this.developer = developer(front.keyring(), identity);
        S3Service s3 = new S3Service(state.path().resolve("s3"), REGION, ACCOUNT);
        this.secrets = new SecretsService(state.path().resolve("secrets"), REGION, ACCOUNT);
        LogsService logs = new LogsService(
                state.path().resolve("logs"), REGION, ACCOUNT, options.hasEmptyFirstPages(), Clock.systemUTC());
        this.ssm = new Ssm(
                state.path().resolve("ssm"),
                new SsmSettings(
                        REGION,
                        ACCOUNT,
                        options.invisiblePolls(),
                        options.deliveryLimit(),
                        options.hasEmptyFirstPages()),
                front.endpoint(),
                new OutputTargets((bucket, key, content) -> s3.put(bucket, key, content, "text/plain"), logs::put),
                Clock.systemUTC());
        this.lambda = new Lambda(
                state.path().resolve("lambda"), front.endpoint(), REGION, ACCOUNT, front.keyring(), Clock.systemUTC());
        this.events = new Events(REGION, ACCOUNT, lambda::invokeLater);
        s3.whenCreated(events::created);
        ssm.whenStatusChanges(events::changed);
        this.environments = new Environments(
                state,
                new Environments.Services(front.endpoint(), front.keyring(), s3, ssm, secrets, postgres, program),
                options.hasDatabases());
        String token = random(32);
        front.serve(List.of(
                new ControlService(this, token),
                ssm.service(),
                secrets.service(),
                logs.service(),
                new StsService(),
                lambda.service(),
                s3));
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        announce(token);
        watch();
    }

    /** Who has no other: the same one for the state directory's whole life. */
    private static Credentials developer(Keyring keyring, Optional<JsonNode> identity) {
        Principal principal = Principal.user(ACCOUNT, "developer");
        return identity.map(last -> keyring.add(new Credentials(
                        last.required("accessKeyId").stringValue(),
                        last.required("secretAccessKey").stringValue(),
                        Optional.empty(),
                        principal,
                        Optional.empty())))
                .orElseGet(() -> keyring.issue(principal));
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private void announce(String token) {
        state.write(
                IDENTITY,
                JSON.createObjectNode()
                        .put("port", endpoint().getPort())
                        .put("accessKeyId", developer.accessKeyId())
                        .put("secretAccessKey", developer.secretAccessKey()));
        ObjectNode endpoint = JSON.createObjectNode().put("format", 1);
        endpoint.put("endpoint", endpoint().toString()).put("region", REGION).put("account", ACCOUNT);
        endpoint.put("pid", ProcessHandle.current().pid()).put("startedAt", startedAt.toString());
        endpoint.put("fingerprint", options.fingerprint()).put("token", token);
        endpoint.putObject("credentials")
                .put("accessKeyId", developer.accessKeyId())
                .put("secretAccessKey", developer.secretAccessKey())
                .put("principal", developer.principal().arn());
        state.announce(endpoint);
    }

    /** Looks now and then whether anybody still needs the sandbox. */
    private void watch() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (!stopRequested.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                            if (!state.isStillThere() || isIdle()) {
                                requestStop();
                            }
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "sandbox-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private boolean isIdle() {
        return options.idleLimit()
                .map(limit ->
                        Instant.now().isAfter(front.lastActivity().plus(limit)) && !ssm.isBusy() && !lambda.isBusy())
                .orElse(false);
    }

    /** Where all services are reached, for example {@code http://127.0.0.1:40123}. */
    public URI endpoint() {
        return front.endpoint();
    }

    /** The credentials of the user {@code developer}, who may do everything. */
    public Credentials credentials() {
        return developer;
    }

    /** To issue credentials of other principals. */
    public Keyring keyring() {
        return front.keyring();
    }

    /**
     * Credentials of a new session of a role, as STS would give them; any role that is asked for is there.
     *
     * @param role {@code [A-Za-z0-9_+=,.@-]}, at most 64 of them
     * @param session likewise, 2 to 64
     * @throws IllegalArgumentException if these are no names
     */
    public Credentials assumeRole(String role, String session) {
        if (!role.matches("[\\w+=,.@-]{1,64}") || !session.matches("[\\w+=,.@-]{2,64}")) {
            throw new IllegalArgumentException("Not the names of a role and a session: " + role + ", " + session);
        }
        return keyring()
                .issueTemporary(
                        Principal.assumedRole(ACCOUNT, role, session),
                        Instant.now().plus(SESSION_LASTS));
    }

    /**
     * Makes what a database needs in these environments, as far as it is not there.
     *
     * @param environmentNames in the order of promotion
     */
    public List<ProvisionedEnvironment> provision(String database, String... environmentNames) {
        return provision(Provisioning.of(database, environmentNames));
    }

    /**
     * Makes what a database needs in its environments, as far as it is not there.
     *
     * @throws IllegalArgumentException if the name of its PostgreSQL database would be another one's
     */
    public List<ProvisionedEnvironment> provision(Provisioning wanted) {
        return environments.provision(wanted);
    }

    /** All that was provisioned so far, in this run or an earlier one. */
    public List<ProvisionedEnvironment> environments() {
        return environments.all();
    }

    /**
     * A database in an environment.
     *
     * @throws IllegalArgumentException if it was not provisioned
     */
    public ProvisionedEnvironment environment(String database, String environment) {
        return environments
                .find(database, environment)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The sandbox has no database " + database + " in " + environment + "."));
    }

    /**
     * How to reach a database.
     *
     * @throws IllegalArgumentException if it was not provisioned
     */
    public Jdbc jdbc(String database, String environment) {
        return environment(database, environment).jdbc();
    }

    /**
     * The Flyway host of an environment.
     *
     * @throws IllegalArgumentException if no database was provisioned there
     */
    public ManagedHost host(String environment) {
        return ssm.host(environment)
                .orElseThrow(() -> new IllegalArgumentException("The sandbox has no environment " + environment + "."));
    }

    /**
     * Lets the commands of an environment's host find no room in {@code flyway-host}'s state folder, where Linux has user
     * namespaces; elsewhere they fail in another way.
     *
     * @throws IllegalArgumentException if no database was provisioned there
     */
    public void fillDisk(String environment) {
        setDiskFull(environment, true);
    }

    /**
     * Takes back {@link #fillDisk}.
     *
     * @throws IllegalArgumentException if no database was provisioned there
     */
    public void freeDisk(String environment) {
        setDiskFull(environment, false);
    }

    private void setDiskFull(String environment, boolean full) {
        try {
            environments.tree(environment).setDiskFull(full);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops PostgreSQL with all databases: whoever connects is refused. Provisioning leaves it so. */
    public void stopPostgres() {
        postgres.close();
    }

    /**
     * Starts PostgreSQL again, on the same port if nobody has taken it.
     *
     * @throws io.github.dbpromote.sandbox.postgres.PostgresException if it cannot be started
     */
    public void startPostgres() {
        postgres.reopen();
        environments.configureHosts();
    }

    /** All requests to AWS services since the start or {@link #clearRequests}, oldest first. */
    public List<RequestLog.Entry> requests() {
        return front.requestLog().entries();
    }

    public void clearRequests() {
        front.requestLog().clear();
    }

    /** What all requests since the start or {@link #clearAccesses} needed of IAM, oldest first. */
    public List<Access> accesses() {
        return front.accessLog().entries();
    }

    public void clearAccesses() {
        front.accessLog().clear();
    }

    /** Disturbs the next matching requests. */
    public void fault(Fault fault) {
        front.faults().add(fault);
    }

    public void clearFaults() {
        front.faults().clear();
    }

    /** Systems Manager, past the protocol: to put parameters and documents as infrastructure would. */
    public Ssm ssm() {
        return ssm;
    }

    /** Secrets Manager, past the protocol. */
    public SecretsService secrets() {
        return secrets;
    }

    /** Lambda, past the protocol: to put functions as infrastructure would, and to see what became of events. */
    public Lambda lambda() {
        return lambda;
    }

    /** S3's notifications, EventBridge and its schedules. */
    public Events events() {
        return events;
    }

    /** What GET /_sandbox answers. */
    JsonNode describe() {
        ObjectNode description = JSON.createObjectNode().put("version", SandboxVersion.current());
        description.put("endpoint", endpoint().toString()).put("region", REGION).put("account", ACCOUNT);
        description.put("pid", ProcessHandle.current().pid()).put("startedAt", startedAt.toString());
        description.put("fingerprint", options.fingerprint());
        ArrayNode databases = description.putArray("databases");
        for (ProvisionedEnvironment environment : environments()) {
            ObjectNode database = databases.addObject();
            database.put("database", environment.database()).put("environment", environment.environment());
            database.put("bucket", environment.bucket()).put("host", environment.instanceId());
            database.put("jdbcUrl", environment.jdbc().url());
            database.put("user", environment.jdbc().user())
                    .put("password", environment.jdbc().password());
        }
        return description;
    }

    /** Lets {@link #awaitStopRequest} return. */
    void requestStop() {
        stopRequested.countDown();
    }

    /** Returns when somebody asked the sandbox to stop, when it was idle for too long, or its directory is gone. */
    void awaitStopRequest() throws InterruptedException {
        stopRequested.await();
    }

    /** Stops everything in order, PostgreSQL last. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        requestStop();
        try {
            state.withdraw();
            events.close();
            lambda.close();
            ssm.close();
            letAnswersOut();
            front.close();
            postgres.close();
            state.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox did not stop in order", e);
        } finally {
            forgetShutdownHook();
        }
    }

    /** The answer to "stop", for one, is still under way when this one begins. */
    private void letAnswersOut() {
        Instant limit = Instant.now().plus(QUIET_LIMIT);
        Instant before = front.lastActivity();
        Instant after = pauseAndLook();
        while (!after.equals(before) && Instant.now().isBefore(limit)) {
            before = after;
            after = pauseAndLook();
        }
    }

    private Instant pauseAndLook() {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        return front.lastActivity();
    }

    private void forgetShutdownHook() {
        if (Thread.currentThread() != shutdownHook) {
            try {
                Runtime.getRuntime().removeShutdownHook(shutdownHook);
            } catch (IllegalStateException alreadyShuttingDown) {
                // The hook finds that everything is closed.
            }
        }
    }
}
