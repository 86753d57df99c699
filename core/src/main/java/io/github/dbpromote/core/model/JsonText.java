package io.github.dbpromote.core.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;

/** JSON as text. Gson, told to be strict; what it lets pass all the same, a member that stands twice, is refused here. */
final class JsonText {
    private static final Gson PRETTY = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    private static final Gson COMPACT = new GsonBuilder().disableHtmlEscaping().create();

    private JsonText() {}

    static String of(JsonElement element) {
        return PRETTY.toJson(element);
    }

    static String line(JsonElement element) {
        return COMPACT.toJson(element);
    }

    /** @throws MalformedJsonException among other IOExceptions, if the text is not exactly one JSON value */
    static JsonElement parse(String text) throws IOException {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedJsonException("there is more after the end");
            }
            return element;
        }
    }

    private static JsonElement read(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> readObject(reader);
            case BEGIN_ARRAY -> readArray(reader);
            case STRING -> new JsonPrimitive(reader.nextString());
            case NUMBER -> new JsonPrimitive(number(reader.nextString()));
            case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield JsonNull.INSTANCE;
            }
            default -> throw new MalformedJsonException("it is empty");
        };
    }

    /** Numbers may have more digits in their exponent than any number of Java. */
    private static BigDecimal number(String text) throws MalformedJsonException {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw (MalformedJsonException) new MalformedJsonException("a number is out of range").initCause(e);
        }
    }

    private static JsonObject readObject(JsonReader reader) throws IOException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String member = reader.nextName();
            if (object.has(member)) {
                throw new MalformedJsonException("\"" + member + "\" stands twice");
            }
            object.add(member, read(reader));
        }
        reader.endObject();
        return object;
    }

    private static JsonArray readArray(JsonReader reader) throws IOException {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
            array.add(read(reader));
        }
        reader.endArray();
        return array;
    }
}
