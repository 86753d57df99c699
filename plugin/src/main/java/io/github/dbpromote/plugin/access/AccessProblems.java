package io.github.dbpromote.plugin.access;

import io.github.dbpromote.core.problem.Problem;

/** What can be wrong with the settings by which AWS is reached. */
final class AccessProblems {
    private AccessProblems() {}

    static Problem noRegion() {
        return new Problem(
                "no-region",
                "No AWS region is set.",
                "Set -Ddb.region=eu-central-1, AWS_REGION, or a region in your AWS profile (AWS_PROFILE, -Ddb.profile)."
                        + "\nTo try everything without AWS, add -Ddb.sandbox");
    }

    static Problem malformedEndpoint(String value) {
        return new Problem(
                "malformed-endpoint",
                "db.endpoint is \"" + value + "\", which is not an address.",
                "Write it like http://127.0.0.1:5000");
    }
}
