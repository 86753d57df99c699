package io.github.dbpromote.sandbox;

import io.github.dbpromote.sandbox.postgres.PostgresException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a sandbox until it is asked to stop: {@code --state DIR [--flyway-host JAR] [--fingerprint TEXT] [--idle PT30M]
 * [--port N]}. Prints one line, {@code ready <endpoint>}, when it serves; whatever it has to say after that goes to
 * {@code sandbox.log} in the state directory, for who started it may be dead by then.
 */
public final class SandboxMain {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int ALREADY_RUNNING = 3;

    private SandboxMain() {}

    /** Ends the JVM: 0 after a stop, 1 if it cannot start, 2 for wrong arguments, 3 if another one runs there already. */
    public static void main(String[] args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        try {
            run(options(List.of(args)), out);
            System.exit(0);
        } catch (AlreadyRunningException e) {
            exit(ALREADY_RUNNING, e, err);
        } catch (IllegalArgumentException e) {
            exit(USAGE, e, err);
        } catch (PostgresException | UncheckedIOException | IOException e) {
            exit(FAILED, e, err);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exit(FAILED, e, err);
        } catch (RuntimeException e) {
            // Unforeseen, such as a state directory that somebody has damaged: the log gets the whole of it.
            System.getLogger(SandboxMain.class.getName()).log(System.Logger.Level.ERROR, "The sandbox failed", e);
            exit(FAILED, e, err);
        }
    }

    private static void exit(int status, Exception problem, PrintStream err) {
        String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        err.println("db-promote sandbox: " + message);
        System.exit(status);
    }

    private static SandboxBuilder options(List<String> args) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int index = 0; index < args.size(); index += 2) {
            if (index + 1 == args.size()) {
                throw new IllegalArgumentException(args.get(index) + " lacks its value");
            }
            values.put(args.get(index), args.get(index + 1));
        }
        String state = values.remove("--state");
        if (state == null) {
            throw new IllegalArgumentException("--state DIRECTORY is missing");
        }
        SandboxBuilder options = Sandbox.at(Path.of(state));
        values.forEach((name, value) -> option(options, name, value));
        return options;
    }

    private static void option(SandboxBuilder options, String name, String value) {
        switch (name) {
            case "--flyway-host" -> options.flywayHost(Path.of(value));
            case "--fingerprint" -> options.fingerprint(value);
            case "--idle" -> options.idleLimit(duration(name, value));
            case "--port" -> options.port(port(value));
            default -> throw new IllegalArgumentException("unknown argument " + name);
        }
    }

    private static Duration duration(String name, String value) {
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + " is a duration such as PT30M, not " + value, e);
        }
    }

    private static int port(String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException("--port is 0 to 65535, not " + value);
        }
        return Integer.parseInt(value);
    }

    private static void run(SandboxBuilder options, PrintStream out) throws IOException, InterruptedException {
        try (PrintStream log = log(options.stateDirectory())) {
            System.setOut(log);
            System.setErr(log);
            try (Sandbox sandbox = options.start()) {
                out.println("ready " + sandbox.endpoint());
                out.flush();
                sandbox.awaitStopRequest();
            }
        }
    }

    private static PrintStream log(Path directory) throws IOException {
        Path file = StateDirectory.create(directory).resolve("sandbox.log");
        return new PrintStream(new FileOutputStream(file.toFile(), true), true, StandardCharsets.UTF_8);
    }
}
