package io.github.dbpromote.core.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A JSON object together with the words for where it came from, so that whatever is wrong inside it can be said to a
 * person: {@code s3://bucket/users/ledger.json: "revision" …}. Every reader refuses a missing or mistyped member.
 */
public final class JsonObject {
    /** How much of a bad value a message shows. */
    private static final int SHOWN = 80;

    private final com.google.gson.JsonObject node;
    private final String where;

    private JsonObject(com.google.gson.JsonObject node, String where) {
        this.node = node;
        this.where = where;
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

    /**
     * Parses somebody else's document, which has no format of ours.
     *
     * @throws Refusal if the text is not one JSON object
     */
    public static JsonObject parse(byte[] bytes, String where) {
        try {
            if (JsonText.parse(new String(bytes, StandardCharsets.UTF_8)) instanceof com.google.gson.JsonObject node) {
                return new JsonObject(node, where);
            }
            throw new Refusal(Problems.malformedJson(where, "it is not a JSON object"));
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new Refusal(Problems.malformedJson(where, firstLine(e.getMessage())));
        }
    }

    private static String firstLine(String message) {
        return message == null ? "it is not JSON" : message.lines().findFirst().orElse("it is not JSON");
    }

    /** A copy of the whole object to write on, unknown members included. */
    JsonDraft draft() {
        return new JsonDraft(node.deepCopy());
    }

    public boolean has(String member) {
        return find(member) != null;
    }

    /** The member, or null if it is absent or JSON's null. */
    private JsonElement find(String member) {
        JsonElement value = node.get(member);
        return value == null || value.isJsonNull() ? null : value;
    }

    public String text(String member) {
        return optionalText(member).orElseThrow(() -> malformed(member, "is missing"));
    }

    public Optional<String> optionalText(String member) {
        JsonElement value = find(member);
        if (value == null) {
            return Optional.empty();
        }
        if (!isString(value)) {
            throw malformed(member, "is not a string");
        }
        return Optional.of(value.getAsString());
    }

    private static boolean isString(JsonElement value) {
        return value instanceof JsonPrimitive primitive && primitive.isString();
    }

    public int integer(String member) {
        return (int) number(member, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    public long number(String member) {
        return number(member, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private long number(String member, long from, long to) {
        JsonElement value = find(member);
        if (value == null) {
            throw malformed(member, "is missing");
        }
        long number = wholeNumber(member, value);
        if (number < from || number > to) {
            throw malformed(member, "is out of range");
        }
        return number;
    }

    private long wholeNumber(String member, JsonElement value) {
        try {
            if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
                return primitive.getAsBigDecimal().longValueExact();
            }
        } catch (ArithmeticException e) {
            throw malformed(member, "is not a whole number in range");
        }
        throw malformed(member, "is not a whole number");
    }

    public Optional<Integer> optionalInteger(String member) {
        return has(member) ? Optional.of(integer(member)) : Optional.empty();
    }

    public boolean flag(String member) {
        if (find(member) instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        throw malformed(member, "is not true or false");
    }

    public Instant instant(String member) {
        return value(member, Instant::parse);
    }

    /** A string member turned into a type of ours; what that type says of a bad value becomes part of the message. */
    public <T> T value(String member, Function<String, T> type) {
        return optionalValue(member, type).orElseThrow(() -> malformed(member, "is missing"));
    }

    public <T> Optional<T> optionalValue(String member, Function<String, T> type) {
        return optionalText(member).map(text -> converted(member, text, type));
    }

    private <T> T converted(String member, String text, Function<String, T> type) {
        try {
            return type.apply(text);
        } catch (Refusal e) {
            throw malformed(member, e.problems().get(0).summary());
        } catch (DateTimeException | IllegalArgumentException e) {
            throw malformed(member, "\"" + PlainText.abbreviated(text, SHOWN) + "\": " + e.getMessage());
        }
    }

    /**
     * The strings of an array member turned into a type of ours; none if the member is absent.
     *
     * @throws Refusal that names every bad one
     */
    public <T> List<T> optionalValues(String member, Function<String, T> type) {
        List<T> values = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String text : has(member) ? texts(member) : List.<String>of()) {
            try {
                values.add(converted(member, text, type));
            } catch (Refusal e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new Refusal(problems);
        }
        return List.copyOf(values);
    }

    public JsonObject object(String member) {
        return optionalObject(member).orElseThrow(() -> malformed(member, "is missing"));
    }

    public Optional<JsonObject> optionalObject(String member) {
        JsonElement value = find(member);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof com.google.gson.JsonObject child) {
            return Optional.of(new JsonObject(child, where + ", " + member));
        }
        throw malformed(member, "is not an object");
    }

    /** The objects of an array member; a missing one is malformed. */
    public List<JsonObject> objects(String member) {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonElement element : array(member)) {
            if (!(element instanceof com.google.gson.JsonObject child)) {
                throw malformed(member, "holds something that is not an object");
            }
            objects.add(new JsonObject(child, where + ", " + member));
        }
        return List.copyOf(objects);
    }

    /** The strings of an array member; a missing one is malformed. */
    public List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        for (JsonElement element : array(member)) {
            if (!isString(element)) {
                throw malformed(member, "holds something that is not a string");
            }
            texts.add(element.getAsString());
        }
        return List.copyOf(texts);
    }

    private JsonArray array(String member) {
        if (node.get(member) instanceof JsonArray array) {
            return array;
        }
        throw malformed(member, "is not an array");
    }

    /** The names of the object's own members. */
    public List<String> members() {
        return List.copyOf(node.keySet());
    }

    /** A refusal that names the place and the member. */
    public Refusal malformed(String member, String reason) {
        return new Refusal(Problems.malformedJson(where, "\"" + member + "\" " + reason));
    }
}
