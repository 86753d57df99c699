package io.github.dbpromote.it.infrastructure.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The condition keys of a request with their values. Names of keys are compared regardless of case. A key that the sandbox
 * does not record may be there in AWS, so that asking for it is a problem; one that it records is there or truly missing.
 */
final class RequestContext {
    private static final Set<String> RECORDED = Stream.of(
                    "aws:CurrentTime",
                    "aws:EpochTime",
                    "aws:PrincipalAccount",
                    "aws:PrincipalArn",
                    "aws:PrincipalIsAWSService",
                    "aws:PrincipalType",
                    "aws:ResourceAccount",
                    "aws:SecureTransport",
                    "aws:TagKeys",
                    "aws:ViaAWSService",
                    "aws:userid",
                    "aws:username",
                    "s3:ObjectCreationOperation",
                    "s3:ResourceAccount",
                    "s3:TlsVersion",
                    "s3:VersionId",
                    "s3:authType",
                    "s3:delimiter",
                    "s3:if-match",
                    "s3:if-none-match",
                    "s3:max-keys",
                    "s3:prefix",
                    "s3:signatureversion",
                    "secretsmanager:SecretId",
                    "ssm:Recursive")
            .map(RequestContext::lower)
            .collect(Collectors.toUnmodifiableSet());

    private static final List<String> RECORDED_TAGS = List.of("aws:resourcetag/", "ssm:resourcetag/");

    private final Map<String, List<String>> values = new TreeMap<>();

    RequestContext(Map<String, List<String>> values) {
        values.forEach((key, each) -> this.values.put(lower(key), List.copyOf(each)));
    }

    /** Empty if the request has no such key. */
    List<String> values(String key) {
        String name = lower(key);
        if (!values.containsKey(name)
                && !RECORDED.contains(name)
                && RECORDED_TAGS.stream().noneMatch(name::startsWith)) {
            throw new PolicyProblem("Nobody knows whether a request has the condition key " + key);
        }
        return values.getOrDefault(name, List.of());
    }

    /** For a policy variable, which only a key with one value can be. */
    Optional<String> value(String key) {
        List<String> all = values(key);
        if (all.size() > 1) {
            throw new PolicyProblem("A key with several values cannot be a policy variable: " + key);
        }
        return all.stream().findFirst();
    }

    private static String lower(String key) {
        return key.toLowerCase(Locale.ROOT);
    }
}
