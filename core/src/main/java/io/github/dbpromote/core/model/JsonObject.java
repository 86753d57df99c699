package io.github.dbpromote.core.model;

import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object together with the words for where it came from, so that whatever is wrong inside it can be said to a
 * person: {@code s3://bucket/users/ledger.json: "revision" …}. Every reader refuses a missing or mistyped member.
 */
public final class JsonObject {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final ObjectNode node;
    private final String where;

    private JsonObject(ObjectNode node, String where) {
        this.node = node;
        this.where = where;
    }

    /** An empty object to write into. */
    public static ObjectNode create() {
        return MAPPER.createObjectNode();
    }

    /** The object as indented UTF-8 text with a final line feed, as it is stored. */
    public static byte[] bytes(ObjectNode node) {
        return (MAPPER.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Parses a document of ours.
     *
     * @param where what a person would call the place it was read from
     * @param format the newest format that this version understands; formats count from 1
     * @throws Refusal if the text is not one JSON object, or its {@code format} is absent or newer
     */
    public static JsonObject parse(byte[] bytes, String where, int format) {
        JsonObject object = parse(bytes, where);
        int found = object.integer("format");
        if (found > format) {
            throw new Refusal(Problems.newerFormat(where, found, format));
        }
        if (found < 1) {
            throw object.malformed("format", "is not 1 or more");
        }
        return object;
    }

    private static JsonObject parse(byte[] bytes, String where) {
        try {
            if (MAPPER.readTree(bytes) instanceof ObjectNode node) {
                return new JsonObject(node, where);
            }
            throw new Refusal(Problems.malformedJson(where, "it is not a JSON object"));
        } catch (JacksonException e) {
            throw new Refusal(Problems.malformedJson(where, firstLine(e.getOriginalMessage())));
        }
    }

    private static String firstLine(String message) {
        return message == null ? "it is not JSON" : message.lines().findFirst().orElse("it is not JSON");
    }

    /** A copy of the whole object, unknown members included. */
    public ObjectNode copy() {
        return node.deepCopy();
    }

    public boolean has(String member) {
        return node.hasNonNull(member);
    }

    public String text(String member) {
        return optionalText(member).orElseThrow(() -> malformed(member, "is missing"));
    }

    public Optional<String> optionalText(String member) {
        JsonNode value = node.get(member);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw malformed(member, "is not a string");
        }
        return Optional.of(value.stringValue());
    }

    public int integer(String member) {
        return (int) number(member, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    public long number(String member) {
        return number(member, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private long number(String member, long from, long to) {
        JsonNode value = node.get(member);
        if (value == null || value.isNull()) {
            throw malformed(member, "is missing");
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw malformed(member, "is not a whole number");
        }
        long number = value.longValue();
        if (number < from || number > to) {
            throw malformed(member, "is out of range");
        }
        return number;
    }

    public Optional<Integer> optionalInteger(String member) {
        return has(member) ? Optional.of(integer(member)) : Optional.empty();
    }

    public boolean flag(String member) {
        JsonNode value = node.get(member);
        if (value == null || !value.isBoolean()) {
            throw malformed(member, "is not true or false");
        }
        return value.booleanValue();
    }

    public Instant instant(String member) {
        return value(member, Instant::parse);
    }

    public Optional<Duration> optionalDuration(String member) {
        return optionalValue(member, Duration::parse);
    }

    /** A string member turned into a type of ours; what that type says of a bad value becomes part of the message. */
    public <T> T value(String member, Function<String, T> type) {
        return optionalValue(member, type).orElseThrow(() -> malformed(member, "is missing"));
    }

    public <T> Optional<T> optionalValue(String member, Function<String, T> type) {
        Optional<String> text = optionalText(member);
        try {
            return text.map(type);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw malformed(member, "\"" + shortened(text.orElse("")) + "\": " + e.getMessage());
        }
    }

    public JsonObject object(String member) {
        return optionalObject(member).orElseThrow(() -> malformed(member, "is missing"));
    }

    public Optional<JsonObject> optionalObject(String member) {
        JsonNode value = node.get(member);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (value instanceof ObjectNode child) {
            return Optional.of(new JsonObject(child, where + ", " + member));
        }
        throw malformed(member, "is not an object");
    }

    /** The objects of an array member; a missing one is malformed. */
    public List<JsonObject> objects(String member) {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonNode element : array(member)) {
            if (!(element instanceof ObjectNode child)) {
                throw malformed(member, "holds something that is not an object");
            }
            objects.add(new JsonObject(child, where + ", " + member));
        }
        return List.copyOf(objects);
    }

    /** The strings of an array member; a missing one is malformed. */
    public List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(member)) {
            if (!element.isString()) {
                throw malformed(member, "holds something that is not a string");
            }
            texts.add(element.stringValue());
        }
        return List.copyOf(texts);
    }

    private ArrayNode array(String member) {
        if (node.get(member) instanceof ArrayNode array) {
            return array;
        }
        throw malformed(member, "is not an array");
    }

    /** The names of the object's own members. */
    public List<String> members() {
        return List.copyOf(node.propertyNames());
    }

    /** A refusal that names the place and the member. */
    public Refusal malformed(String member, String reason) {
        return new Refusal(Problems.malformedJson(where, "\"" + member + "\" " + reason));
    }

    private static String shortened(String value) {
        String line = value.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
}
