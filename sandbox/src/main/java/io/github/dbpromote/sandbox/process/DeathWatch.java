package io.github.dbpromote.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Kills process groups when the sandbox is gone, even by SIGKILL: a small shell that reads from a pipe whose other end
 * closes with this JVM.
 */
public final class DeathWatch implements AutoCloseable {
    /** Reads {@code + 123} and {@code - 123}; at the end of the input kills the groups, and processes, that are left. */
    private static final String SCRIPT = """
            left=' '
            while read -r change pid; do
              case "$change" in
                +) left="$left$pid " ;;
                -) case "$left" in *" $pid "*) left="${left%% $pid *} ${left#* $pid }" ;; esac ;;
              esac
            done
            for pid in $left; do
              kill -s KILL -- "-$pid" 2>/dev/null || kill -s KILL "$pid" 2>/dev/null
            done
            """;

    private final Process shell;

    private DeathWatch(Process shell) {
        this.shell = shell;
    }

    public static DeathWatch start() throws IOException {
        // A group of its own, so that a signal to the sandbox's group does not end it first.
        ProcessBuilder builder = new ProcessBuilder(ProcessGroup.leading(List.of("sh", "-c", SCRIPT)))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        return new DeathWatch(ExecutableFile.start(builder));
    }

    /** Kills the group if the sandbox is gone before {@link #forget}. */
    public void watch(ProcessGroup group) {
        tell("+ " + group.pid());
    }

    /** The group has ended, so that its number may be another one's. */
    public void forget(ProcessGroup group) {
        tell("- " + group.pid());
    }

    private synchronized void tell(String line) {
        try {
            shell.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            shell.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The watch over processes has ended", e);
        }
    }

    /** Kills what is left. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
            shell.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
