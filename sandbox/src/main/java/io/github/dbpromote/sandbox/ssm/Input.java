package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.AwsError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The members of a request, checked as the service checks them against its model. */
final class Input {
    private final JsonNode node;

    Input(JsonNode node) {
        this.node = node;
    }

    Optional<String> text(String member) {
        return present(member).map(value -> {
            if (!value.isString()) {
                throw serialization();
            }
            return value.stringValue();
        });
    }

    String requiredText(String member) {
        return text(member).orElseThrow(() -> violation(null, member, "Member must not be null"));
    }

    /** @param pattern of the whole value */
    String requiredText(String member, Pattern pattern) {
        return matching(member, requiredText(member), pattern);
    }

    Optional<String> text(String member, Pattern pattern) {
        return text(member).map(value -> matching(member, value, pattern));
    }

    Optional<String> text(String member, int maxLength) {
        Optional<String> value = text(member);
        if (value.isPresent() && value.get().length() > maxLength) {
            throw violation(value.get(), member, "Member must have length less than or equal to " + maxLength);
        }
        return value;
    }

    Optional<Integer> integer(String member, int min, int max) {
        Optional<JsonNode> value = present(member);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.get().isIntegralNumber()) {
            throw serialization();
        }
        long number = value.get().asLong();
        if (number < min) {
            throw violation(Long.toString(number), member, "Member must have value greater than or equal to " + min);
        }
        if (number > max) {
            throw violation(Long.toString(number), member, "Member must have value less than or equal to " + max);
        }
        return Optional.of((int) number);
    }

    boolean flag(String member) {
        return present(member)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw serialization();
                    }
                    return value.booleanValue();
                })
                .orElse(false);
    }

    List<String> texts(String member, int maxSize) {
        return elements(member, maxSize).stream()
                .map(element -> {
                    if (!element.isString()) {
                        throw serialization();
                    }
                    return element.stringValue();
                })
                .toList();
    }

    List<String> texts(String member, int maxSize, Pattern pattern) {
        List<String> values = texts(member, maxSize);
        values.forEach(value -> matching(member, value, pattern));
        return values;
    }

    List<Input> objects(String member, int maxSize) {
        return elements(member, maxSize).stream().map(Input::new).toList();
    }

    boolean has(String member) {
        return present(member).isPresent();
    }

    /** The member as it was sent, for an answer that repeats it. */
    Optional<JsonNode> raw(String member) {
        return present(member);
    }

    /** The whole input as it was sent. */
    JsonNode all() {
        return node;
    }

    private List<JsonNode> elements(String member, int maxSize) {
        Optional<JsonNode> list = present(member);
        if (list.isEmpty()) {
            return List.of();
        }
        if (!list.get().isArray()) {
            throw serialization();
        }
        if (list.get().size() > maxSize) {
            throw violation(list.get().toString(), member, "Member must have length less than or equal to " + maxSize);
        }
        return List.copyOf(list.get().values());
    }

    private Optional<JsonNode> present(String member) {
        return node.optional(member).filter(value -> !value.isNull());
    }

    private static String matching(String member, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            throw violation(value, member, "Member must satisfy regular expression pattern: " + pattern.pattern());
        }
        return value;
    }

    static AwsError violation(String value, String member, String constraint) {
        String quoted = value == null ? "null" : "'" + value + "'";
        String name = member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1);
        return invalid("1 validation error detected: Value " + quoted + " at '" + name
                + "' failed to satisfy constraint: " + constraint);
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "ValidationException", message);
    }

    private static AwsError serialization() {
        return new AwsError(400, "SerializationException", "Start of structure or map found where not expected.");
    }
}
