package io.github.dbpromote.sandbox;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON object that a control call brings; whoever reads it says what must be there. */
record ControlInput(ObjectNode json) {
    /** @throws IllegalArgumentException if it is not there */
    String required(String member) {
        return text(member).orElseThrow(() -> new IllegalArgumentException(member + " is missing"));
    }

    Optional<String> text(String member) {
        return json.optional(member).map(value -> {
            if (!value.isString()) {
                throw new IllegalArgumentException(member + " is a text, not " + value);
            }
            return value.stringValue();
        });
    }

    List<String> texts(String member) {
        return json.path(member).valueStream().map(JsonNode::asString).toList();
    }

    Map<String, String> textsByName(String member) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.path(member).forEachEntry((name, value) -> texts.put(name, value.asString()));
        return texts;
    }

    /** The member as it stands there; missing, but not null, if it is not there. */
    JsonNode value(String member) {
        return json.path(member);
    }

    Optional<ControlInput> object(String member) {
        return json.optional(member).map(value -> {
            if (value instanceof ObjectNode object) {
                return new ControlInput(object);
            }
            throw new IllegalArgumentException(member + " is a JSON object, not " + value);
        });
    }

    Optional<Duration> duration(String member) {
        return text(member).map(text -> duration(member, text));
    }

    List<Duration> durations(String member) {
        return texts(member).stream().map(text -> duration(member, text)).toList();
    }

    private static Duration duration(String member, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(member + " is a duration such as PT1M, not " + text, e);
        }
    }
}
