package io.github.dbpromote.sandbox.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A service of AWS's JSON 1.1 protocol: the header {@code X-Amz-Target} names the operation, the body is its input. */
public final class JsonService implements AwsService {
    /** One operation of the service. */
    @FunctionalInterface
    public interface Operation {
        /**
         * Does what the input asks for.
         *
         * @return the output; an empty object where AWS answers nothing
         * @throws AwsError to refuse
         */
        JsonNode answer(ObjectNode input, AwsRequest request);
    }

    /** What IAM would ask of an operation of the service. */
    @FunctionalInterface
    public interface Permissions {
        /** @throws AwsError if the input is nonsense */
        List<Permission> of(String operation, ObjectNode input);
    }

    private static final JsonMapper JSON = new JsonMapper();

    private final String name;
    private final String targetPrefix;
    private final Map<String, Operation> operations;
    private final Function<ObjectNode, String> resource;
    private final Permissions permissions;

    /**
     * @param name as in a signature's scope: {@code ssm}
     * @param targetPrefix what stands before the operation in the header: {@code AmazonSSM.}
     * @param resource for the request log: what an input is about, empty for nothing in particular
     */
    public JsonService(
            String name,
            String targetPrefix,
            Map<String, Operation> operations,
            Function<ObjectNode, String> resource,
            Permissions permissions) {
        this.name = name;
        this.targetPrefix = targetPrefix;
        this.operations = Map.copyOf(operations);
        this.resource = resource;
        this.permissions = permissions;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean accepts(AwsRequest request) {
        return target(request).isPresent();
    }

    @Override
    public Call call(AwsRequest request) {
        return new Call(operation(request), resource.apply(input(request)));
    }

    @Override
    public AwsResponse answer(AwsRequest request) {
        Operation operation = operations.get(operation(request));
        if (operation == null) {
            throw new AwsError(400, "UnknownOperationException", "");
        }
        return AwsResponse.awsJson(200, operation.answer(input(request), request))
                .with("x-amzn-RequestId", request.id());
    }

    @Override
    public List<Permission> permissions(AwsRequest request, int status) {
        return permissions.of(operation(request), input(request));
    }

    @Override
    public ErrorFormat errors() {
        return ErrorFormat.JSON;
    }

    private Optional<String> target(AwsRequest request) {
        return request.header("X-Amz-Target").filter(target -> target.startsWith(targetPrefix));
    }

    private String operation(AwsRequest request) {
        return target(request)
                .map(target -> target.substring(targetPrefix.length()))
                .filter(operation -> !operation.isBlank())
                .orElseThrow(() -> new AwsError(400, "UnknownOperationException", ""));
    }

    private static ObjectNode input(AwsRequest request) {
        try {
            if (JSON.readTree(request.body()) instanceof ObjectNode input) {
                return input;
            }
            throw new AwsError(400, "SerializationException", "Start of structure or map found where not expected.");
        } catch (JacksonException e) {
            throw new AwsError(400, "SerializationException", "Unable to parse the input as JSON.", e);
        }
    }
}
