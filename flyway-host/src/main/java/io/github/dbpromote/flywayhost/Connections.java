package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DeploymentId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens the connections of one run. PostgreSQL knows all of them by the deployment's name, so that whoever comes after
 * a lost host can tell whether it still works.
 */
final class Connections {
    private final HostConfiguration configuration;
    private final Credentials credentials;
    private final String applicationName;
    private final AtomicBoolean stopped = new AtomicBoolean();

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
        stopped.set(true);
    }

    /** A connection for Flyway. */
    Connection openForFlyway() throws SQLException {
        if (stopped.get()) {
            throw new SQLException("the run was stopped", "57P01");
        }
        return open();
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
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    private void initialize(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Lets a statement end with its client instead of running on. PostgreSQL 13 does not know it.
            statement.execute("SELECT set_config(name, '5s', false) FROM pg_settings"
                    + " WHERE name = 'client_connection_check_interval'");
            if (configuration.initSql().isPresent()) {
                statement.execute(configuration.initSql().get());
            }
        }
    }
}
