package io.github.dbpromote.sandbox.ssm;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a step ended.
 *
 * @param code as AWS's ResponseCode: the script's exit code, 137 where it was killed for its time or a cancellation
 * @param output at most 24,000 characters
 * @param error at most 8,000 characters
 */
record StepResult(
        String step, RunStatus status, int code, Instant started, Instant ended, String output, String error) {
    static final int OUTPUT_LIMIT = 24_000;
    static final int ERROR_LIMIT = 8_000;

    private static final String TRUNCATED = "--output truncated--";

    StepResult {
        output = truncated(output, OUTPUT_LIMIT);
        error = truncated(error, ERROR_LIMIT);
    }

    private static String truncated(String text, int limit) {
        return text.length() < limit ? text : text.substring(0, limit - TRUNCATED.length()) + TRUNCATED;
    }

    ObjectNode stored() {
        ObjectNode node =
                Json.object().put("step", step).put("status", status.name()).put("code", code);
        node.put("started", started.toString()).put("ended", ended.toString());
        return node.put("output", output).put("error", error);
    }

    static StepResult read(JsonNode node) {
        return new StepResult(
                node.required("step").stringValue(),
                RunStatus.valueOf(node.required("status").stringValue()),
                node.required("code").asInt(),
                Instant.parse(node.required("started").stringValue()),
                Instant.parse(node.required("ended").stringValue()),
                node.required("output").stringValue(),
                node.required("error").stringValue());
    }
}
