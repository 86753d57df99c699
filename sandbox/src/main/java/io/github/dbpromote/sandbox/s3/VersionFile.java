package io.github.dbpromote.sandbox.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dbpromote.sandbox.http.AtomicFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One version of one key on disk: a line of JSON that describes it, then the body. Being one file, it is atomic. */
final class VersionFile {
    private static final JsonMapper JSON = new JsonMapper();

    private VersionFile() {}

    /** Sorts by age. */
    static String name(Version version) {
        return String.format("%012d-%s", version.sequence(), version.id());
    }

    /** Writes the object and tells it where its body is. */
    static StoredObject write(Path file, String key, StoredObject object, byte[] body) throws IOException {
        ObjectNode head = head(key, object);
        head.put("etag", object.etag());
        head.put("size", object.size());
        head.put("lastModified", object.lastModified().toString());
        head.put("checksumAlgorithm", object.checksum().algorithm().name());
        head.put("checksum", object.checksum().value());
        ObjectNode headers = head.putObject("headers");
        object.headers().forEach(headers::put);
        byte[] line = line(head);
        AtomicFile.write(file, line, body);
        return object.at(file, line.length);
    }

    static void write(Path file, String key, DeleteMarker marker) throws IOException {
        AtomicFile.write(file, line(head(key, marker).put("deleted", true)));
    }

    /** The key that a version belongs to. */
    static String key(Path file) throws IOException {
        return JSON.readTree(firstLine(file)).required("key").asString();
    }

    static Version read(Path file) throws IOException {
        byte[] line = firstLine(file);
        JsonNode head = JSON.readTree(line);
        String id = head.required("version").asString();
        long sequence = head.required("sequence").asLong();
        return head.path("deleted").asBoolean(false)
                ? new DeleteMarker(id, sequence)
                : object(id, sequence, head, file, line.length + 1);
    }

    private static StoredObject object(String id, long sequence, JsonNode head, Path file, long offset) {
        Map<String, String> headers = new TreeMap<>();
        head.required("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString()));
        return new StoredObject(
                id,
                sequence,
                head.required("etag").asString(),
                head.required("size").asLong(),
                Instant.parse(head.required("lastModified").asString()),
                new Checksum(
                        ChecksumAlgorithm.valueOf(
                                head.required("checksumAlgorithm").asString()),
                        head.required("checksum").asString()),
                headers,
                file,
                offset);
    }

    private static ObjectNode head(String key, Version version) {
        return JSON.createObjectNode()
                .put("key", key)
                .put("version", version.id())
                .put("sequence", version.sequence());
    }

    private static byte[] line(ObjectNode head) {
        return (head + "\n").getBytes(UTF_8);
    }

    private static byte[] firstLine(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new IOException("Not a stored object: " + file);
                }
                line.write(octet);
            }
            return line.toByteArray();
        }
    }
}
