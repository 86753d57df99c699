package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON on the wire and in the state directory. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array(Iterable<String> texts) {
        ArrayNode array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    static ArrayNode objects(Iterable<? extends JsonNode> elements) {
        ArrayNode array = MAPPER.createArrayNode();
        elements.forEach(array::add);
        return array;
    }

    /** @throws tools.jackson.core.JacksonException if it is no JSON */
    static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /** Times are seconds with a fraction in the JSON 1.1 protocol. */
    static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }

    static JsonNode read(Path file) {
        try {
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, JsonNode node) {
        try {
            AtomicFile.write(file, MAPPER.writeValueAsBytes(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
