package io.github.dbpromote.it.infrastructure.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One statement of a policy.
 *
 * @param holder the role or bucket that has the policy
 * @param kind what the holder has in common with those of other environments: {@code publisher}, {@code bucket}
 * @param sid empty if it has none
 */
record Statement(
        String holder,
        String kind,
        String sid,
        boolean allows,
        Principals principals,
        Patterns<Template> actions,
        Patterns<ArnTemplate> resources,
        List<Condition> conditions) {
    /** The patterns of {@code Action} or {@code Resource}, or of what a statement excludes with {@code NotAction} or {@code NotResource}. */
    record Patterns<P>(List<P> each, boolean excluded) {}

    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    static Statement parse(String holder, String kind, boolean ofResource, JsonNode json) {
        Policy.requireKnown(json, ELEMENTS);
        boolean allows = allows(json.path("Effect").asString(""));
        return new Statement(
                holder,
                kind,
                json.path("Sid").asString(""),
                allows,
                ofResource ? principals(json, allows) : ofItsIdentity(json),
                actions(json),
                resources(json),
                conditions(json.path("Condition")));
    }

    private static boolean allows(String effect) {
        return switch (effect) {
            case "Allow" -> true;
            case "Deny" -> false;
            default -> throw new PolicyProblem("Effect is Allow or Deny, not " + effect);
        };
    }

    private static Principals ofItsIdentity(JsonNode json) {
        if (json.has("Principal") || json.has("NotPrincipal")) {
            throw new PolicyProblem("The policy of an identity names no principal: " + json);
        }
        return new Principals.Identity();
    }

    private static Principals principals(JsonNode json, boolean allows) {
        String element = either(json, "Principal", "NotPrincipal");
        List<String> arns = Principals.arns(json.path(element));
        if (element.equals("Principal")) {
            return new Principals.Named(arns);
        }
        if (allows) {
            throw new PolicyProblem("NotPrincipal with Allow lets in everybody else, even anonymous: " + json);
        }
        return new Principals.AllBut(arns);
    }

    private static Patterns<Template> actions(JsonNode json) {
        String element = either(json, "Action", "NotAction");
        List<Template> actions = Policy.texts(json.path(element)).stream()
                .map(action -> action.toLowerCase(Locale.ROOT))
                .map(Statement::knownAction)
                .map(Template::new)
                .toList();
        return new Patterns<>(actions, element.equals("NotAction"));
    }

    private static String knownAction(String action) {
        if (!action.matches("\\*|[a-z0-9-]+:[a-z*?]+")) {
            throw new PolicyProblem("Not an action: " + action);
        }
        return action;
    }

    private static Patterns<ArnTemplate> resources(JsonNode json) {
        String element = either(json, "Resource", "NotResource");
        List<ArnTemplate> resources = Policy.texts(json.path(element)).stream()
                .map(ArnTemplate::parse)
                .toList();
        return new Patterns<>(resources, element.equals("NotResource"));
    }

    private static String either(JsonNode json, String element, String other) {
        if (json.has(element) == json.has(other)) {
            throw new PolicyProblem("A statement has either " + element + " or " + other + ": " + json);
        }
        return json.has(element) ? element : other;
    }

    private static List<Condition> conditions(JsonNode json) {
        List<Condition> conditions = new ArrayList<>();
        json.forEachEntry((operator, keys) -> keys.forEachEntry(
                (key, values) -> conditions.add(Condition.parse(operator, key, Policy.texts(values)))));
        return conditions;
    }

    /** Whether it speaks of this request; what it then says is another question. */
    boolean appliesTo(Request request) {
        return principals.naming(request.caller()) != Principals.Naming.NONE
                && actions.excluded() != meetsAction(request)
                && resources.excluded() != meetsResource(request)
                && conditions.stream().allMatch(condition -> condition.holds(request.context()));
    }

    private boolean meetsAction(Request request) {
        return actions.each().stream().anyMatch(pattern -> isFor(pattern, request));
    }

    private static boolean isFor(Template action, Request request) {
        return action.isLike(request.action().toLowerCase(Locale.ROOT), request.context());
    }

    private boolean meetsResource(Request request) {
        return resources.each().stream().anyMatch(pattern -> pattern.isLike(request.resource(), request.context()));
    }

    /** {@code publisher/ReadTheRecord}: one text of the infrastructure makes the statement of each environment. */
    String name() {
        return kind + "/" + sid;
    }

    /** One for each pattern of an action, such as {@code publisher/ReadTheRecord/s3:getobject}; else the whole statement. */
    List<String> rights() {
        return actions.excluded()
                ? List.of(name())
                : actions.each().stream().map(this::right).toList();
    }

    /** Those that a request uses to which the statement applies. */
    List<String> rightsUsed(Request request) {
        return actions.excluded()
                ? List.of(name())
                : actions.each().stream()
                        .filter(action -> isFor(action, request))
                        .map(this::right)
                        .toList();
    }

    private String right(Template action) {
        return name() + "/" + action;
    }

    @Override
    public String toString() {
        return holder + "'s " + (sid.isEmpty() ? "statement without Sid" : sid);
    }
}
