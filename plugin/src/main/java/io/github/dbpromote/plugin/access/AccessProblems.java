package io.github.dbpromote.plugin.access;

import io.github.dbpromote.core.problem.PlainText;
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

    static Problem malformedRegion(String value) {
        return new Problem(
                "malformed-region",
                "\"" + PlainText.shown(value)
                        + "\" cannot be an AWS region: it must be 1 to 63 lower-case letters, digits or" + " '-'.",
                "Correct -Ddb.region, <region> below <environments>, AWS_REGION or your AWS profile: eu-central-1");
    }

    static Problem malformedRole(String value) {
        return new Problem(
                "malformed-role",
                "\"" + PlainText.shown(value) + "\" cannot be the ARN of a role.",
                "Write -Ddb.roleArn, or <roleArn> below <environments>, like arn:aws:iam::123456789012:role/deployer");
    }

    static Problem namelessEnvironment() {
        return new Problem(
                "nameless-environment",
                "An element of <environments> in the plugin's configuration has no <name>.",
                "Say which environment it is for: <environment><name>prod</name>…</environment>");
    }

    static Problem sameEnvironment(String name) {
        return new Problem(
                "same-environment",
                "<environments> in the plugin's configuration has \"" + name + "\" several times.",
                "Leave one entry for each environment.");
    }

    static Problem malformedEndpoint(String value) {
        return new Problem(
                "malformed-endpoint",
                "db.endpoint is \"" + PlainText.shown(value) + "\", which is not an address.",
                "Write it like http://127.0.0.1:5000");
    }

    static Problem malformedProxy(String host, int port) {
        return new Problem(
                "malformed-proxy",
                "A proxy in settings.xml has the host \"" + host + "\" and the port " + port
                        + ", where no proxy can be.",
                "Write its name without http:// into <host>, and 1 to 65535 into <port>.");
    }

    static Problem undecryptedProxy(String id) {
        return new Problem(
                "undecrypted-proxy",
                "The password of the proxy \"" + id + "\" in settings.xml could not be decrypted.",
                "Check that settings-security.xml holds the master password it was encrypted with, or encrypt it anew:"
                        + " mvn --encrypt-password");
    }
}
