package io.github.dbpromote.sandbox.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.AwsRequest;
import io.github.dbpromote.sandbox.http.AwsResponse;
import io.github.dbpromote.sandbox.http.AwsService;
import io.github.dbpromote.sandbox.http.Call;
import io.github.dbpromote.sandbox.http.ErrorFormat;
import io.github.dbpromote.sandbox.http.Permission;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lambda's own API, as far as {@code aws lambda invoke}, {@code get-function} and {@code list-functions} need it. */
final class LambdaService implements AwsService {
    private static final String ROOT = "/2015-03-31/functions";
    private static final Pattern PATH = Pattern.compile(ROOT + "(?:/(?:([^/]+)(?:/(invocations))?)?)?");

    /** A name, or a whole ARN, each perhaps with a qualifier. */
    private static final Pattern REFERENCE =
            Pattern.compile("(?:arn:aws:lambda:[^:]+:\\d{12}:function:)?([a-zA-Z0-9-_]+)(?::([a-zA-Z0-9$_-]+))?");

    private static final int LOG_TAIL = 4096;
    private static final JsonMapper JSON = new JsonMapper();

    private enum Operation {
        INVOKE("Invoke", "lambda:InvokeFunction"),
        GET_FUNCTION("GetFunction", "lambda:GetFunction"),
        LIST_FUNCTIONS("ListFunctions", "lambda:ListFunctions");

        private final String awsName;
        private final String action;

        Operation(String awsName, String action) {
            this.awsName = awsName;
            this.action = action;
        }
    }

    private final Lambda lambda;

    LambdaService(Lambda lambda) {
        this.lambda = lambda;
    }

    @Override
    public String name() {
        return "lambda";
    }

    @Override
    public boolean accepts(AwsRequest request) {
        return request.rawPath().equals(ROOT) || request.rawPath().startsWith(ROOT + "/");
    }

    @Override
    public Call call(AwsRequest request) {
        Matcher path = path(request);
        return new Call(
                operation(request, path).awsName,
                Optional.ofNullable(path.group(1)).orElse(""));
    }

    @Override
    public List<Permission> permissions(AwsRequest request, int status) {
        Matcher path = path(request);
        Operation operation = operation(request, path);
        return List.of(Permission.of(
                operation.action, operation == Operation.LIST_FUNCTIONS ? "*" : arn(path.group(1), request)));
    }

    @Override
    public ErrorFormat errors() {
        return ErrorFormat.REST_JSON;
    }

    @Override
    public AwsResponse answer(AwsRequest request) {
        Matcher path = path(request);
        AwsResponse response = switch (operation(request, path)) {
            case LIST_FUNCTIONS -> AwsResponse.json(200, list());
            case GET_FUNCTION -> AwsResponse.json(200, get(function(path.group(1))));
            case INVOKE -> invoke(path.group(1), request);
        };
        return response.with("x-amzn-RequestId", request.id());
    }

    private static Matcher path(AwsRequest request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            throw unknown(request);
        }
        return path;
    }

    private static Operation operation(AwsRequest request, Matcher path) {
        if (request.method().equals("POST") && path.group(2) != null) {
            return Operation.INVOKE;
        }
        if (request.method().equals("GET") && path.group(2) == null) {
            return path.group(1) == null ? Operation.LIST_FUNCTIONS : Operation.GET_FUNCTION;
        }
        throw unknown(request);
    }

    private static AwsError unknown(AwsRequest request) {
        return new AwsError(
                404,
                "UnknownOperationException",
                "The sandbox does not implement " + request.method() + " " + request.path() + ".");
    }

    private ObjectNode list() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode functions = answer.putArray("Functions");
        lambda.functions().forEach(function -> functions.add(describe(function)));
        return answer;
    }

    private ObjectNode get(FunctionConfiguration function) {
        ObjectNode answer = JSON.createObjectNode();
        answer.set("Configuration", describe(function));
        return answer;
    }

    private ObjectNode describe(FunctionConfiguration function) {
        ObjectNode description = JSON.createObjectNode();
        description.put("FunctionName", function.name()).put("FunctionArn", lambda.arn(function.name()));
        description
                .put("Runtime", function.runtime().identifier())
                .put("Handler", function.runtime().handler());
        description.put("Role", lambda.roleArn(function.role()));
        description.put("Timeout", function.timeout().toSeconds()).put("MemorySize", function.memory());
        description.put("Version", function.version()).put("State", "Active").put("PackageType", "Zip");
        ObjectNode variables = description.putObject("Environment").putObject("Variables");
        function.environment().forEach(variables::put);
        description
                .putObject("SnapStart")
                .put("ApplyOn", function.snapStart() ? "PublishedVersions" : "None")
                .put("OptimizationStatus", function.snapStart() ? "On" : "Off");
        return description;
    }

    private FunctionConfiguration function(String reference) {
        String name = reference(reference).group(1);
        return lambda.find(name)
                .map(DeployedFunction::configuration)
                .orElseThrow(() ->
                        new AwsError(404, "ResourceNotFoundException", "Function not found: " + lambda.arn(name)));
    }

    private static Matcher reference(String reference) {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value '" + reference
                            + "' at 'functionName' failed to satisfy constraint");
        }
        return matcher;
    }

    private AwsResponse invoke(String reference, AwsRequest request) {
        FunctionConfiguration function = function(reference);
        String payload = request.body().length == 0 ? "{}" : request.bodyText();
        JsonNode event = event(payload);
        String type = request.header("X-Amz-Invocation-Type").orElse("RequestResponse");
        return switch (type) {
            case "Event" -> {
                lambda.queue(function.name(), request.id(), event);
                yield AwsResponse.empty(202);
            }
            case "RequestResponse" ->
                respond(function, new Work(request.id(), payload, arn(reference, request)), request);
            case "DryRun" -> AwsResponse.empty(204);
            default ->
                throw new AwsError(400, "InvalidParameterValueException", "Unsupported invocation type: " + type);
        };
    }

    private static JsonNode event(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JacksonException e) {
            throw new AwsError(
                    400,
                    "InvalidRequestContentException",
                    "Could not parse request body into json: " + e.getOriginalMessage(),
                    e);
        }
    }

    /** A function learns under which qualifier it was invoked. */
    private String arn(String reference, AwsRequest request) {
        Matcher matcher = reference(reference);
        Optional<String> qualifier = request.query().get("Qualifier").or(() -> Optional.ofNullable(matcher.group(2)));
        return lambda.arn(matcher.group(1)) + qualifier.map(name -> ":" + name).orElse("");
    }

    private AwsResponse respond(FunctionConfiguration function, Work work, AwsRequest request) {
        InvocationResult result = lambda.invoke(work, function.name());
        AwsResponse response = AwsResponse.bytes(200, result.payload().getBytes(UTF_8))
                .with("Content-Type", "application/json")
                .with("X-Amz-Executed-Version", function.version());
        if (request.header("X-Amz-Log-Type").filter("Tail"::equals).isPresent()) {
            response = response.with("X-Amz-Log-Result", logTail(function.name()));
        }
        return result.failed() ? response.with("X-Amz-Function-Error", "Unhandled") : response;
    }

    private String logTail(String name) {
        byte[] log = lambda.log(name).getBytes(UTF_8);
        int length = Math.min(log.length, LOG_TAIL);
        byte[] tail = new byte[length];
        System.arraycopy(log, log.length - length, tail, 0, length);
        return Base64.getEncoder().encodeToString(tail);
    }
}
