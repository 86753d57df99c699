package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.flywaydb.core.api.logging.LogFactory;

/** Flyway's own words, in a file that only its owner may read, because they may quote data and placeholder values. */
final class RunLog implements AutoCloseable, LogCreator, Log {
    private final Path file;
    private final PrintStream stream;
    private final InstantSource clock;

    private RunLog(Path file, PrintStream stream, InstantSource clock) {
        this.file = file;
        this.stream = stream;
        this.clock = clock;
    }

    /** @throws Refusal if the file cannot be written */
    static RunLog open(StateFolder state, DeploymentId deployment, InstantSource clock) {
        Path file = state.log(deployment);
        try {
            OutputStream bytes = state.append(file);
            RunLog log = new RunLog(file, new PrintStream(bytes, true, StandardCharsets.UTF_8), clock);
            // Flyway's logger "console" is whatever stands here.
            LogFactory.setFallbackLogCreator(log);
            return log;
        } catch (IOException e) {
            throw new Refusal(HostProblems.stateUnwritable(file, String.valueOf(e.getMessage())));
        }
    }

    Path file() {
        return file;
    }

    /** Whether something could not be written, as on a full disk. */
    boolean incomplete() {
        return stream.checkError();
    }

    /** A failure with all its causes. */
    void trace(Throwable failure) {
        write("ERROR", String.valueOf(failure));
        synchronized (stream) {
            failure.printStackTrace(stream);
        }
    }

    private void write(String level, String message) {
        stream.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + PlainText.lines(message));
    }

    @Override
    public Log createLogger(Class<?> type) {
        return this;
    }

    @Override
    public void debug(String message) {
        // Flyway's debug output quotes every statement, and is needed by nobody here.
    }

    @Override
    public void info(String message) {
        write("INFO", message);
    }

    @Override
    public void notice(String message) {
        write("NOTICE", message);
    }

    @Override
    public void warn(String message) {
        write("WARN", message);
    }

    @Override
    public void error(String message) {
        write("ERROR", message);
    }

    @Override
    public void error(String message, Exception failure) {
        write("ERROR", message);
        trace(failure);
    }

    @Override
    public void close() {
        stream.close();
    }
}
