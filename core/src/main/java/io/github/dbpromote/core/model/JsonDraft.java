package io.github.dbpromote.core.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.BiConsumer;

/** A JSON object that is being written; its members keep the order in which they came. */
public final class JsonDraft {
    private final JsonObject node;

    JsonDraft(JsonObject node) {
        this.node = node;
    }

    public static JsonDraft empty() {
        return new JsonDraft(new JsonObject());
    }

    /** @return this */
    public JsonDraft put(String member, String value) {
        node.addProperty(member, value);
        return this;
    }

    /** @return this */
    public JsonDraft put(String member, long value) {
        node.addProperty(member, value);
        return this;
    }

    /** @return this */
    public JsonDraft put(String member, boolean value) {
        node.addProperty(member, value);
        return this;
    }

    /** @return a new object, which is that member now */
    public JsonDraft object(String member) {
        JsonObject child = new JsonObject();
        node.add(member, child);
        return new JsonDraft(child);
    }

    /** Makes the member an array of strings. */
    public void texts(String member, Collection<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        node.add(member, array);
    }

    /** Makes the member an array of objects, one for each value. */
    public <T> void objects(String member, Collection<T> values, BiConsumer<T, JsonDraft> writer) {
        JsonArray array = new JsonArray();
        for (T value : values) {
            JsonObject child = new JsonObject();
            writer.accept(value, new JsonDraft(child));
            array.add(child);
        }
        node.add(member, array);
    }

    void remove(String member) {
        node.remove(member);
    }

    JsonDraft copy() {
        return new JsonDraft(node.deepCopy());
    }

    /** Indented, with a final line feed, as it is stored. */
    public String text() {
        return JsonText.of(node) + "\n";
    }

    /** All in one line, without an end, as it is logged. */
    public String line() {
        return JsonText.line(node);
    }

    /** The text in UTF-8. */
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }
}
