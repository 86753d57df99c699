package io.github.dbpromote.plugin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DetachedProcessTest {
    @TempDir
    Path folder;

    static Stream<DetachedProcess> bothWays() {
        return Stream.of(DetachedProcess.here(), new DetachedProcess(Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void start_inputIsClosedAndBothOutputsAreKept(DetachedProcess detached) throws Exception {
        Path log = Files.writeString(folder.resolve("log"), "before\n");
        Process process = detached.start(sh("cat; echo out; echo err >&2; pwd; exit 7"), folder, log);
        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(log).hasContent("before\nout\nerr\n" + folder.toRealPath());
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void start_keepsOnlyHarmlessVariables(DetachedProcess detached) throws Exception {
        Path log = folder.resolve("log");
        detached.start(sh("env"), folder, log).waitFor();
        assertThat(Files.readAllLines(log))
                .extracting(line -> line.replaceFirst("=.*", ""))
                .contains("PATH")
                .isSubsetOf(
                        "PATH",
                        "HOME",
                        "USER",
                        "LOGNAME",
                        "SHELL",
                        "TMPDIR",
                        "TZ",
                        "LANG",
                        "LC_ALL",
                        "LC_CTYPE",
                        "XDG_CACHE_HOME",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    @Test
    void start_withSetsidItHasAProcessGroupOfItsOwn() throws Exception {
        DetachedProcess detached = DetachedProcess.here();
        if (detached.setsid().isEmpty()) {
            abort("This system has no setsid; the other tests show what happens then.");
        }
        Path log = folder.resolve("log");
        detached.start(sh("echo $$; ps -o pgid= -p $$"), folder, log).waitFor();
        List<String> pidAndGroup =
                Files.readAllLines(log).stream().map(String::strip).toList();
        assertThat(pidAndGroup.get(1)).isEqualTo(pidAndGroup.get(0));
    }

    /** As nohup does it: a Ctrl-C in Maven's terminal, its hang-up and Ctrl-\ are ignored. */
    @Test
    void start_withoutSetsidTheSignalsOfATerminalDoNotReachIt() throws Exception {
        Path log = folder.resolve("log");
        Process process = new DetachedProcess(Optional.empty())
                .start(sh("for signal in INT HUP QUIT; do kill -$signal $$; done; echo survived"), folder, log);
        assertThat(process.waitFor()).isZero();
        assertThat(log).hasContent("survived");
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void end_endsTheProcessItself(DetachedProcess detached) throws Exception {
        Path fifo = fifo();
        Path log = folder.resolve("log");
        // Whoever opens a FIFO waits for the other side: when this returns, the process runs.
        Process process = detached.start(sh("echo on >" + fifo + "; exec cat <" + fifo), folder, log);
        assertThat(fifo).hasContent("on");
        ProcessHandle inner = detached.setsid().isPresent()
                ? process.toHandle()
                : process.children().findFirst().orElseThrow();
        detached.end(process);
        inner.onExit().join();
        process.waitFor();
        assertThat(inner.isAlive()).isFalse();
    }

    private Path fifo() throws IOException, InterruptedException {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }

    private static List<String> sh(String script) {
        return List.of("sh", "-c", script);
    }
}
