package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.Principal;
import java.util.regex.Pattern;

/** What every bucket of the sandbox denies to everybody, as the policy of a production bucket does. */
final class BucketPolicy {
    /** What is created once and never changes. */
    private static final Pattern IMMUTABLE = Pattern.compile("[^/]+/(?:(?:bundles|approvals|requests)/.+"
            + "|deployments/.+/(?:order|claim|receipt|refusal|clearance)\\.json)");

    private static final Pattern LEDGER = Pattern.compile("[^/]+/ledger\\.json");

    private final String bucket;

    BucketPolicy(String bucket) {
        this.bucket = bucket;
    }

    void requireDeletable(String key, Principal principal) {
        if (IMMUTABLE.matcher(key).matches() || LEDGER.matcher(key).matches()) {
            throw denied("s3:DeleteObject", key, principal);
        }
    }

    void requireWritable(String key, WriteCondition condition, Principal principal) {
        if (IMMUTABLE.matcher(key).matches() && !(condition instanceof WriteCondition.Absent)) {
            throw denied("s3:PutObject", key, principal);
        }
    }

    private AwsError denied(String action, String key, Principal principal) {
        return S3Error.ACCESS_DENIED.error("User: " + principal.arn() + " is not authorized to perform: " + action
                + " on resource: \"arn:aws:s3:::" + bucket + "/" + key
                + "\" with an explicit deny in a resource-based policy");
    }
}
