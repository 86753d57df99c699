package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.process.ExecutableFile;
import io.github.dbpromote.sandbox.process.ProcessGroup;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One script that runs as the agent runs it: by {@code sh -c} on a file, so that a first line with {@code #!} is
 * honoured; nothing to read on standard input; a process group of its own.
 */
final class ShellRun {
    /** Why a run ended. */
    enum End {
        EXITED,
        TIMED_OUT,
        CANCELLED,
        /** Somebody killed the process group, or the agent itself is ending. */
        KILLED
    }

    private final Path directory;
    private final Process process;
    private final ProcessGroup group;
    private final AtomicReference<End> end = new AtomicReference<>(End.EXITED);

    private ShellRun(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        this.group = ProcessGroup.of(process);
    }

    /** @param directory takes the script and its output */
    static ShellRun start(Path directory, String script, Path workingDirectory, Map<String, String> environment)
            throws IOException {
        Path file = directory.resolve("_script.sh");
        ExecutableFile.write(file, script.getBytes(StandardCharsets.UTF_8));
        String quoted = "'" + file.toString().replace("'", "'\\''") + "'";
        ProcessBuilder builder = new ProcessBuilder(ProcessGroup.leading(List.of("sh", "-c", quoted)))
                .directory(workingDirectory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ShellRun(directory, ExecutableFile.start(builder));
    }

    ProcessGroup group() {
        return group;
    }

    End await(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            kill(End.TIMED_OUT);
            process.waitFor();
        }
        return end.get();
    }

    /** Kills the whole group, unless the run has ended by then. */
    void kill(End reason) {
        if (process.isAlive() && end.compareAndSet(End.EXITED, reason)) {
            group.kill();
        }
    }

    int exitCode() {
        return process.exitValue();
    }

    byte[] standardOutput() throws IOException {
        return Files.readAllBytes(directory.resolve("stdout"));
    }

    byte[] standardError() throws IOException {
        return Files.readAllBytes(directory.resolve("stderr"));
    }
}
