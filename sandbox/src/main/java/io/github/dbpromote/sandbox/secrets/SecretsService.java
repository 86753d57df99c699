package io.github.dbpromote.sandbox.secrets;

import io.github.dbpromote.sandbox.http.AtomicFile;
import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.AwsRequest;
import io.github.dbpromote.sandbox.http.JsonService;
import io.github.dbpromote.sandbox.http.Permission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Secrets Manager, to read from; secrets come in by {@link #put}. They are kept in a directory and outlive the sandbox. */
public final class SecretsService {
    private record Secret(String name, String arn, String value, String versionId, Instant created) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final String arnPrefix;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Secret> byName = new ConcurrentHashMap<>();

    /**
     * @param directory created if it is missing, read if it is not
     * @throws UncheckedIOException if the directory cannot be used
     */
    public SecretsService(Path directory, String region, String account) {
        this.directory = directory;
        this.arnPrefix = "arn:aws:secretsmanager:" + region + ":" + account + ":secret:";
        try {
            load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To be registered with the front. */
    public JsonService service() {
        return new JsonService(
                "secretsmanager",
                "secretsmanager.",
                Map.of("GetSecretValue", this::getSecretValue),
                input -> input.path("SecretId").asString(""),
                this::permissions);
    }

    private List<Permission> permissions(String operation, ObjectNode input) {
        String id = input.path("SecretId").asString("");
        String unknown = id.startsWith(arnPrefix) ? id : arnPrefix + id;
        String arn = find(id).map(Secret::arn).orElse(unknown);
        return List.of(Permission.of("secretsmanager:" + operation, arn).with("secretsmanager:SecretId", arn));
    }

    /**
     * Creates the secret or gives it a new value.
     *
     * @param name letters, digits and {@code /_+=.@-}
     * @return its ARN, which stays the same for every value
     * @throws UncheckedIOException if it cannot be written
     */
    public synchronized String put(String name, String value) {
        if (!name.matches("[A-Za-z0-9/_+=.@-]{1,512}")) {
            throw new IllegalArgumentException("Not a name for a secret: " + name);
        }
        String arn = Optional.ofNullable(byName.get(name)).map(Secret::arn).orElseGet(() -> newArn(name));
        Secret secret = new Secret(name, arn, value, UUID.randomUUID().toString(), Instant.now());
        try {
            write(secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byName.put(name, secret);
        return arn;
    }

    /** The value of the secret of this name or ARN. */
    public Optional<String> value(String secretId) {
        return find(secretId).map(Secret::value);
    }

    private JsonNode getSecretValue(ObjectNode input, AwsRequest request) {
        String id = input.path("SecretId").asString("");
        if (id.isEmpty()) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value at 'secretId' failed to"
                            + " satisfy constraint: Member must not be null");
        }
        Secret secret = find(id).filter(found -> wantsCurrent(input, found))
                .orElseThrow(() -> new AwsError(
                        400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret."));
        return answer(secret);
    }

    private static boolean wantsCurrent(ObjectNode input, Secret secret) {
        return input.path("VersionStage").asString("AWSCURRENT").equals("AWSCURRENT")
                && input.path("VersionId").asString(secret.versionId()).equals(secret.versionId());
    }

    private static JsonNode answer(Secret secret) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("ARN", secret.arn());
        answer.put("Name", secret.name());
        answer.put("VersionId", secret.versionId());
        answer.put("SecretString", secret.value());
        answer.putArray("VersionStages").add("AWSCURRENT");
        answer.put("CreatedDate", secret.created().toEpochMilli() / 1000.0);
        return answer;
    }

    private Optional<Secret> find(String secretId) {
        return byName.values().stream()
                .filter(secret -> secret.name().equals(secretId) || secret.arn().equals(secretId))
                .findFirst();
    }

    /** Secrets Manager adds six random characters, so that a secret made anew never gets an old one's ARN. */
    private String newArn(String name) {
        StringBuilder arn = new StringBuilder(arnPrefix).append(name).append('-');
        random.ints(6, 0, LETTERS.length()).forEach(index -> arn.append(LETTERS.charAt(index)));
        return arn.toString();
    }

    private void load() throws IOException {
        Files.createDirectories(directory);
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                Secret secret = read(JSON.readTree(Files.readAllBytes(file)));
                byName.put(secret.name(), secret);
            }
        }
    }

    private static Secret read(JsonNode stored) {
        return new Secret(
                stored.required("name").asString(),
                stored.required("arn").asString(),
                stored.required("value").asString(),
                stored.required("versionId").asString(),
                Instant.parse(stored.required("created").asString()));
    }

    private void write(Secret secret) throws IOException {
        ObjectNode stored = JSON.createObjectNode();
        stored.put("name", secret.name());
        stored.put("arn", secret.arn());
        stored.put("value", secret.value());
        stored.put("versionId", secret.versionId());
        stored.put("created", secret.created().toString());
        String fileName = secret.arn().substring(arnPrefix.length()).replace('/', '!') + SUFFIX;
        AtomicFile.write(directory.resolve(fileName), JSON.writeValueAsBytes(stored));
    }
}
