package io.github.dbpromote.it;

import io.github.dbpromote.it.infrastructure.iam.RecordedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DocumentType;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sandbox that the scenarios share; the first Maven call starts it. Looked at through its control endpoint, JDBC, and
 * the files in which it keeps the buckets.
 */
final class SharedSandbox {
    static final Path DIRECTORY = Maven.MODULE.resolve("target/sandbox");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path directory;

    SharedSandbox() {
        this(DIRECTORY);
    }

    SharedSandbox(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    boolean runs() {
        return Files.exists(directory.resolve("endpoint.json"));
    }

    void stop() {
        if (!runs()) {
            return;
        }
        ProcessHandle process =
                ProcessHandle.of(endpoint().path("pid").asLong()).orElse(null);
        control("POST", "/stop", "");
        if (process != null) {
            process.onExit().join();
        }
    }

    List<String> query(String database, String environment, String sql) {
        try (Connection connection = connect(database, environment);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** As the role that migrates. */
    Connection connect(String database, String environment) throws SQLException {
        JsonNode place = place(database, environment);
        return DriverManager.getConnection(
                place.path("jdbcUrl").asString(),
                place.path("user").asString(),
                place.path("password").asString());
    }

    /** The scripts in Flyway's schema history, in the order in which they were applied. */
    List<String> applied(String database, String environment) {
        return query(
                database,
                environment,
                "select script from flyway_schema_history where success and type = 'SQL' order by installed_rank");
    }

    /** The keys in the environment's bucket that begin so. */
    List<String> keys(String database, String environment, String prefix) {
        return keysOf(bucket(database, environment), prefix);
    }

    List<String> keysOf(String bucket, String prefix) {
        try (S3Client s3 = s3()) {
            return s3.listObjectsV2(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                    .map(S3Object::key)
                    .toList();
        }
    }

    /** An object of the environment's bucket. */
    JsonNode json(String database, String environment, String key) {
        return jsonOf(bucket(database, environment), key);
    }

    JsonNode jsonOf(String bucket, String key) {
        try (S3Client s3 = s3()) {
            return JSON.readTree(
                    s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray());
        }
    }

    /** Creates an object, as somebody with rights may whatever the key. */
    void create(String database, String environment, String key, byte[] content) {
        try (S3Client s3 = s3()) {
            s3.putObject(
                    put -> put.bucket(bucket(database, environment)).key(key).ifNoneMatch("*"),
                    RequestBody.fromBytes(content));
        }
    }

    private String bucket(String database, String environment) {
        return place(database, environment).path("bucket").asString();
    }

    private S3Client s3() {
        return developers(S3Client.builder()).forcePathStyle(true).build();
    }

    private SsmClient ssm() {
        return developers(SsmClient.builder()).build();
    }

    private <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B developers(B builder) {
        JsonNode endpoint = endpoint();
        JsonNode credentials = endpoint.path("credentials");
        return builder.endpointOverride(URI.create(endpoint.path("endpoint").asString()))
                .region(Region.of(endpoint.path("region").asString()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        credentials.path("accessKeyId").asString(),
                        credentials.path("secretAccessKey").asString())))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
    }

    /** With these, Maven finds the sandbox as it would find AWS: nothing in it is made or mended on the way. */
    List<String> asAws() {
        return asAws(endpoint().path("credentials"));
    }

    /** The same, in a session of a role. */
    List<String> asAws(String role, String session) {
        JsonNode credentials = control(
                "POST",
                "/roles/" + role + "/sessions",
                JSON.createObjectNode().put("session", session).toString());
        List<String> all = new ArrayList<>(asAws(credentials));
        all.add("-Daws.sessionToken=" + credentials.path("sessionToken").asString());
        return all;
    }

    private List<String> asAws(JsonNode credentials) {
        JsonNode endpoint = endpoint();
        return List.of(
                "-Ddb.endpoint=" + endpoint.path("endpoint").asString(),
                "-Ddb.region=" + endpoint.path("region").asString(),
                "-Daws.accessKeyId=" + credentials.path("accessKeyId").asString(),
                "-Daws.secretAccessKey=" + credentials.path("secretAccessKey").asString());
    }

    void createBucket(String name) {
        try (S3Client s3 = s3()) {
            s3.createBucket(create -> create.bucket(name));
        }
    }

    void putParameter(String name, String value) {
        try (SsmClient ssm = ssm()) {
            ssm.putParameter(put ->
                    put.name(name).type(ParameterType.STRING).value(value).overwrite(true));
        }
    }

    /** Changes an environment's parameter, as infrastructure may at any time. */
    void changeParameter(String database, String environment, Consumer<ObjectNode> change) {
        String name = "/db-promote/" + database + "/" + environment;
        try (SsmClient ssm = ssm()) {
            ObjectNode parameter = (ObjectNode) JSON.readTree(
                    ssm.getParameter(get -> get.name(name)).parameter().value());
            change.accept(parameter);
            ssm.putParameter(put -> put.name(name).value(parameter.toString()).overwrite(true));
        }
    }

    /** A document for Run Command that has the host run this line. */
    void createDocument(String name, String line) {
        ObjectNode content = JSON.createObjectNode().put("schemaVersion", "2.2");
        content.putObject("parameters").putObject("deployment").put("type", "String");
        ObjectNode step = content.putArray("mainSteps").addObject();
        step.put("action", "aws:runShellScript").put("name", "migrate");
        step.putObject("inputs").putArray("runCommand").add(line);
        createDocument(name, content);
    }

    void createDocument(String name, JsonNode content) {
        try (SsmClient ssm = ssm()) {
            ssm.createDocument(create ->
                    create.name(name).documentType(DocumentType.COMMAND).content(content.toString()));
        }
    }

    /** @param state {@code "state": "offline"}, {@code "disk": "full"} and their opposites, or {@code "tag": "…"} */
    void host(String environment, String state) {
        control("POST", "/hosts/" + environment, "{" + state + "}");
    }

    /** SIGKILL to whatever the host runs, as if the machine had run out of memory. */
    void killHost(String environment) {
        control("POST", "/hosts/" + environment + "/kill", "");
    }

    /** @param path as on a real host, without the first slash */
    Path fileOnHost(String environment, String path) {
        return directory.resolve("hosts").resolve(environment).resolve(path);
    }

    void stopPostgresql() {
        control("POST", "/postgres", "{\"state\": \"stopped\"}");
    }

    /** Also writes the hosts' configurations anew, whatever somebody made of them. */
    void startPostgresql() {
        control("POST", "/postgres", "{\"state\": \"running\"}");
    }

    /** Denies the next request of that kind. */
    void deny(String service, String operation) {
        ObjectNode fault = JSON.createObjectNode().put("service", service).put("operation", operation);
        control("POST", "/faults", fault.put("kind", "accessDenied").toString());
    }

    /** The requests since the last {@link #forgetRequests}. */
    List<JsonNode> requests() {
        List<JsonNode> requests = new ArrayList<>();
        control("GET", "/requests", "").path("requests").forEach(requests::add);
        return requests;
    }

    void forgetRequests() {
        if (runs()) {
            control("DELETE", "/requests", "");
        }
    }

    /** What roles needed of IAM since the last {@link #forgetAccesses}. */
    List<RecordedCall> accesses() {
        return RecordedCall.parse(control("GET", "/accesses", ""));
    }

    void forgetAccesses() {
        control("DELETE", "/accesses", "");
    }

    private JsonNode place(String database, String environment) {
        for (JsonNode place : control("GET", "", "").path("databases")) {
            if (place.path("database").asString().equals(database)
                    && place.path("environment").asString().equals(environment)) {
                return place;
            }
        }
        throw new IllegalStateException("the sandbox has no " + database + " in " + environment);
    }

    /** A call of the sandbox's own, see docs/sandbox-events.md. */
    JsonNode control(String method, String path, String body) {
        try {
            JsonNode endpoint = endpoint();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(endpoint.path("endpoint").asString() + "/_sandbox" + path))
                    .header("X-Sandbox-Token", endpoint.path("token").asString())
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("the sandbox does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private JsonNode endpoint() {
        try {
            return JSON.readTree(Files.readString(directory.resolve("endpoint.json")));
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox does not run", e);
        }
    }
}
