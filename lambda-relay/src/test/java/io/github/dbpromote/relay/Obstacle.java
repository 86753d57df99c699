package io.github.dbpromote.relay;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Somebody who holds a table, so that migrations have to wait for it. */
final class Obstacle implements AutoCloseable {
    private final Connection holder;
    private final Connection observer;

    Obstacle(Connection holder, Connection observer, String table) throws SQLException {
        this.holder = holder;
        this.observer = observer;
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("lock table " + table + " in access exclusive mode");
        }
    }

    boolean isWaitedFor() {
        try (Statement statement = observer.createStatement();
                ResultSet waiting = statement.executeQuery(
                        "select exists (select from pg_locks where relation is not null and not granted)")) {
            return waiting.next() && waiting.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (holder;
                observer) {
            holder.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
