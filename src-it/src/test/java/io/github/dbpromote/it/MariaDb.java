package io.github.dbpromote.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The MariaDB of this machine's packages, in a folder and on a port of its own, on loopback. */
final class MariaDb implements AutoCloseable {
    static final String USER = "migrator";
    static final String PASSWORD = "Larch-and-Larkspur";
    private static final String ADMINISTRATOR = "administrator";

    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 100;
    /** The server does not work as root. */
    private static final String UNPRIVILEGED = "nobody";
    /** Ends the server when its standard input ends, which it also does if this JVM is killed. */
    private static final String WITH_THIS_JVM = "\"$@\" & server=$!; read -r _; kill \"$server\"; wait \"$server\"";

    private final Path folder;
    private final int port;
    private Process server;

    private MariaDb(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static boolean isInstalled() {
        return program("mariadbd").isPresent() && program("mariadb-install-db").isPresent();
    }

    private static Optional<String> program(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** With these databases, in each of which {@link #USER} may do everything. */
    static MariaDb start(String... databases) throws IOException, InterruptedException {
        // Not in this module's folder: to that, another user may have no way.
        Path folder = Files.createTempDirectory("mariadb-");
        MariaDb mariaDb = new MariaDb(folder, freePort());
        try {
            mariaDb.install(databases);
            mariaDb.start();
            return mariaDb;
        } catch (IOException | InterruptedException | RuntimeException e) {
            try (mariaDb) {
                throw e;
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void install(String... databases) throws IOException, InterruptedException {
        List<String> sql = new ArrayList<>();
        sql.add("GRANT ALL ON *.* TO " + ADMINISTRATOR + "@'127.0.0.1' IDENTIFIED BY '" + PASSWORD + "';");
        sql.add("CREATE USER " + USER + "@'127.0.0.1' IDENTIFIED BY '" + PASSWORD + "';");
        for (String database : databases) {
            sql.add("CREATE DATABASE " + database + ";");
            sql.add("GRANT ALL ON " + database + ".* TO " + USER + "@'127.0.0.1';");
        }
        Files.write(folder.resolve("databases.sql"), sql);
        Files.createDirectory(data());
        for (Path file : List.of(folder, data(), folder.resolve("databases.sql"))) {
            own(file);
        }
        List<String> command =
                new ArrayList<>(List.of(program("mariadb-install-db").orElseThrow(), "--no-defaults"));
        command.addAll(List.of("--datadir=" + data(), "--skip-test-db", "--auth-root-authentication-method=normal"));
        command.addAll(asUser());
        Process install = process("install.log", command).start();
        if (install.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("install.log")));
        }
    }

    void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", WITH_THIS_JVM, "sh"));
        command.addAll(List.of(program("mariadbd").orElseThrow(), "--no-defaults", "--datadir=" + data()));
        command.addAll(List.of("--bind-address=127.0.0.1", "--port=" + port, "--socket=" + folder.resolve("socket")));
        command.addAll(List.of("--pid-file=" + folder.resolve("pid"), "--skip-name-resolve", "--skip-log-bin"));
        if (Files.exists(folder.resolve("databases.sql"))) {
            command.add("--init-file=" + folder.resolve("databases.sql"));
        }
        command.addAll(asUser());
        server = process("server.log", command).start();
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline || server.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException(Files.readString(folder.resolve("server.log")));
            }
        }
        // They exist now: the next start needs them no more.
        Files.deleteIfExists(folder.resolve("databases.sql"));
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url("information_schema"), USER, PASSWORD)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    void stop() throws IOException {
        server.getOutputStream().close();
        server.onExit().join();
    }

    private ProcessBuilder process(String log, List<String> command) {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile());
    }

    private static List<String> asUser() {
        return isRoot() ? List.of("--user=" + UNPRIVILEGED) : List.of();
    }

    private static void own(Path file) throws IOException {
        if (isRoot()) {
            UserPrincipal user =
                    file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(UNPRIVILEGED);
            Files.setOwner(file, user);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private Path data() {
        return folder.resolve("data");
    }

    String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
    }

    void execute(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database), USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As a user who may do everything. */
    void administer(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(""), ADMINISTRATOR, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of each row. */
    List<String> query(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database), USER, PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            stop();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
