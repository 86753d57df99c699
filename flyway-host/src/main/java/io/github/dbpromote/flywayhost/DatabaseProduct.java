package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Waiting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * The kind of database that {@code flyway.url} names, and whatever this host does differently from one kind to another.
 * PostgreSQL is in the program; any other takes a driver and a module of Flyway's, which somebody put beside it.
 */
sealed interface DatabaseProduct permits PostgreSql, AddedDatabase {
    /**
     * @param file where the URL stands
     * @throws Refusal if nothing on this host can work with it
     * @throws IllegalArgumentException that says what is wrong, as the end of "flyway.url …"
     */
    static DatabaseProduct of(String url, Path file) {
        JdbcUrl.requireNothingOfOurs(url);
        return PostgreSql.handles(url) ? PostgreSql.at(url) : AddedDatabase.at(url, file);
    }

    String url();

    /** At the beginning of sentences. */
    String name();

    /** Why a token of the host's role cannot be the password here, as the end of "dbPromote.passwordFrom …". */
    Optional<String> objectionToTokens(HostConfiguration configuration);

    /** A new connection, before the configuration's {@code initSql}. */
    Connection connect(HostConfiguration configuration, Credentials credentials, String applicationName)
            throws SQLException;

    /** What it means that a connection failed. */
    ConnectionReport connectionReport(HostConfiguration configuration);

    /** Name and version of the server that answers. */
    String server(Session session);

    /** Why this host must not work on the server that answers, if so. */
    Optional<Problem> objection(Session session, HostConfiguration configuration, Order order);

    /**
     * Waits until no other run works on the database, as far as the server helps with that.
     *
     * @param session for the lock alone; it is closed with the lock
     * @param deployment looks whether the deployment is still this host's
     * @throws RunFailure if somebody else works on it for too long; then the session is closed
     */
    RunLock lock(Session session, DatabaseName database, Waiting waiting, Runnable deployment);

    /**
     * Where Flyway's schema history stands, or will.
     *
     * @throws FlywayException if Flyway cannot work with the server
     */
    HistoryTable historyTable(Session session, Configuration flyway);

    /**
     * Whether a script that Flyway runs in a transaction leaves nothing behind when it fails.
     *
     * @throws FlywayException if Flyway cannot work with the server
     */
    boolean rollsBackScripts(Configuration flyway);

    /** What a person has to know of a script that did not end, and is not simply undone. */
    List<String> halfDone(String script, String text);

    /** How a person sees whether the server still works for a run that nobody heard of again; empty if it has ended. */
    List<String> stillAtWork();
}
