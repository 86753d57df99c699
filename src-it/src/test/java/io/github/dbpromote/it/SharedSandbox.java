package io.github.dbpromote.it;

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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
        JsonNode place = place(database, environment);
        try (Connection connection = DriverManager.getConnection(
                        place.path("jdbcUrl").asString(),
                        place.path("user").asString(),
                        place.path("password").asString());
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

    /** The scripts in Flyway's schema history, in the order in which they were applied. */
    List<String> applied(String database, String environment) {
        return query(
                database,
                environment,
                "select script from flyway_schema_history where success and type = 'SQL' order by installed_rank");
    }

    /** The keys in the environment's bucket that begin so. */
    List<String> keys(String database, String environment, String prefix) {
        try (S3Client s3 = s3()) {
            return s3
                    .listObjectsV2(
                            list -> list.bucket(bucket(database, environment)).prefix(prefix))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
        }
    }

    /** An object of the environment's bucket. */
    JsonNode json(String database, String environment, String key) {
        try (S3Client s3 = s3()) {
            return JSON.readTree(s3.getObjectAsBytes(
                            get -> get.bucket(bucket(database, environment)).key(key))
                    .asByteArray());
        }
    }

    private String bucket(String database, String environment) {
        return place(database, environment).path("bucket").asString();
    }

    private S3Client s3() {
        JsonNode endpoint = endpoint();
        JsonNode credentials = endpoint.path("credentials");
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint.path("endpoint").asString()))
                .region(Region.of(endpoint.path("region").asString()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        credentials.path("accessKeyId").asString(),
                        credentials.path("secretAccessKey").asString())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .forcePathStyle(true)
                .build();
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

    private JsonNode place(String database, String environment) {
        for (JsonNode place : control("GET", "", "").path("databases")) {
            if (place.path("database").asString().equals(database)
                    && place.path("environment").asString().equals(environment)) {
                return place;
            }
        }
        throw new IllegalStateException("the sandbox has no " + database + " in " + environment);
    }

    private JsonNode control(String method, String path, String body) {
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
