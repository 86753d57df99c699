package io.github.dbpromote.it.infrastructure.iam;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Roles and buckets with their policies. Decides as
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">AWS does</a> where there
 * are policies of identities and of buckets alone: an explicit deny wins; within an account either kind allows; between
 * accounts both have to.
 */
public final class Infrastructure {
    /**
     * A role.
     *
     * @param name what people call it: {@code dev/publisher}
     */
    record Role(String name, String arn, List<Policy> policies) {
        List<Statement> statements() {
            return policies.stream()
                    .flatMap(policy -> policy.statements().stream())
                    .toList();
        }

        /** The same role with the policies of both. */
        Role and(Role other) {
            return new Role(
                    name,
                    arn,
                    Stream.concat(policies.stream(), other.policies.stream()).toList());
        }
    }

    /**
     * A bucket.
     *
     * @param owner its account
     */
    record Bucket(String name, String owner, Policy policy) {}

    private static final Pattern IN_BUCKET = Pattern.compile("arn:aws:s3:::([^/]+)(?:/.*)?", Pattern.DOTALL);

    private final Map<String, Role> rolesByArn = new TreeMap<>();
    private final Map<String, Bucket> bucketsByName = new TreeMap<>();

    Infrastructure(Collection<Role> roles, Collection<Bucket> buckets) {
        roles.forEach(role -> rolesByArn.put(role.arn(), role));
        buckets.forEach(bucket -> bucketsByName.put(bucket.name(), bucket));
    }

    /**
     * Reads what infrastructure says of itself.
     *
     * <pre>{@code
     * { "roles": { "dev/publisher": { "arn": "arn:aws:iam::123456789012:role/acme-dev-publisher", "policies": [ … ] } },
     *   "buckets": { "acme-users-dev-migrations": { "owner": "123456789012", "policy": … } } }
     * }</pre>
     */
    static Infrastructure parse(JsonNode json) {
        List<Role> roles = new ArrayList<>();
        json.required("roles").forEachEntry((name, role) -> {
            List<Policy> policies = role.required("policies")
                    .valueStream()
                    .map(policy -> Policy.ofRole(name, policy))
                    .toList();
            roles.add(new Role(name, role.required("arn").stringValue(), policies));
        });
        List<Bucket> buckets = new ArrayList<>();
        json.required("buckets")
                .forEachEntry((name, bucket) -> buckets.add(new Bucket(
                        name,
                        bucket.required("owner").stringValue(),
                        Policy.ofBucket(name, bucket.required("policy")))));
        return new Infrastructure(roles, buckets);
    }

    /** The same with another role. */
    Infrastructure with(Role role) {
        return new Infrastructure(
                Stream.concat(roles().stream(), Stream.of(role)).toList(), buckets());
    }

    /** The same with a role that has the policies of several, as people have it who do the same in each environment. */
    public Infrastructure withRoleOf(String name, String awsName, List<String> roles) {
        return with(new Role(
                name,
                "arn:aws:iam::" + Landscape.ACCOUNT + ":role/" + awsName,
                roles.stream()
                        .flatMap(each -> role(each).orElseThrow().policies().stream())
                        .toList()));
    }

    Collection<Role> roles() {
        return rolesByArn.values();
    }

    Collection<Bucket> buckets() {
        return bucketsByName.values();
    }

    Optional<Role> role(String name) {
        return roles().stream().filter(role -> role.name().equals(name)).findFirst();
    }

    Optional<Role> roleOf(Caller caller) {
        return Optional.ofNullable(rolesByArn.get(caller.roleArn()));
    }

    /** What the policies say; of a bucket that is not here only the caller's are known, as if it were in its account. */
    Decision decide(Request request) {
        List<Statement> identity = roleOf(request.caller()).stream()
                .flatMap(role -> role.statements().stream())
                .filter(statement -> statement.appliesTo(request))
                .toList();
        Optional<Bucket> bucket = bucket(request.resource());
        List<Statement> resource = bucket.stream()
                .flatMap(known -> known.policy().statements().stream())
                .filter(statement -> statement.appliesTo(request))
                .toList();
        List<Statement> denials = Stream.concat(identity.stream(), resource.stream())
                .filter(statement -> !statement.allows())
                .toList();
        if (!denials.isEmpty()) {
            return new Decision.Denied(denials);
        }
        boolean sameAccount = bucket.map(
                        known -> known.owner().equals(request.caller().account()))
                .orElse(true);
        return sameAccount ? withinAccount(identity, resource, request) : betweenAccounts(identity, resource);
    }

    private static Decision withinAccount(List<Statement> identity, List<Statement> resource, Request request) {
        List<Statement> grants = Stream.concat(
                        identity.stream(),
                        resource.stream()
                                .filter(statement ->
                                        statement.principals().naming(request.caller()) == Principals.Naming.CALLER))
                .toList();
        return grants.isEmpty() ? new Decision.NotAllowed("no statement allows it") : new Decision.Allowed(grants);
    }

    private static Decision betweenAccounts(List<Statement> identity, List<Statement> resource) {
        if (identity.isEmpty()) {
            return new Decision.NotAllowed("no statement of the role allows it");
        }
        if (resource.isEmpty()) {
            return new Decision.NotAllowed("no statement of the bucket, which is another account's, allows it");
        }
        return new Decision.Allowed(
                Stream.concat(identity.stream(), resource.stream()).toList());
    }

    private Optional<Bucket> bucket(String resource) {
        Matcher inBucket = IN_BUCKET.matcher(resource);
        return inBucket.matches() ? Optional.ofNullable(bucketsByName.get(inBucket.group(1))) : Optional.empty();
    }
}
