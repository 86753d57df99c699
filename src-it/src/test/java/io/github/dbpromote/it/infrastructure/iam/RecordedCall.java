package io.github.dbpromote.it.infrastructure.iam;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * A permission that somebody's request needed, as the sandbox has written it down.
 *
 * @param principal ARN of a session of a role, or of a user
 * @param status of the request; 0 if its answer was lost
 */
public record RecordedCall(
        String principal, String action, String resource, Map<String, String> conditions, int status) {
    private static final int FORBIDDEN = 403;

    /** Reads what {@code GET /_sandbox/accesses} answers. */
    public static List<RecordedCall> parse(JsonNode answer) {
        return answer.required("accesses").valueStream().map(RecordedCall::one).toList();
    }

    private static RecordedCall one(JsonNode access) {
        Map<String, String> conditions = new TreeMap<>();
        access.required("conditions").forEachEntry((key, value) -> conditions.put(key, value.stringValue()));
        return new RecordedCall(
                access.required("principal").stringValue(),
                access.required("action").stringValue(),
                access.required("resource").stringValue(),
                conditions,
                access.required("status").asInt());
    }

    /** The same call in an infrastructure that calls things otherwise than the sandbox. */
    public RecordedCall renamed(UnaryOperator<String> name) {
        Map<String, String> renamed = new TreeMap<>();
        conditions.forEach((key, value) -> renamed.put(key, name.apply(value)));
        return new RecordedCall(name.apply(principal), action, name.apply(resource), renamed, status);
    }

    /** Users are people who look at the sandbox, and have no policies. */
    boolean isByRole() {
        return Caller.isSession(principal);
    }

    /** What the sandbox itself forbids need not be allowed by anybody else. */
    boolean wasForbidden() {
        return status == FORBIDDEN;
    }

    Request request() {
        Map<String, List<String>> values = new TreeMap<>();
        conditions.forEach((key, value) -> values.put(key, List.of(value)));
        return new Request(new Caller(principal), action, resource, new RequestContext(values));
    }
}
