package io.github.dbpromote.sandbox.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.sandbox.process.ProcessGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellRunTest {
    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

    @TempDir
    Path directory;

    private Path below(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    @Test
    void directory_mayHaveAnyName() throws IOException, InterruptedException {
        ShellRun run = ShellRun.start(below("it's $HOME; a \"place\""), "echo here", directory, PATH);

        assertThat(run.await(Duration.ofMinutes(1))).isEqualTo(ShellRun.End.EXITED);
        assertThat(new String(run.standardOutput(), StandardCharsets.UTF_8)).isEqualTo("here\n");
    }

    @Test
    void kill_afterTheEndChangesNothing() throws IOException, InterruptedException {
        ShellRun run = ShellRun.start(below("run"), "exit 4", directory, PATH);
        run.await(Duration.ofMinutes(1));

        run.kill(ShellRun.End.CANCELLED);

        assertThat(run.await(Duration.ofMinutes(1))).isEqualTo(ShellRun.End.EXITED);
        assertThat(run.exitCode()).isEqualTo(4);
    }

    @Test
    void processGroup_isLeftAloneWhereItsNumberBelongsToSomebodyElse() throws IOException, InterruptedException {
        ShellRun run = ShellRun.start(below("run"), "sleep 300", directory, PATH);
        long pid = run.group().pid();

        new ProcessGroup(pid, Instant.now().minus(Duration.ofHours(1))).kill();
        assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);

        run.group().kill();
        assertThat(run.await(Duration.ofMinutes(1))).isEqualTo(ShellRun.End.EXITED);
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }
}
