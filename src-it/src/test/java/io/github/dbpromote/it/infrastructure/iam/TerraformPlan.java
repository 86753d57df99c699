package io.github.dbpromote.it.infrastructure.iam;

import io.github.dbpromote.it.infrastructure.Plan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The policies that Terraform would make, out of its plan. */
public final class TerraformPlan {
    private final Plan plan;

    private TerraformPlan(Plan plan) {
        this.plan = plan;
    }

    /**
     * Roles and buckets of a call of the module {@code infrastructure}. A policy that is to be attached to a role of the
     * user's own stands for a role of the same name; the roles of hosts and relays have policies in line besides.
     *
     * @throws PolicyProblem if a policy will be known only after the plan is applied
     */
    public static Infrastructure infrastructure(Plan plan) {
        TerraformPlan read = new TerraformPlan(plan);
        return new Infrastructure(read.roles(), read.buckets());
    }

    private List<Infrastructure.Role> roles() {
        Map<String, Infrastructure.Role> byArn = new LinkedHashMap<>();
        for (Plan.Resource resource : plan.resources("aws_iam_policy")) {
            if (resource.name().equals("role")) {
                add(byArn, resource.text("name"), resource.index(), resource);
            }
        }
        for (Plan.Resource resource : plan.resources("aws_iam_role_policy")) {
            String role = resource.text("role");
            add(byArn, role, commonName(role, resource.index()), resource);
        }
        return List.copyOf(byArn.values());
    }

    private static void add(
            Map<String, Infrastructure.Role> byArn, String awsName, String name, Plan.Resource resource) {
        byArn.merge(
                roleArn(awsName),
                new Infrastructure.Role(name, roleArn(awsName), List.of(Policy.ofRole(name, policy(resource)))),
                Infrastructure.Role::and);
    }

    /** {@code dev/host} for the role {@code acme-dev-host} of the environment {@code dev}. */
    private static String commonName(String role, String environment) {
        String middle = "-" + environment + "-";
        return environment + "/" + role.substring(role.indexOf(middle) + middle.length());
    }

    private List<Infrastructure.Bucket> buckets() {
        Map<String, String> names = new HashMap<>();
        for (Plan.Resource bucket : plan.resources("aws_s3_bucket")) {
            names.put(key(bucket), bucket.text("bucket"));
        }
        return plan.resources("aws_s3_bucket_policy").stream()
                .map(resource -> {
                    String name = names.get(key(resource));
                    return new Infrastructure.Bucket(name, Landscape.ACCOUNT, Policy.ofBucket(name, policy(resource)));
                })
                .toList();
    }

    private static JsonNode policy(Plan.Resource resource) {
        JsonNode policy = resource.values().path("policy");
        if (!policy.isString()) {
            throw new PolicyProblem("The plan does not know yet the policy " + resource.address());
        }
        return JsonMapper.shared().readTree(policy.stringValue());
    }

    /** A bucket and its policy have the same name and index in Terraform. */
    private static String key(Plan.Resource resource) {
        return resource.name() + "/" + resource.index();
    }

    private static String roleArn(String name) {
        return "arn:aws:iam::" + Landscape.ACCOUNT + ":role/" + name;
    }
}
