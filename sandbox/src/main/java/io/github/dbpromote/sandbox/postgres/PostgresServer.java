package io.github.dbpromote.sandbox.postgres;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the sandbox, on 127.0.0.1 and a free port. Its data outlive it, and it outlives a killed
 * sandbox: the next one adopts it.
 */
public final class PostgresServer implements AutoCloseable {
    private static final String SUPERUSER = "postgres";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    /** Backends of a killed server see its death within moments, and until then keep a new one from starting. */
    private static final Duration NEXT_ATTEMPT = Duration.ofMillis(200);

    private static final int ANY_PORT = 0;
    private static final int START_ATTEMPTS = 5;
    private static final Pattern PASSWORD = Pattern.compile("[0-9A-Za-z]{8,100}");

    private final Path data;
    private final String superuserPassword;
    private final Unprivileged user;
    private volatile Postmaster postmaster;
    private volatile boolean closed;

    private PostgresServer(Path data, String superuserPassword, Unprivileged user, Postmaster postmaster) {
        this.data = data;
        this.superuserPassword = superuserPassword;
        this.user = user;
        this.postmaster = postmaster;
    }

    /**
     * Starts a server whose data stand below {@code directory}, initialising them the first time; joins the server that
     * is running on them if there is one.
     *
     * @throws PostgresException where the server cannot be run; the message says what it would need
     */
    public static PostgresServer start(Path directory) {
        return start(directory, Unprivileged.forPresentUser());
    }

    static PostgresServer start(Path directory, Unprivileged user) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            user.own(absolute);
            user.requireAccessTo(absolute);
            return new Starting(absolute, user, ANY_PORT).start();
        } catch (IOException e) {
            throw new PostgresException(
                    "PostgreSQL's files below " + absolute + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** The address of a database of this server, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    public int port() {
        return postmaster.port();
    }

    /** {@code 16}, as the server noted it beside its data. */
    public String majorVersion() {
        try {
            return Files.readString(data.resolve("PG_VERSION")).strip();
        } catch (IOException e) {
            throw new PostgresException("The version of PostgreSQL's data cannot be read: " + e.getMessage(), e);
        }
    }

    /** The process id of the server, which is not a child of this process where it was adopted. */
    public long pid() {
        return postmaster.pid();
    }

    /**
     * Makes sure that the role exists, has this password and owns this database.
     *
     * @param password letters and digits, 8 to 100
     */
    public void provision(String database, String role, String password) {
        if (!PASSWORD.matcher(password).matches()) {
            throw new IllegalArgumentException("a role's password is 8 to 100 letters and digits");
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            String verb = exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role) ? "ALTER" : "CREATE";
            statement.execute(verb + " ROLE " + identifier(role) + " LOGIN PASSWORD '" + password + "'");
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
                statement.execute("CREATE DATABASE " + identifier(database) + " OWNER " + identifier(role));
                statement.execute("REVOKE CONNECT ON DATABASE " + identifier(database) + " FROM PUBLIC");
            }
        } catch (SQLException e) {
            throw new PostgresException("The database " + database + " could not be made: " + e.getMessage(), e);
        }
    }

    /** A connection of the superuser to the database {@code postgres}. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("postgres"), SUPERUSER, superuserPassword);
    }

    /** Whether the server's process is alive. */
    public boolean isRunning() {
        return postmaster.process(data).isPresent();
    }

    /** Whether it was closed, and not opened again. */
    public boolean isClosed() {
        return closed;
    }

    /** Ends all connections, writes everything down and stops; does nothing where the server has ended already. */
    @Override
    public synchronized void close() {
        closed = true;
        stop(data, postmaster);
    }

    /**
     * Starts again after {@link #close}, on the same port if nobody has taken it; does nothing where it runs.
     *
     * @throws PostgresException where it cannot be started
     */
    public synchronized void reopen() {
        try {
            postmaster = new Starting(data.getParent(), user, port()).start().postmaster;
            closed = false;
        } catch (IOException e) {
            throw new PostgresException("PostgreSQL did not start again: " + e.getMessage(), e);
        }
    }

    private static void stop(Path data, Postmaster postmaster) {
        Optional<ProcessHandle> process = postmaster.process(data);
        // SIGINT asks for a fast shutdown, SIGQUIT for an immediate one, which the next start recovers from.
        for (String signal : List.of("INT", "QUIT", "KILL")) {
            if (process.isPresent() && process.get().isAlive()) {
                // The shell's own kill: a slim system has no program of that name.
                Subprocess.run(List.of("sh", "-c", "kill -s " + signal + " " + postmaster.pid()));
                awaitEnd(process.get());
            }
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The caller sends the next, sterner signal.
        } catch (ExecutionException e) {
            throw new PostgresException("The end of PostgreSQL could not be awaited: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The steps from a directory to a server that answers. */
    private static final class Starting {
        private final Path directory;
        private final Path data;
        private final Path log;
        private final Path passwordFile;
        private final Unprivileged user;
        private final int wantedPort;

        Starting(Path directory, Unprivileged user, int wantedPort) {
            this.directory = directory;
            this.data = directory.resolve("data");
            this.log = directory.resolve("postgres.log");
            this.passwordFile = directory.resolve("superuser");
            this.user = user;
            this.wantedPort = wantedPort;
        }

        PostgresServer start() throws IOException {
            Optional<PostgresServer> running = adopt();
            if (running.isPresent()) {
                return running.get();
            }
            PostgresBinaries binaries = binaries();
            if (!Files.exists(data)) {
                initialise(binaries);
            }
            return new PostgresServer(data, password(), user, launch(binaries));
        }

        /** A server that a killed sandbox left behind; one that is just starting is waited for, one that ends too. */
        private Optional<PostgresServer> adopt() throws IOException {
            Optional<Postmaster> postmaster = Postmaster.read(data);
            if (postmaster.isEmpty()) {
                return Optional.empty();
            }
            Optional<ProcessHandle> process = postmaster.get().process(data);
            if (process.isEmpty()) {
                // PostgreSQL itself clears a file whose process is gone, but not one whose number somebody else got.
                Files.deleteIfExists(data.resolve(Postmaster.FILE));
                return Optional.empty();
            }
            return awaitReady(process.get())
                    .map(ready -> new PostgresServer(data, password(), user, ready))
                    .filter(Starting::answersOrStop);
        }

        private static boolean answersOrStop(PostgresServer server) {
            try (Connection connection = server.connect()) {
                return connection.isValid(5);
            } catch (SQLException e) {
                server.close();
                return false;
            }
        }

        /** For another user everything stands below the state directory, for a home directory is often closed to others. */
        private PostgresBinaries binaries() {
            return PostgresBinaries.unpackedBelow(
                    user.owner().isPresent()
                            ? directory
                            : PostgresBinaries.userCache().orElse(directory));
        }

        /** Works beside the final place, so that an initialisation that was killed is never mistaken for a whole one. */
        private void initialise(PostgresBinaries binaries) throws IOException {
            Path unfinished = directory.resolve("data-unfinished");
            deleteTree(unfinished);
            writePassword();
            Subprocess initdb = Subprocess.run(user.command(List.of(
                    binaries.program("initdb").toString(),
                    "--pgdata=" + unfinished,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    // The same order of text on every system; Aurora's default is en_US.UTF-8.
                    "--locale-provider=icu",
                    "--icu-locale=en-US",
                    "--wal-segsize=1")));
            if (!initdb.succeeded()) {
                throw new PostgresException("initdb failed (exit code " + initdb.exitCode() + "): " + initdb.output());
            }
            Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        }

        private void writePassword() throws IOException {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.deleteIfExists(passwordFile);
            Files.createFile(
                    passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile, HexFormat.of().formatHex(random));
            user.own(passwordFile);
        }

        private String password() {
            try {
                return Files.readString(passwordFile, StandardCharsets.UTF_8).strip();
            } catch (IOException e) {
                throw new PostgresException(
                        "The password of PostgreSQL's superuser cannot be read: " + e.getMessage(), e);
            }
        }

        /** Somebody else may take the port between our look and PostgreSQL's: then another one. */
        private Postmaster launch(PostgresBinaries binaries) throws IOException {
            for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
                int port = attempt == 1 && wantedPort != ANY_PORT ? wantedPort : freePort();
                Process process = launch(binaries, port);
                Optional<Postmaster> ready = awaitReady(process.toHandle());
                if (ready.isPresent()) {
                    return ready.get();
                }
                process.destroyForcibly();
                LockSupport.parkNanos(NEXT_ATTEMPT.toNanos());
            }
            throw new PostgresException("PostgreSQL did not start; its log " + log + " ends with: " + endOfLog());
        }

        private Process launch(PostgresBinaries binaries, int port) throws IOException {
            List<String> command = new ArrayList<>(ownSession());
            command.addAll(user.command(List.of(
                    binaries.program("postgres").toString(),
                    "-D",
                    data.toString(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "shared_buffers=32MB",
                    "-c",
                    "max_wal_size=128MB",
                    "-c",
                    "min_wal_size=16MB",
                    "-c",
                    "huge_pages=off",
                    "-c",
                    "timezone=UTC",
                    "-c",
                    "log_timezone=UTC",
                    "-c",
                    "log_line_prefix=%m [%p] %q%u@%d ")));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            Subprocess.minimalEnvironment(builder);
            return builder.start();
        }

        /** A Ctrl-C in the terminal is meant for the sandbox, which then stops PostgreSQL in order. */
        private static List<String> ownSession() {
            return Subprocess.run(List.of("setsid", "true")).succeeded() ? List.of("setsid") : List.of();
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
                return socket.getLocalPort();
            }
        }

        private Optional<Postmaster> awaitReady(ProcessHandle process) throws IOException {
            Instant limit = Instant.now().plus(START_LIMIT);
            while (process.isAlive() && Instant.now().isBefore(limit)) {
                Optional<Postmaster> ready = Postmaster.read(data)
                        .filter(Postmaster::isReady)
                        .filter(postmaster -> postmaster.process(data).isPresent());
                if (ready.isPresent()) {
                    return ready;
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
            return Optional.empty();
        }

        private static void deleteTree(Path tree) throws IOException {
            if (!Files.exists(tree)) {
                return;
            }
            try (Stream<Path> paths = Files.walk(tree)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }

        private String endOfLog() throws IOException {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join(" / ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        }
    }
}
