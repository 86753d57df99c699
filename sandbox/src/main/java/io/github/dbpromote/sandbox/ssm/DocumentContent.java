package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.AwsError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a Command document of schema 2.2 says: its parameters and its steps. */
record DocumentContent(
        String schemaVersion, String description, Map<String, DocumentParameter> parameters, List<DocumentStep> steps) {
    private static final Pattern PARAMETER_NAME = Pattern.compile("[a-zA-Z0-9]+");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([a-zA-Z0-9]+)\\s*}}");

    /** @throws AwsError as CreateDocument refuses it */
    static DocumentContent parse(String text) {
        JsonNode content = parseJson(text);
        String schema = content.path("schemaVersion").asString("");
        if (!schema.equals("2.2") && !schema.equals("2.0")) {
            throw new AwsError(
                    400,
                    "InvalidDocumentSchemaVersion",
                    "The document schema version " + schema + " is not supported.");
        }
        DocumentContent parsed = new DocumentContent(
                schema, content.path("description").asString(""), parameters(content), steps(content));
        parsed.requireKnownPlaceholders(content.path("mainSteps").toString());
        return parsed;
    }

    private static JsonNode parseJson(String text) {
        try {
            JsonNode content = Json.parse(text);
            if (content.isObject()) {
                return content;
            }
            throw invalid("JSON is no object.");
        } catch (JacksonException e) {
            throw invalid("JSON not well-formed. " + e.getOriginalMessage());
        }
    }

    private static Map<String, DocumentParameter> parameters(JsonNode content) {
        Map<String, DocumentParameter> parameters = new LinkedHashMap<>();
        content.path("parameters").forEachEntry((name, definition) -> {
            if (!PARAMETER_NAME.matcher(name).matches()) {
                throw invalid("Parameter name " + name + " is not alphanumeric.");
            }
            parameters.put(name, DocumentParameter.parse(name, definition));
        });
        return parameters;
    }

    private static List<DocumentStep> steps(JsonNode content) {
        List<DocumentStep> steps = new ArrayList<>();
        for (JsonNode step : content.path("mainSteps").values()) {
            DocumentStep parsed = DocumentStep.parse(step);
            if (steps.stream().anyMatch(other -> other.name().equals(parsed.name()))) {
                throw invalid("Step name " + parsed.name() + " is not unique.");
            }
            steps.add(parsed);
        }
        if (steps.isEmpty()) {
            throw invalid("mainSteps is missing or empty.");
        }
        return steps;
    }

    private void requireKnownPlaceholders(String steps) {
        PLACEHOLDER.matcher(steps).results().map(result -> result.group(1)).forEach(name -> {
            if (!parameters.containsKey(name)) {
                throw invalid("Parameter " + name + " is used and not defined.");
            }
        });
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "InvalidDocumentContent", message);
    }

    /**
     * The value of every parameter of the document, the given one or its default.
     *
     * @throws AwsError {@code InvalidParameters} as SendCommand refuses them
     */
    Map<String, JsonNode> values(Map<String, List<String>> given) {
        List<String> unknown = given.keySet().stream()
                .filter(name -> !parameters.containsKey(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new AwsError(
                    400, "InvalidParameters", "The document does not define the parameters " + unknown + ".");
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        parameters.forEach(
                (name, parameter) -> values.put(name, parameter.value(Optional.ofNullable(given.get(name)))));
        return values;
    }
}
