package io.github.dbpromote.plugin.artifacts;

import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import java.util.List;

/** Everything that this package says to a person. */
final class ArtifactProblems {
    private static final int SHOWN = 80;

    private ArtifactProblems() {}

    static Problem malformed(String setting, String text) {
        return new Problem(
                "malformed-coordinates",
                setting + " is \"" + PlainText.abbreviated(text, SHOWN) + "\", which names no artifact.",
                "Write groupId:artifactId:version or groupId:artifactId:extension:classifier:version, with letters,"
                        + " digits, '.', '_', '+', '~' and '-', 250 characters at most: com.acme:users:1.4.0");
    }

    static Problem changingVersion(String setting, String text) {
        return new Problem(
                "changing-version",
                setting + " is \"" + PlainText.abbreviated(text, SHOWN)
                        + "\", which leaves the version open: migrations must not change by" + " themselves.",
                "Name one version, not a range, LATEST or RELEASE: com.acme:users:1.4.0");
    }

    static Problem notFound(Coordinates artifact, List<String> repositories, boolean offline) {
        String remote = repositories.isEmpty() ? "" : " or in " + String.join(", ", repositories);
        return new Problem(
                "artifact-not-found",
                offline
                        ? "There is no " + artifact + " in the local repository, and Maven is offline (-o)."
                        : "There is no " + artifact + " in the local repository" + remote + ".",
                offline
                        ? "Run the same command once without -o, or install the artifact."
                        : "Check the coordinates, and that <repositories> or your settings.xml names where it is."
                                + "\nIf it is a module of this build, run its package phase in the same command, or"
                                + " install it first.");
    }

    static Problem notFetched(Coordinates artifact, List<String> repositories, String reason) {
        return new Problem(
                "artifact-not-fetched",
                "Could not fetch " + artifact + " from " + String.join(", ", repositories) + ": "
                        + withoutPasswords(reason),
                "Check the network, and the mirrors, proxies and passwords in your settings.xml; then run the same"
                        + " command again.");
    }

    static Problem snapshot(Coordinates artifact, String version) {
        return new Problem(
                "snapshot-artifact",
                artifact + " is a snapshot, this time " + version + ": the next time it may hold other migrations.",
                "Good for trying. Release it before its migrations reach a database that you keep.");
    }

    static Problem notABundle(Coordinates artifact, String reason) {
        return new Problem(
                "not-a-bundle",
                artifact + " is no bundle of db-promote. " + reason,
                "Name what db:package has attached, with the classifier migrations: -Ddb.artifact=" + artifact.groupId()
                        + ":" + artifact.artifactId() + ":" + artifact.version());
    }

    static Problem unreadable(Coordinates artifact, Exception reason) {
        return new Problem(
                "unreadable-artifact",
                "Could not read the file of " + artifact + ": " + reason.getMessage(),
                "Delete it from the local repository, and run the same command again.");
    }

    /** Resolver quotes the addresses of repositories, and some people write passwords into these. */
    private static String withoutPasswords(String reason) {
        return reason.replaceAll("//[^/@\\s]+@", "//");
    }
}
