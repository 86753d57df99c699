package io.github.dbpromote.sandbox.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says. Its lines are: process id, data directory, start time in seconds, port, socket
 * directory, address, shared memory key, state (PostgreSQL's {@code pidfile.h}).
 */
record Postmaster(long pid, Instant startedAt, int port, String state) {
    static final String FILE = "postmaster.pid";

    /** Between the birth of the process and its own look at the clock; also what the system's start times are off by. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    /** Empty where there is no file, or where it is not yet, or no longer, whole. */
    static Optional<Postmaster> read(Path data) throws IOException {
        try {
            return parse(Files.readAllLines(data.resolve(FILE), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<Postmaster> parse(List<String> lines) {
        if (lines.size() < 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Postmaster(
                    Long.parseLong(lines.get(0).strip()),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
                    Integer.parseInt(lines.get(3).strip()),
                    lines.size() < 8 ? "" : lines.get(7).strip()));
        } catch (NumberFormatException halfWritten) {
            return Optional.empty();
        }
    }

    boolean isReady() {
        return state.equals("ready");
    }

    /**
     * The server that wrote the file, if it still runs. A process of that number alone proves nothing, for numbers are
     * given anew: it must be PostgreSQL too, and have started then or name this data directory (a clock may be set).
     */
    Optional<ProcessHandle> process(Path data) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> wrote(process.info(), data));
    }

    private boolean wrote(ProcessHandle.Info info, Path data) {
        boolean isPostgres = info.command()
                .map(command -> Path.of(command).getFileName().toString().equals("postgres"))
                .orElse(true);
        boolean startedThen = info.startInstant()
                .map(start -> Duration.between(start, startedAt).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                .orElse(false);
        boolean servesData = info.arguments()
                .map(arguments -> List.of(arguments).contains(data.toString()))
                .orElse(false);
        return isPostgres && (startedThen || servesData);
    }
}
