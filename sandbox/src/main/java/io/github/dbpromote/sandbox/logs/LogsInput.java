package io.github.dbpromote.sandbox.logs;

import io.github.dbpromote.sandbox.http.AwsError;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of a request, checked against the service model. */
record LogsInput(ObjectNode node) {
    static final Pattern GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");
    static final Pattern STREAM = Pattern.compile("[^:*]{1,512}");

    private static final int LARGEST_ANSWER = 10_000;
    private static final int LARGEST_LIST = 50;

    String group() {
        return required("logGroupName", GROUP);
    }

    String stream() {
        return required("logStreamName", STREAM);
    }

    private String required(String member, Pattern pattern) {
        return text(member, pattern).orElseThrow(() -> violation("null", member, "Member must not be null"));
    }

    Optional<String> text(String member, Pattern pattern) {
        Optional<String> text = text(member);
        text.filter(value -> !pattern.matcher(value).matches()).ifPresent(value -> {
            throw violation(
                    "'" + value + "'", member, "Member must satisfy regular expression pattern: " + pattern.pattern());
        });
        return text;
    }

    Optional<String> text(String member) {
        return present(member).map(value -> {
            if (!value.isString()) {
                throw serialization();
            }
            return value.stringValue();
        });
    }

    List<String> streams() {
        return present("logStreamNames").stream()
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::asString)
                .toList();
    }

    Optional<String> token() {
        return text("nextToken");
    }

    /** How many events an answer may hold. */
    int eventLimit() {
        return (int) number("limit", 1, LARGEST_ANSWER).orElse(LARGEST_ANSWER);
    }

    /** How many groups or streams an answer may hold. */
    int listLimit() {
        return (int) number("limit", 1, LARGEST_LIST).orElse(LARGEST_LIST);
    }

    /** Milliseconds since 1970. */
    long startTime() {
        return number("startTime", 0, Long.MAX_VALUE).orElse(0);
    }

    /** Milliseconds since 1970. */
    long endTime() {
        return number("endTime", 0, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
    }

    boolean flag(String member) {
        return present(member).map(JsonNode::asBoolean).orElse(false);
    }

    private OptionalLong number(String member, long min, long max) {
        Optional<JsonNode> value = present(member);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().isIntegralNumber()) {
            throw serialization();
        }
        long number = value.get().asLong();
        if (number < min) {
            throw violation("'" + number + "'", member, "Member must have value greater than or equal to " + min);
        }
        if (number > max) {
            throw violation("'" + number + "'", member, "Member must have value less than or equal to " + max);
        }
        return OptionalLong.of(number);
    }

    private Optional<JsonNode> present(String member) {
        return node.optional(member).filter(value -> !value.isNull());
    }

    private static AwsError violation(String value, String member, String constraint) {
        return invalid("1 validation error detected: Value " + value + " at '" + member
                + "' failed to satisfy constraint: " + constraint);
    }

    /** CloudWatch Logs has no ValidationException. */
    static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterException", message);
    }

    private static AwsError serialization() {
        return new AwsError(400, "SerializationException", "Start of structure or map found where not expected.");
    }
}
