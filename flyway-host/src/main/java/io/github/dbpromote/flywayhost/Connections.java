package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DeploymentId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;

/**
 * Opens the connections of one run. PostgreSQL knows all of them by the deployment's name, so that whoever comes after
 * a lost host can tell whether it still works.
 */
final class Connections {
    /**
     * Lets the server's process end soon after its client: a statement that runs, and the idle session that holds the
     * lock, whose host may have lost its power. PostgreSQL 13 does not know the first of these settings.
     */
    private static final String FOLLOW_THE_CLIENT = """
            SELECT set_config(s.name, v.value, false)
              FROM pg_settings s
              JOIN (VALUES ('client_connection_check_interval', '5s'), ('tcp_keepalives_idle', '30'),
                           ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3')) v (name, value)
                ON s.name = v.name""";

    /** The driver's own limits end with the TCP connection: who accepts that and then says nothing keeps it waiting. */
    private static final int LOGIN_SECONDS = 30;

    private final HostConfiguration configuration;
    private final Credentials credentials;
    private final String applicationName;
    private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    Connections(HostConfiguration configuration, Credentials credentials, DeploymentId deployment) {
        this.configuration = configuration;
        this.credentials = credentials;
        this.applicationName = applicationName(deployment);
    }

    /** At most 53 bytes, of which PostgreSQL keeps 63. */
    static String applicationName(DeploymentId deployment) {
        return "db-promote/" + deployment;
    }

    String applicationName() {
        return applicationName;
    }

    /** From now on nobody but the host itself gets a connection. */
    void stop() {
        stopped = true;
    }

    /** Closes Flyway's sockets, so that it does not wait for a server that cannot be reached any more. */
    void abort() throws SQLException {
        for (Connection connection = opened.poll(); connection != null; connection = opened.poll()) {
            connection.abort(Runnable::run);
        }
    }

    /** A connection for Flyway. */
    Connection openForFlyway() throws SQLException {
        if (stopped) {
            throw new SQLException("the run was stopped", "57P01");
        }
        Connection connection = open();
        opened.add(connection);
        return connection;
    }

    /** A connection for the host itself. */
    Session openSession() {
        try {
            return new Session(open());
        } catch (SQLException e) {
            throw new DatabaseTrouble("connect to the database", e);
        }
    }

    private Connection open() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(configuration.url());
        // Before the driver's properties of the configuration, which may say otherwise.
        source.setTcpKeepAlive(true);
        source.setLoginTimeout(LOGIN_SECONDS);
        for (var property : configuration.driver().entrySet()) {
            source.setProperty(property.getKey(), property.getValue());
        }
        source.setApplicationName(applicationName);
        Login login = credentials.login(source.getServerNames()[0], source.getPortNumbers()[0]);
        Connection connection =
                source.getConnection(login.user(), login.password().orElse(null));
        try {
            initialize(connection);
            return connection;
        } catch (SQLException | RunFailure e) {
            try (connection) {
                throw e;
            }
        }
    }

    private void initialize(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(FOLLOW_THE_CLIENT);
            if (configuration.initSql().isPresent()) {
                runInitSql(statement, configuration.initSql().get());
            }
        }
    }

    private void runInitSql(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
        } catch (PSQLException e) {
            if (e.getServerErrorMessage() == null) {
                throw e;
            }
            throw new RunFailure(FailureReport.ofProblem(HostProblems.initSqlFailed(
                    configuration.file(),
                    String.valueOf(e.getServerErrorMessage().getMessage()))));
        }
    }
}
