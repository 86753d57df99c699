package io.github.dbpromote.it.infrastructure.iam;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A policy of version 2012-10-17; in the earlier one variables were mere text.
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">Elements of policies</a>
 */
record Policy(List<Statement> statements) {
    private static final String VERSION = "2012-10-17";

    /**
     * The policy of a role.
     *
     * @param role such as {@code dev/publisher}
     */
    static Policy ofRole(String role, JsonNode json) {
        return parse(role, role.substring(role.indexOf('/') + 1), false, json);
    }

    /** The policy of a bucket. */
    static Policy ofBucket(String bucket, JsonNode json) {
        return parse(bucket, "bucket", true, json);
    }

    private static Policy parse(String holder, String kind, boolean ofResource, JsonNode json) {
        requireKnown(json, Set.of("Version", "Id", "Statement"));
        if (!json.path("Version").asString("").equals(VERSION)) {
            throw new PolicyProblem("The policy of " + holder + " is not of version " + VERSION);
        }
        JsonNode statements = json.path("Statement");
        List<JsonNode> each = statements.isArray() ? List.copyOf(statements.values()) : List.of(statements);
        return new Policy(each.stream()
                .map(statement -> Statement.parse(holder, kind, ofResource, statement))
                .toList());
    }

    static void requireKnown(JsonNode json, Set<String> elements) {
        if (!json.isObject()) {
            throw new PolicyProblem("Not a JSON object: " + json);
        }
        json.propertyNames().stream()
                .filter(name -> !elements.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new PolicyProblem("This evaluator does not know the element " + name);
                });
    }

    /** One text or several. */
    static List<String> texts(JsonNode json) {
        List<JsonNode> each = json.isArray() ? List.copyOf(json.values()) : List.of(json);
        if (each.isEmpty()) {
            throw new PolicyProblem("An element of a policy is an empty list");
        }
        return each.stream()
                .map(text -> {
                    if (!text.isString() && !text.isBoolean() && !text.isNumber()) {
                        throw new PolicyProblem("Neither a text nor a list of texts: " + json);
                    }
                    return text.asString();
                })
                .toList();
    }
}
