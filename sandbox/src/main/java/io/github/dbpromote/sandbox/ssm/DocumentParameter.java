package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.AwsError;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A parameter that a document defines, and what values it takes. */
record DocumentParameter(
        String name,
        String type,
        String description,
        Optional<JsonNode> defaultValue,
        Optional<Pattern> allowedPattern,
        List<String> allowedValues,
        int minChars,
        int maxChars) {
    private static final List<String> TYPES =
            List.of("String", "StringList", "Integer", "Boolean", "MapList", "StringMap");

    DocumentParameter {
        allowedValues = List.copyOf(allowedValues);
    }

    static DocumentParameter parse(String name, JsonNode definition) {
        String type = definition.path("type").asString("");
        if (!TYPES.contains(type)) {
            throw DocumentContent.invalid("Parameter " + name + " has no known type.");
        }
        return new DocumentParameter(
                name,
                type,
                definition.path("description").asString(""),
                definition.optional("default"),
                definition.optional("allowedPattern").map(pattern -> compile(name, pattern.asString())),
                definition
                        .path("allowedValues")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList(),
                definition.path("minChars").asInt(0),
                definition.path("maxChars").asInt(Integer.MAX_VALUE));
    }

    private static Pattern compile(String name, String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw DocumentContent.invalid("The allowedPattern of parameter " + name + " is no regular expression.");
        }
    }

    /** @throws AwsError {@code InvalidParameters} */
    JsonNode value(Optional<List<String>> given) {
        if (given.isEmpty()) {
            return defaultValue.orElseThrow(() -> invalid("a value is required"));
        }
        List<String> texts = given.get();
        texts.forEach(this::check);
        if (type.equals("StringList")) {
            return Json.array(texts);
        }
        if (texts.size() != 1) {
            throw invalid("exactly one value is expected, not " + texts.size());
        }
        return StringNode.valueOf(texts.get(0));
    }

    private void check(String text) {
        // The agent, too, only looks for the pattern anywhere in the value, unless the pattern is anchored.
        if (allowedPattern.isPresent() && !allowedPattern.get().matcher(text).find()) {
            throw invalid("the value does not match the allowed pattern " + allowedPattern.get());
        }
        if (!allowedValues.isEmpty() && !allowedValues.contains(text)) {
            throw invalid("the value is none of " + allowedValues);
        }
        if (text.length() < minChars || text.length() > maxChars) {
            throw invalid("the value does not have " + minChars + " to " + maxChars + " characters");
        }
    }

    private AwsError invalid(String reason) {
        return new AwsError(400, "InvalidParameters", "Parameter " + name + ": " + reason + ".");
    }
}
