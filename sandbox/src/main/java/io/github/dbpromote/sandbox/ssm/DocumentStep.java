package io.github.dbpromote.sandbox.ssm;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A step of a document that runs a shell script. */
record DocumentStep(String name, JsonNode inputs) {
    static final String ACTION = "aws:runShellScript";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([a-zA-Z0-9]+)\\s*}}");
    private static final long MIN_TIMEOUT = 5;
    private static final long MAX_TIMEOUT = 172_800;
    private static final long DEFAULT_TIMEOUT = 3600;

    static DocumentStep parse(JsonNode step) {
        String name = step.path("name").asString("");
        String action = step.path("action").asString("");
        if (!NAME.matcher(name).matches()) {
            throw DocumentContent.invalid("A step has no valid name: \"" + name + "\".");
        }
        if (!action.equals(ACTION)) {
            throw DocumentContent.invalid(
                    "Step " + name + ": action " + action + " is not known; the sandbox runs " + ACTION + " alone.");
        }
        if (step.path("inputs").path("runCommand").isMissingNode()) {
            throw DocumentContent.invalid("Step " + name + " has no runCommand.");
        }
        return new DocumentStep(name, step.path("inputs"));
    }

    /** The script: the lines of runCommand with the parameters' values pasted in as text. */
    String script(Map<String, JsonNode> values) {
        return lines(inputs.path("runCommand"), values).reduce("", (script, line) -> script + line + "\n");
    }

    private static Stream<String> lines(JsonNode node, Map<String, JsonNode> values) {
        if (node.isArray()) {
            return node.valueStream().flatMap(element -> lines(element, values));
        }
        String text = node.asString();
        Matcher whole = PLACEHOLDER.matcher(text);
        if (whole.matches() && values.get(whole.group(1)).isArray()) {
            return values.get(whole.group(1)).valueStream().map(JsonNode::asString);
        }
        return Stream.of(paste(text, values));
    }

    /** Pasted once: a placeholder within a value stays as it is. Text stays text, anything else becomes JSON. */
    private static String paste(String text, Map<String, JsonNode> values) {
        Function<JsonNode, String> asText = value -> value.isString() ? value.stringValue() : value.toString();
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(asText.apply(values.get(match.group(1)))));
    }

    /** Outside of 5 to 172,800 seconds the agent silently takes 3,600. */
    Duration timeout(Map<String, JsonNode> values) {
        JsonNode given = inputs.path("timeoutSeconds");
        String text = given.isString() ? paste(given.stringValue(), values) : given.toString();
        long seconds = text.matches("\\d{1,9}") ? Long.parseLong(text) : DEFAULT_TIMEOUT;
        return Duration.ofSeconds(seconds < MIN_TIMEOUT || seconds > MAX_TIMEOUT ? DEFAULT_TIMEOUT : seconds);
    }

    /** Where the script runs, if the step says so. */
    Optional<String> workingDirectory(Map<String, JsonNode> values) {
        return inputs.optional("workingDirectory")
                .map(directory -> paste(directory.asString(), values))
                .filter(directory -> !directory.isBlank());
    }
}
