package io.github.dbpromote.sandbox;

import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Keyring;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.postgres.PostgresServer;
import io.github.dbpromote.sandbox.s3.S3Service;
import io.github.dbpromote.sandbox.secrets.SecretsService;
import io.github.dbpromote.sandbox.ssm.ManagedHost;
import io.github.dbpromote.sandbox.ssm.Ssm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The databases in their environments: makes everything that infrastructure would make for them, bucket, database,
 * secret, parameter, documents and host, and remembers them over a restart.
 */
final class Environments {
    /** What the environments are made in. */
    record Services(
            URI endpoint,
            Keyring keyring,
            S3Service s3,
            Ssm ssm,
            SecretsService secrets,
            PostgresServer postgres,
            FlywayHostProgram program) {}

    /** What is remembered of one database in one environment. */
    private record Registration(String database, String environment, String postgresName, String hostConfiguration) {
        String key() {
            return database + "/" + environment;
        }

        String bucket() {
            return SafeName.bucket(database, environment);
        }

        String role() {
            return postgresName + "_migrator";
        }

        String secretName() {
            return "db-promote/" + database + "/" + environment;
        }

        String parameterName() {
            return "/db-promote/" + database + "/" + environment;
        }

        String documentName(String action) {
            return "db-promote-" + database + "-" + environment + "-" + action;
        }
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FILE = "databases.json";

    /** By parameter, the members that were put there for as long as the sandbox runs. */
    private static final String FOR_NOW = "parameters-for-now.json";

    private static final String EXECUTION_TIMEOUT = "PT10H";
    private static final String LOG_GROUP = "/ssm/runcommand/flyway-host";

    /** Longer than any command may run, for what stands in a process's environment cannot be renewed. */
    private static final Duration HOST_CREDENTIALS_LAST = Duration.ofDays(3);

    private final StateDirectory state;
    private final Services services;
    private final boolean makesDatabases;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Registration> registrations = new LinkedHashMap<>();

    /**
     * Brings the hosts of the last run back, with configurations that name today's port of PostgreSQL, and takes out of the
     * parameters what was only for that run.
     */
    Environments(StateDirectory state, Services services, boolean makesDatabases) throws IOException {
        this.state = state;
        this.services = services;
        this.makesDatabases = makesDatabases;
        for (JsonNode stored : state.read(FILE).map(JsonNode::values).orElse(List.of())) {
            Registration registration = new Registration(
                    stored.required("database").stringValue(),
                    stored.required("environment").stringValue(),
                    stored.required("postgresName").stringValue(),
                    stored.required("hostConfiguration").stringValue());
            registrations.put(registration.key(), registration);
            configureHost(registration);
        }
        endWhatWasForNow();
    }

    synchronized List<ProvisionedEnvironment> all() {
        return registrations.values().stream().map(this::describe).toList();
    }

    synchronized Optional<ProvisionedEnvironment> find(String database, String environment) {
        return Optional.ofNullable(registrations.get(database + "/" + environment))
                .map(this::describe);
    }

    private ProvisionedEnvironment describe(Registration registration) {
        return new ProvisionedEnvironment(
                registration.database(),
                registration.environment(),
                registration.bucket(),
                new Jdbc(
                        services.postgres().jdbcUrl(registration.postgresName()),
                        registration.role(),
                        password(registration)),
                ManagedHost.instanceIdOf(registration.environment()));
    }

    /** Makes what is missing; leaves what is there. */
    synchronized List<ProvisionedEnvironment> provision(Provisioning wanted) {
        try {
            List<ProvisionedEnvironment> provisioned = new ArrayList<>();
            for (int index = 0; index < wanted.environments().size(); index++) {
                String environment = wanted.environments().get(index);
                Optional<String> previous = index == 0
                        ? Optional.empty()
                        : Optional.of(wanted.environments().get(index - 1));
                Registration registration = register(wanted, environment);
                provision(registration, previous, members(wanted.parameter(), environment));
                addForNow(registration, members(wanted.parameterForNow(), environment));
                provisioned.add(describe(registration));
            }
            return provisioned;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode members(Map<String, ObjectNode> byEnvironment, String environment) {
        return byEnvironment.getOrDefault(environment, JSON.createObjectNode());
    }

    private Registration register(Provisioning wanted, String environment) {
        Optional<Registration> known = Optional.ofNullable(registrations.get(wanted.database() + "/" + environment));
        Registration registration = new Registration(
                wanted.database(),
                environment,
                SafeName.postgres(wanted.database(), environment),
                Optional.ofNullable(wanted.hostConfiguration().get(environment))
                        .or(() -> known.map(Registration::hostConfiguration))
                        .orElse(""));
        requireOwnDatabase(registration);
        registrations.put(registration.key(), registration);
        ArrayNode stored = JSON.createArrayNode();
        registrations
                .values()
                .forEach(each -> stored.add(JSON.createObjectNode()
                        .put("database", each.database())
                        .put("environment", each.environment())
                        .put("postgresName", each.postgresName())
                        .put("hostConfiguration", each.hostConfiguration())));
        state.write(FILE, stored);
        return registration;
    }

    private void requireOwnDatabase(Registration wanted) {
        registrations.values().stream()
                .filter(other -> other.postgresName().equals(wanted.postgresName()))
                .filter(other -> !other.key().equals(wanted.key()))
                .findFirst()
                .ifPresent(other -> {
                    throw new IllegalArgumentException(wanted.key() + " and " + other.key()
                            + " would both be the PostgreSQL database " + wanted.postgresName()
                            + ": choose another name for one of them");
                });
    }

    private void provision(Registration registration, Optional<String> promotesFrom, ObjectNode members)
            throws IOException {
        services.s3().createBucket(registration.bucket());
        if (makesDatabases) {
            provisionDatabase(registration);
        }
        putParameter(registration, promotesFrom, members);
        putDocuments(registration);
        configureHost(registration);
    }

    /** A server that was stopped on purpose stays so: what was made in it before is still there. */
    private void provisionDatabase(Registration registration) {
        boolean madeBefore = services.secrets().value(registration.secretName()).isPresent();
        if (!madeBefore || !services.postgres().isClosed()) {
            services.postgres().provision(registration.postgresName(), registration.role(), password(registration));
        }
    }

    private String password(Registration registration) {
        Optional<String> secret = services.secrets().value(registration.secretName());
        if (secret.isPresent()) {
            return JSON.readTree(secret.get()).required("password").stringValue();
        }
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String password = HexFormat.of().formatHex(bytes);
        services.secrets()
                .put(
                        registration.secretName(),
                        JSON.createObjectNode().put("password", password).toString());
        return password;
    }

    private void putParameter(Registration registration, Optional<String> promotesFrom, ObjectNode members) {
        Optional<ObjectNode> existing = parameter(registration.parameterName());
        if (existing.isPresent() && members.isEmpty()) {
            return;
        }
        ObjectNode parameter = existing.orElseGet(() -> parameter(registration, promotesFrom));
        members.forEachEntry(parameter::set);
        services.ssm().parameters().put(registration.parameterName(), parameter.toString());
    }

    private Optional<ObjectNode> parameter(String name) {
        return services.ssm().parameters().value(name).map(JSON::readTree).map(ObjectNode.class::cast);
    }

    /** Written down before it is done, so that it ends whatever happens in between. */
    private void addForNow(Registration registration, ObjectNode members) {
        String name = registration.parameterName();
        ObjectNode parameter = parameter(name).orElseThrow();
        ObjectNode missing = members.deepCopy();
        missing.remove(List.copyOf(parameter.propertyNames()));
        if (!missing.isEmpty()) {
            ObjectNode forNow = forNow();
            forNow.withObjectProperty(name).setAll(missing);
            state.write(FOR_NOW, forNow);
            services.ssm().parameters().put(name, parameter.setAll(missing).toString());
        }
    }

    private void endWhatWasForNow() {
        forNow().forEachEntry((name, members) -> parameter(name).ifPresent(parameter -> {
            members.forEachEntry((member, value) -> {
                // Somebody may have changed it since, and then it is theirs.
                if (value.equals(parameter.get(member))) {
                    parameter.remove(member);
                }
            });
            services.ssm().parameters().put(name, parameter.toString());
        }));
        state.write(FOR_NOW, JSON.createObjectNode());
    }

    private ObjectNode forNow() {
        return state.read(FOR_NOW).map(ObjectNode.class::cast).orElseGet(JSON::createObjectNode);
    }

    private ObjectNode parameter(Registration registration, Optional<String> promotesFrom) {
        ObjectNode parameter = JSON.createObjectNode().put("format", 1);
        promotesFrom.ifPresent(source -> parameter.put("promotesFrom", source));
        parameter.put("bucket", registration.bucket()).put("bucketOwner", Sandbox.ACCOUNT);
        parameter.putObject("hosts").put("tag", "FlywayHost").put("value", registration.environment());
        ObjectNode documents = parameter.putObject("documents");
        FlywayHostProgram.ACTIONS.forEach(action -> documents.put(action, registration.documentName(action)));
        parameter.put("postgresql", services.postgres().majorVersion()).put("executionTimeout", EXECUTION_TIMEOUT);
        parameter.put("logGroup", LOG_GROUP);
        return parameter.put("trigger", "direct");
    }

    private void putDocuments(Registration registration) throws IOException {
        long seconds = executionTimeout(registration).toSeconds();
        services.program()
                .documents()
                .forEach((action, template) -> services.ssm()
                        .documents()
                        .put(
                                registration.documentName(action),
                                template.replace("@database@", registration.database())
                                        .replace("@environment@", registration.environment())
                                        .replace("@executionTimeoutSeconds@", Long.toString(seconds))));
    }

    private Duration executionTimeout(Registration registration) {
        return parameter(registration.parameterName())
                .map(parameter -> parameter.path("executionTimeout").asString(EXECUTION_TIMEOUT))
                .map(Environments::duration)
                .orElseThrow();
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("executionTimeout is a duration such as PT10H, not " + text, e);
        }
    }

    private void configureHost(Registration registration) throws IOException {
        HostTree tree = host(registration.environment());
        String database = services.postgres().jdbcUrl(registration.postgresName());
        // PostgreSQL's password first: to ask for it makes the secret, whose ARN is asked for here.
        String password = password(registration);
        String secret = services.secrets()
                .put(
                        registration.secretName(),
                        JSON.createObjectNode().put("password", password).toString());
        tree.configure(
                registration.database(),
                String.join(
                        "\n",
                        "flyway.url=" + database,
                        "flyway.user=" + registration.role(),
                        "flyway.schemas=public",
                        "flyway.initSql=SET lock_timeout = '30s'",
                        "dbPromote.environment=" + registration.environment(),
                        "dbPromote.bucket=" + registration.bucket(),
                        "dbPromote.bucketOwner=" + Sandbox.ACCOUNT,
                        "dbPromote.passwordSecret=" + secret,
                        registration.hostConfiguration(),
                        ""));
    }

    /** Tells all hosts where PostgreSQL is now. */
    synchronized void configureHosts() {
        try {
            for (Registration registration : registrations.values()) {
                configureHost(registration);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException if no database was provisioned there */
    synchronized HostTree tree(String environment) {
        if (registrations.values().stream()
                .noneMatch(known -> known.environment().equals(environment))) {
            throw new IllegalArgumentException("The sandbox has no environment " + environment + ".");
        }
        return treeOf(environment);
    }

    private HostTree treeOf(String environment) {
        return new HostTree(state.path().resolve("hosts").resolve(environment));
    }

    private HostTree host(String environment) throws IOException {
        HostTree tree = treeOf(environment);
        if (services.ssm().host(environment).isEmpty()) {
            tree.install(services.program());
            services.ssm().addHost(environment, tree.root(), () -> hostVariables(environment));
        }
        return tree;
    }

    /** What an EC2 instance would find in its profile and in the names that AWS resolves everywhere. */
    private Map<String, String> hostVariables(String environment) {
        Credentials credentials = services.keyring()
                .issueTemporary(
                        Principal.assumedRole(
                                Sandbox.ACCOUNT, "flyway-host-" + environment, ManagedHost.instanceIdOf(environment)),
                        Instant.now().plus(HOST_CREDENTIALS_LAST));
        return Map.of(
                "AWS_ENDPOINT_URL", services.endpoint().toString(),
                "AWS_REGION", Sandbox.REGION,
                "AWS_ACCESS_KEY_ID", credentials.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey(),
                "AWS_SESSION_TOKEN", credentials.sessionToken().orElseThrow());
    }
}
