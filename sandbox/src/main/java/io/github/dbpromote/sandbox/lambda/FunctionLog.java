package io.github.dbpromote.sandbox.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The log of a function: what its processes print, and Lambda's own lines around it. All of them append to one file, so
 * that a person can follow it, and nothing that was printed before an answer can come after the line that ends the
 * invocation.
 */
final class FunctionLog {
    /** What an invocation took. */
    record Report(Duration duration, Optional<Duration> initialization, Optional<Duration> restoration, int memory) {}

    private final Path file;

    FunctionLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Begins anew; whoever follows the file goes on. */
    void clear() throws IOException {
        Files.write(file, new byte[0]);
    }

    void initialization(FunctionConfiguration configuration) {
        append("INIT_START Runtime Version: " + configuration.runtime().identifier() + ".sandbox");
    }

    /** Ends a snapshot's initialization, which no invocation waits for. */
    void snapshot(Duration initialization) {
        append("INIT_REPORT Init Duration: " + milliseconds(initialization));
    }

    void start(Work work, String version) {
        append("START RequestId: " + work.requestId() + " Version: " + version);
    }

    void end(Work work, Report report, Optional<Long> maximumMemory) {
        append("END RequestId: " + work.requestId());
        StringBuilder line = new StringBuilder("REPORT RequestId: ").append(work.requestId());
        line.append("\tDuration: ").append(milliseconds(report.duration()));
        line.append("\tBilled Duration: ")
                .append(report.duration().plusNanos(999_999).toMillis())
                .append(" ms");
        line.append("\tMemory Size: ").append(report.memory()).append(" MB");
        maximumMemory.ifPresent(megabytes ->
                line.append("\tMax Memory Used: ").append(megabytes).append(" MB"));
        report.initialization()
                .ifPresent(time -> line.append("\tInit Duration: ").append(milliseconds(time)));
        report.restoration()
                .ifPresent(time -> line.append("\tRestore Duration: ").append(milliseconds(time)));
        append(line.toString());
    }

    /** What Lambda says of an environment that did not do as it should. */
    void failure(String message) {
        append(message);
    }

    String text() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(String line) {
        try {
            Files.write(
                    file,
                    (line + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String milliseconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
    }
}
