package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.problem.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Everything that this package says to a person. */
final class SandboxProblems {
    private static final String RESET = "If it stays so, start over with an empty sandbox: add -Ddb.sandbox.reset";

    private SandboxProblems() {}

    static Problem unsupportedSystem(String osName, String osArch) {
        return new Problem(
                "sandbox-unsupported-system",
                "The sandbox runs on Linux and macOS, on amd64 (x86_64) and arm64, but this is " + osName + " on "
                        + osArch + ".",
                "It needs sh and a PostgreSQL built for the system. On Windows, run Maven inside WSL 2.");
    }

    static Problem noRelay(String osName) {
        return new Problem(
                "sandbox-no-relay",
                "The sandbox runs the relay on Linux alone, but this is " + osName
                        + ": AWS's runtime client for Java functions exists for nothing else.",
                "Leave -Ddb.sandbox.relay out, which everything else does without, or run Maven in a Linux container.");
    }

    static Problem notResolved(String version, boolean offline, Exception reason) {
        return new Problem(
                "sandbox-not-resolved",
                "The sandbox " + version + " could not be had from Maven's repositories: " + reason.getMessage(),
                offline
                        ? "Maven is offline (-o): run the same command once without -o."
                        : "Check the network and the mirrors in your settings.xml. If you built db-promote yourself, run"
                                + " mvn install in its folder.");
    }

    static Problem noPostgresql(String version, String binaries) {
        return new Problem(
                "sandbox-no-postgresql",
                "The sandbox " + version + " names no PostgreSQL for this system; " + binaries + " was expected.",
                "Use another Java or another machine: amd64 or arm64, Linux or macOS.");
    }

    static Problem foreignDirectory(Path directory) {
        return new Problem(
                "sandbox-foreign-directory",
                directory + " is not empty and is not a sandbox's, so it is left alone.",
                "Name a folder of its own: -Ddb.sandbox.directory=…");
    }

    static Problem unusableDirectory(Path directory, Exception reason) {
        return new Problem(
                "sandbox-unusable-directory",
                "The sandbox cannot keep its files in " + directory + ": " + reason,
                "Check the folder's owner and the free space, or name another: -Ddb.sandbox.directory=…");
    }

    static Problem unusableFiles(Path jar, Exception reason) {
        return new Problem(
                "sandbox-unusable-files",
                "The sandbox's file " + jar + " cannot be read: " + reason,
                "Delete it from the local Maven repository and run the same command again.");
    }

    static Problem notStarted(Exception reason) {
        return new Problem(
                "sandbox-not-started",
                "The sandbox's process could not be started: " + reason.getMessage(),
                "It needs the Java that Maven runs on, and sh on the PATH.");
    }

    static Problem ended(int exit, Path log, String tail) {
        return new Problem(
                "sandbox-ended",
                "The sandbox ended as soon as it was started, with exit code " + exit + ". The end of " + log + ":\n"
                        + tail,
                "Mend what it says and run the same command again. If it says nothing that helps, -Ddb.sandbox.reset starts"
                        + " over with an empty sandbox.");
    }

    static Problem notReady(Duration limit, Path log, String tail) {
        return new Problem(
                "sandbox-not-ready",
                "The sandbox was not ready within " + limit.toSeconds() + " seconds. The end of " + log + ":\n" + tail,
                RESET);
    }

    static Problem notStopped(Path directory, Duration limit) {
        return new Problem(
                "sandbox-not-stopped",
                "A sandbox holds " + directory + " and neither answers nor ends within " + limit.toSeconds()
                        + " seconds.",
                "End its process (" + directory.resolve("endpoint.json") + " may name it), or name another folder:"
                        + " -Ddb.sandbox.directory=…");
    }

    static Problem unreachable(URI endpoint, String doing, Exception reason) {
        return new Problem(
                "sandbox-unreachable",
                "Could not " + doing + ": the sandbox at " + endpoint + " does not answer (" + reason + ").",
                "Run the same command again: it starts the sandbox anew, with everything that was in it.");
    }

    static Problem refused(URI endpoint, String doing, int status, String body) {
        return new Problem(
                "sandbox-refused",
                "Could not " + doing + ": the sandbox at " + endpoint + " answered " + status + ": " + body,
                RESET);
    }
}
