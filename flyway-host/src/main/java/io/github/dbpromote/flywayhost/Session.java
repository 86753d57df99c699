package io.github.dbpromote.flywayhost;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A connection of the host itself, beside Flyway's: every statement is its own transaction, because an open one would
 * make CREATE INDEX CONCURRENTLY wait for it, and no answer may take long.
 */
final class Session implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Connection connection;

    Session(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(true);
        connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @param doing for the message if it fails, as the end of "could not …" */
    synchronized <T> List<T> query(String doing, String sql, Row<T> row, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    rows.add(row.read(results));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new DatabaseTrouble(doing, e);
        }
    }

    <T> Optional<T> first(String doing, String sql, Row<T> row, Object... parameters) {
        return query(doing, sql, row, parameters).stream().findFirst();
    }

    /** Name and version of the server, as its driver tells them. */
    synchronized String server() {
        try {
            DatabaseMetaData server = connection.getMetaData();
            return server.getDatabaseProductName() + " " + server.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new DatabaseTrouble("ask the server what it is", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // Whether it says goodbye or not, the server ends a session whose client is gone. Nothing depends on it.
            return;
        }
    }
}
