package io.github.dbpromote.it.infrastructure.iam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The policies that Terraform would make, out of a plan's JSON: what {@code terraform show -json <plan>} prints, or the
 * {@code test_plan} of {@code terraform test -verbose -json}.
 * <a href="https://developer.hashicorp.com/terraform/internals/json-format#plan-representation">Its format</a>
 */
public final class TerraformPlan {
    private final JsonNode changes;

    private TerraformPlan(JsonNode changes) {
        this.changes = changes;
    }

    /**
     * Roles and buckets of a call of the module {@code infrastructure}. A policy that is to be attached to a role of the
     * user's own stands for a role of the same name; the roles of hosts and relays have policies in line.
     *
     * @throws PolicyProblem if a policy will be known only after the plan is applied
     */
    public static Infrastructure infrastructure(JsonNode plan) {
        TerraformPlan read = new TerraformPlan(plan.required("resource_changes"));
        return new Infrastructure(read.roles(), read.buckets());
    }

    private List<Infrastructure.Role> roles() {
        List<Infrastructure.Role> roles = new ArrayList<>();
        for (JsonNode resource :
                resources("aws_iam_policy", resource -> name(resource).equals("role"))) {
            String role = index(resource);
            roles.add(new Infrastructure.Role(
                    role,
                    roleArn(planned(resource).required("name").stringValue()),
                    List.of(Policy.ofRole(role, policy(resource)))));
        }
        inline().forEach((role, policies) ->
                roles.add(new Infrastructure.Role(policies.name(), roleArn(role), policies.policies())));
        return roles;
    }

    private record Inline(String name, List<Policy> policies) {}

    private Map<String, Inline> inline() {
        Map<String, Inline> byRole = new LinkedHashMap<>();
        for (JsonNode resource : resources("aws_iam_role_policy", any -> true)) {
            String role = planned(resource).required("role").stringValue();
            String name = commonName(role, index(resource));
            byRole.computeIfAbsent(role, absent -> new Inline(name, new ArrayList<>()))
                    .policies()
                    .add(Policy.ofRole(name, policy(resource)));
        }
        return byRole;
    }

    /** {@code dev/host} for the role {@code acme-dev-host} of the environment {@code dev}. */
    private static String commonName(String role, String environment) {
        String middle = "-" + environment + "-";
        return environment + "/" + role.substring(role.indexOf(middle) + middle.length());
    }

    private List<Infrastructure.Bucket> buckets() {
        Map<String, String> names = new HashMap<>();
        for (JsonNode bucket : resources("aws_s3_bucket", any -> true)) {
            names.put(key(bucket), planned(bucket).required("bucket").stringValue());
        }
        return resources("aws_s3_bucket_policy", any -> true).stream()
                .map(resource -> {
                    String name = names.get(key(resource));
                    return new Infrastructure.Bucket(name, Landscape.ACCOUNT, Policy.ofBucket(name, policy(resource)));
                })
                .toList();
    }

    private List<JsonNode> resources(String type, Predicate<JsonNode> wanted) {
        Stream<JsonNode> managed = changes.valueStream()
                .filter(change -> change.path("mode").asString("managed").equals("managed"));
        return managed.filter(change -> change.path("type").asString("").equals(type))
                .filter(wanted)
                .toList();
    }

    private static JsonNode policy(JsonNode resource) {
        JsonNode policy = planned(resource).path("policy");
        if (!policy.isString()) {
            throw new PolicyProblem("The plan does not know yet the policy "
                    + resource.path("address").asString(""));
        }
        return JsonMapper.shared().readTree(policy.stringValue());
    }

    private static JsonNode planned(JsonNode resource) {
        return resource.required("change").required("after");
    }

    private static String name(JsonNode resource) {
        return resource.required("name").stringValue();
    }

    private static String index(JsonNode resource) {
        return resource.path("index").asString("");
    }

    /** A bucket and its policy have the same name and index in Terraform. */
    private static String key(JsonNode resource) {
        return name(resource) + "/" + index(resource);
    }

    private static String roleArn(String name) {
        return "arn:aws:iam::" + Landscape.ACCOUNT + ":role/" + name;
    }
}
