package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DeploymentId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Opens the connections of one run. PostgreSQL knows all of them by the deployment's name, so that whoever comes after
 * a lost host can tell whether it still works.
 */
final class Connections {
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
        Connection connection = configuration.product().connect(configuration, credentials, applicationName);
        try {
            runInitSql(connection);
            return connection;
        } catch (SQLException | RunFailure e) {
            try (connection) {
                throw e;
            }
        }
    }

    private void runInitSql(Connection connection) throws SQLException {
        if (configuration.initSql().isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(configuration.initSql().get());
        } catch (SQLException e) {
            if (FailureReport.isAboutTheConnection(e)) {
                throw e;
            }
            throw new RunFailure(FailureReport.ofProblem(HostProblems.initSqlFailed(
                    configuration.product(), configuration.file(), FailureReport.message(e))));
        }
    }
}
