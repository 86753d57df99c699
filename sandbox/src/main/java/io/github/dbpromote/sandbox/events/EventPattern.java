package io.github.dbpromote.sandbox.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event pattern in EventBridge's own language, so that a rule of the infrastructure can be tried here as it is: exact
 * values, {@code prefix}, {@code suffix}, {@code wildcard}, {@code anything-but} with values, {@code exists}.
 * <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html">The operators</a>
 */
public final class EventPattern {
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode text;
    private final Predicate<JsonNode> condition;

    private EventPattern(JsonNode text, Predicate<JsonNode> condition) {
        this.text = text;
        this.condition = condition;
    }

    /**
     * Reads a pattern such as <code>{"source": ["aws.s3"], "detail": {"object": {"key": [{"prefix": "users/"}]}}}</code>.
     *
     * @throws IllegalArgumentException if it is none, or uses an operator that the sandbox does not know
     */
    public static EventPattern parse(String pattern) {
        try {
            return of(JSON.readTree(pattern));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the event pattern is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws IllegalArgumentException as {@link #parse} */
    public static EventPattern of(JsonNode pattern) {
        if (pattern instanceof ObjectNode object && !object.isEmpty()) {
            return new EventPattern(pattern, members(object));
        }
        throw new IllegalArgumentException("an event pattern is a JSON object with a member at least, not " + pattern);
    }

    boolean matches(JsonNode event) {
        return condition.test(event);
    }

    /** The pattern as it was given. */
    @Override
    public String toString() {
        return text.toString();
    }

    private static Predicate<JsonNode> members(ObjectNode pattern) {
        Map<String, Predicate<JsonNode>> members = new LinkedHashMap<>();
        pattern.forEachEntry((name, wanted) -> members.put(name, member(name, wanted)));
        return event ->
                members.entrySet().stream().allMatch(member -> member.getValue().test(event.path(member.getKey())));
    }

    private static Predicate<JsonNode> member(String name, JsonNode wanted) {
        if (wanted instanceof ObjectNode object) {
            return members(object);
        }
        if (wanted instanceof ArrayNode values && !values.isEmpty()) {
            List<Predicate<JsonNode>> conditions = new ArrayList<>();
            values.forEach(value -> conditions.add(condition(name, value)));
            return event -> conditions.stream().anyMatch(condition -> condition.test(event));
        }
        throw new IllegalArgumentException("in an event pattern, " + name + " is an object or a list of values");
    }

    private static Predicate<JsonNode> condition(String name, JsonNode wanted) {
        if (!(wanted instanceof ObjectNode operator)) {
            return event -> values(event).anyMatch(wanted::equals);
        }
        String kind = operator.propertyNames().stream().findFirst().orElse("");
        JsonNode operand = operator.path(kind);
        return switch (kind) {
            case "prefix" -> text(value -> value.startsWith(operand.asString()));
            case "suffix" -> text(value -> value.endsWith(operand.asString()));
            case "wildcard" -> text(wildcard(operand.asString()).asMatchPredicate());
            case "exists" -> event -> event.isMissingNode() != operand.asBoolean();
            case "anything-but" -> {
                List<JsonNode> unwanted = values(operand).toList();
                yield event -> values(event).anyMatch(value -> !unwanted.contains(value));
            }
            default ->
                throw new IllegalArgumentException(
                        "the sandbox does not know the operator \"" + kind + "\" in the event pattern for " + name);
        };
    }

    /** A list in an event matches if one of its elements does. */
    private static Stream<JsonNode> values(JsonNode value) {
        if (value.isMissingNode()) {
            return Stream.empty();
        }
        return value.isArray() ? value.valueStream() : Stream.of(value);
    }

    private static Predicate<JsonNode> text(Predicate<String> condition) {
        return event -> values(event)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .anyMatch(condition);
    }

    private static Pattern wildcard(String text) {
        return Pattern.compile(
                Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), Pattern.DOTALL);
    }
}
