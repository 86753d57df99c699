package io.github.dbpromote.sandbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir
    Path state;

    private PostgresServer server;

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void start_givesEachDatabaseARoleThatOwnsItAndNothingElse() throws SQLException {
        server = PostgresServer.start(state);
        server.provision("users_dev", "users_dev_migrator", "secret123");
        server.provision("users_qa", "users_qa_migrator", "secret456");

        try (Connection dev = connect("users_dev", "users_dev_migrator", "secret123")) {
            assertThat(value(dev, "SELECT current_setting('server_version_num')::int / 10000"))
                    .isEqualTo("16");
            assertThat(value(dev, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            assertThat(value(dev, "SHOW fsync")).isEqualTo("on");
            dev.createStatement().execute("CREATE TABLE public.t (id int)");
        }
        assertThatThrownBy(() -> connect("users_qa", "users_dev_migrator", "secret123"))
                .hasMessageContaining("permission denied for database");
        assertThatThrownBy(() -> connect("users_dev", "users_dev_migrator", "wrong-one"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void provision_isIdempotentAndRenewsThePassword() throws SQLException {
        server = PostgresServer.start(state);
        server.provision("users_dev", "users_dev_migrator", "firstone");
        try (Connection dev = connect("users_dev", "users_dev_migrator", "firstone")) {
            dev.createStatement().execute("CREATE TABLE kept (id int)");
        }

        server.provision("users_dev", "users_dev_migrator", "secondone");

        try (Connection dev = connect("users_dev", "users_dev_migrator", "secondone")) {
            assertThat(value(dev, "SELECT count(*) FROM kept")).isEqualTo("0");
        }
    }

    @Test
    void provision_refusesAPasswordThatWouldNeedQuoting() {
        server = PostgresServer.start(state);
        assertThatThrownBy(() -> server.provision("d", "r", "it's-not-it"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void data_outliveAStop() throws SQLException {
        server = PostgresServer.start(state);
        server.provision("users_dev", "users_dev_migrator", "secret123");
        server.close();
        assertThat(server.isRunning()).isFalse();
        assertThat(state.resolve("data/postmaster.pid")).doesNotExist();

        server = PostgresServer.start(state);

        try (Connection dev = connect("users_dev", "users_dev_migrator", "secret123")) {
            assertThat(dev.isValid(1)).isTrue();
        }
    }

    @Test
    void reopen_isTheSameServerAgain_forWhoKnowsItsAddress() throws SQLException {
        server = PostgresServer.start(state);
        server.provision("users_dev", "users_dev_migrator", "secret123");
        String address = server.jdbcUrl("users_dev");
        server.close();
        assertThat(server.isClosed()).isTrue();
        assertThatThrownBy(() -> connect("users_dev", "users_dev_migrator", "secret123"))
                .hasMessageContaining("refused");

        server.reopen();
        server.reopen();

        assertThat(server.isClosed()).isFalse();
        assertThat(server.jdbcUrl("users_dev")).isEqualTo(address);
        try (Connection dev = connect("users_dev", "users_dev_migrator", "secret123")) {
            assertThat(dev.isValid(1)).isTrue();
        }
    }

    @Test
    void reopen_takesAnotherPortWhereItsOwnIsTaken() throws IOException, SQLException {
        server = PostgresServer.start(state);
        int port = server.port();
        server.close();

        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            server.reopen();
            assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
        }

        try (Connection connection = server.connect()) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    void close_endsOpenConnectionsInsteadOfWaitingForThem() throws SQLException {
        server = PostgresServer.start(state);
        try (Connection open = server.connect()) {
            server.close();
            assertThat(open.isValid(1)).isFalse();
        }
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    void start_adoptsTheServerThatAKilledSandboxLeft() {
        server = PostgresServer.start(state);

        PostgresServer adopted = PostgresServer.start(state);

        assertThat(adopted.pid()).isEqualTo(server.pid());
        assertThat(adopted.port()).isEqualTo(server.port());
        adopted.close();
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    void start_recoversAfterTheServerItselfWasKilled() throws SQLException {
        server = PostgresServer.start(state);
        server.provision("users_dev", "users_dev_migrator", "secret123");
        ProcessHandle killed = ProcessHandle.of(server.pid()).orElseThrow();
        killed.destroyForcibly();
        killed.onExit().join();
        assertThat(state.resolve("data/postmaster.pid")).exists();

        server = PostgresServer.start(state);

        try (Connection dev = connect("users_dev", "users_dev_migrator", "secret123")) {
            assertThat(dev.isValid(1)).isTrue();
        }
    }

    @Test
    void start_clearsAStalePidFileWhoseNumberSomebodyElseGot() throws IOException {
        server = PostgresServer.start(state);
        Path file = state.resolve("data/postmaster.pid");
        List<String> lines = Files.readAllLines(file);
        server.close();
        long somebodyElse = ProcessHandle.current().pid();
        lines.set(0, Long.toString(somebodyElse));
        lines.set(2, Long.toString(Instant.now().getEpochSecond()));
        Files.write(file, lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        server = PostgresServer.start(state);

        assertThat(server.pid()).isNotEqualTo(somebodyElse);
        assertThat(server.isRunning()).isTrue();
    }

    @Test
    void start_beginsAnewAfterAnInitialisationThatWasKilled() throws IOException {
        Files.createDirectories(state.resolve("data-unfinished/base"));
        Files.writeString(state.resolve("data-unfinished/PG_VERSION"), "16");

        server = PostgresServer.start(state);

        assertThat(server.isRunning()).isTrue();
        assertThat(state.resolve("data-unfinished")).doesNotExist();
    }

    @Test
    void superuserPassword_isReadableByItsOwnerAlone() throws IOException {
        server = PostgresServer.start(state);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("superuser"))))
                .isEqualTo("rw-------");
    }

    @Test
    void start_asRootRunsAsAnotherUserWhereThereAreNoUserNamespaces() throws IOException, SQLException {
        assumeTrue(isRoot(), "only root can become another user");
        Optional<Unprivileged> nobody = Unprivileged.droppingTo("nobody");
        assumeTrue(nobody.isPresent(), "neither setpriv nor runuser here");
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));

        server = PostgresServer.start(state.resolve("postgres"), nobody.get());

        assertThat(Files.getOwner(state.resolve("postgres/data")).getName()).isEqualTo("nobody");
        try (Connection connection = server.connect()) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    void start_asAnotherUserSaysWhichDirectoryThatUserCannotReach() throws IOException {
        assumeTrue(isRoot(), "only root can become another user");
        Optional<Unprivileged> nobody = Unprivileged.droppingTo("nobody");
        assumeTrue(nobody.isPresent(), "neither setpriv nor runuser here");
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
        Path closed = state.resolve("postgres");

        assertThatThrownBy(() -> PostgresServer.start(closed, nobody.get()))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("user nobody, who cannot reach " + closed)
                .hasMessageContaining("choose a state directory");
    }

    @Test
    void unpacking_happensOnceAndTheSecondTimeFindsIt() throws IOException {
        PostgresBinaries first = PostgresBinaries.unpackedBelow(state);
        Path postgres = first.program("postgres");
        assertThat(postgres).isExecutable();
        Instant unpacked = Files.getLastModifiedTime(first.home()).toInstant();

        PostgresBinaries second = PostgresBinaries.unpackedBelow(state);

        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second.home()).toInstant()).isEqualTo(unpacked);
    }

    private static boolean isRoot() {
        return Subprocess.run(List.of("id", "-u")).output().equals("0");
    }

    private Connection connect(String database, String user, String password) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), user, password);
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
