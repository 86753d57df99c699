package io.github.dbpromote.sandbox;

import io.github.dbpromote.sandbox.lambda.DeadLetter;
import io.github.dbpromote.sandbox.lambda.FunctionConfiguration;
import io.github.dbpromote.sandbox.lambda.FunctionRuntime;
import io.github.dbpromote.sandbox.lambda.InvocationResult;
import io.github.dbpromote.sandbox.lambda.Lambda;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The control calls below {@code /_sandbox/functions}, and the time that retries wait for. */
final class FunctionControl {
    private static final Pattern PATH =
            Pattern.compile("/functions/([^/]+)(?:/(invoke|events|log|dead-letters|retire))?");
    private static final JsonMapper JSON = new JsonMapper();

    private final Lambda lambda;

    FunctionControl(Lambda lambda) {
        this.lambda = lambda;
    }

    /**
     * Empty if this call is about something else.
     *
     * @param path behind {@code /_sandbox}
     */
    Optional<JsonNode> answer(String method, String path, Supplier<ControlInput> body) {
        if (method.equals("POST") && path.equals("/time")) {
            body.get().duration("advance").ifPresent(lambda::advance);
            return done();
        }
        Matcher function = PATH.matcher(path);
        return function.matches()
                ? answer(method, function.group(1), Optional.ofNullable(function.group(2)), body)
                : Optional.empty();
    }

    private Optional<JsonNode> answer(String method, String name, Optional<String> part, Supplier<ControlInput> body) {
        return switch (method + part.map(" "::concat).orElse("")) {
            case "PUT" ->
                Optional.of(JSON.createObjectNode().put("changed", lambda.put(configuration(name, body.get()))));
            case "GET" -> Optional.of(describe(name));
            case "DELETE" -> {
                lambda.delete(name);
                yield done();
            }
            case "POST invoke" ->
                Optional.of(result(lambda.invoke(name, body.get().json().toString())));
            case "POST events" -> {
                lambda.invokeLater(name, body.get().json());
                yield done();
            }
            case "POST retire" -> {
                lambda.retireIdle(name);
                yield done();
            }
            case "GET log" -> Optional.of(log(name));
            case "GET dead-letters" -> Optional.of(deadLetters(name));
            default -> Optional.empty();
        };
    }

    private static Optional<JsonNode> done() {
        return Optional.of(JSON.createObjectNode());
    }

    private static FunctionConfiguration configuration(String name, ControlInput input) {
        FunctionConfiguration configuration =
                FunctionConfiguration.of(name, Path.of(input.required("code")), runtime(input));
        for (Map.Entry<String, String> variable :
                input.textsByName("environment").entrySet()) {
            configuration = configuration.withVariable(variable.getKey(), variable.getValue());
        }
        configuration =
                input.duration("timeout").map(configuration::withTimeout).orElse(configuration);
        configuration = input.text("role").map(configuration::withRole).orElse(configuration);
        configuration = configuration
                .withMemory(input.value("memory").asInt(configuration.memory()))
                .withConcurrency(input.value("concurrency").asInt(configuration.concurrency()));
        if (!input.value("retryDelays").isMissingNode()) {
            configuration = configuration.withRetryDelays(input.durations("retryDelays"));
        }
        return input.value("snapStart").asBoolean(false) ? configuration.withSnapStart() : configuration;
    }

    private static FunctionRuntime runtime(ControlInput input) {
        String handler = input.required("handler");
        if (!input.value("command").isMissingNode()) {
            return new FunctionRuntime.Command(input.texts("command"), handler);
        }
        return input.text("python")
                .<FunctionRuntime>map(interpreter -> new FunctionRuntime.Python(Path.of(interpreter), handler))
                .orElseGet(() -> new FunctionRuntime.Java(handler));
    }

    private static ObjectNode result(InvocationResult result) {
        return JSON.createObjectNode().put("failed", result.failed()).put("payload", result.payload());
    }

    private ObjectNode describe(String name) {
        ObjectNode description = JSON.createObjectNode().put("waiting", lambda.waiting(name));
        ArrayNode processes = description.putArray("processes");
        lambda.processes(name).forEach(processes::add);
        return description;
    }

    private ObjectNode log(String name) {
        ArrayNode lines = JSON.createArrayNode();
        lambda.log(name).lines().forEach(lines::add);
        return JSON.createObjectNode().set("lines", lines);
    }

    private ObjectNode deadLetters(String name) {
        ArrayNode letters = JSON.createArrayNode();
        for (DeadLetter letter : lambda.deadLetters(name)) {
            ObjectNode described = letters.addObject().put("requestId", letter.requestId());
            described.put("attempts", letter.attempts()).put("errorType", letter.errorType());
            described.put("error", letter.error()).set("event", letter.event());
        }
        return JSON.createObjectNode().set("deadLetters", letters);
    }
}
