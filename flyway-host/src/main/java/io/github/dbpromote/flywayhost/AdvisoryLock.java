package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.progress.Waiting;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * PostgreSQL's promise that one run at a time works on a logical database. It belongs to a session, so that it ends
 * with its holder, however that ends.
 */
final class AdvisoryLock implements RunLock {
    private static final Duration BY_ITSELF = Duration.ofSeconds(2);
    private static final Duration TERMINATED = Duration.ofSeconds(10);

    private final Session session;
    private final DatabaseName database;

    private AdvisoryLock(Session session, DatabaseName database) {
        this.session = session;
        this.database = database;
    }

    /**
     * Waits until nobody else holds the lock.
     *
     * @param session a session for the lock alone; it is closed with the lock
     * @throws RunFailure if somebody else kept it for too long; then the session is closed
     */
    static AdvisoryLock take(Session session, DatabaseName database, Waiting waiting) {
        long key = key(database);
        Optional<Boolean> taken = waiting.until(passed -> tryLock(session, key));
        if (taken.isEmpty()) {
            String holder = holder(session, key).orElse("somebody");
            session.close();
            throw new RunFailure(Failure.of(
                    "lock-unavailable",
                    holder + " kept the lock on " + database + " for more than "
                            + waiting.limit().toSeconds() + " s. Nothing was run."));
        }
        return new AdvisoryLock(session, database);
    }

    /** Eight bytes of a hash of the name: the same on every host, and nobody else's by accident. */
    static long key(DatabaseName database) {
        Digest digest = Digest.of(("db-promote " + database).getBytes(StandardCharsets.UTF_8));
        return new BigInteger(digest.value().substring(0, 16), 16).longValue();
    }

    private static Optional<Boolean> tryLock(Session session, long key) {
        return session.first("take the lock", "SELECT pg_try_advisory_lock(?)", row -> row.getBoolean(1), key)
                .filter(taken -> taken);
    }

    private static Optional<String> holder(Session session, long key) {
        return session.first("ask who holds the lock", """
                SELECT a.application_name || ' (process ' || a.pid || ', since ' || a.backend_start || ')'
                  FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                 WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                   AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                   AND (l.classid::bigint << 32) | l.objid::bigint = ?
                """, row -> row.getString(1), key);
    }

    @Override
    public String announcement() {
        return "holding the lock on " + database;
    }

    /** @throws RunFailure if the session is gone, and the lock with it */
    @Override
    public void check() {
        try {
            session.query("check the lock", "SELECT 1", row -> row.getInt(1));
        } catch (DatabaseTrouble e) {
            throw new RunFailure(Failure.of(
                    "lock-lost",
                    "The connection that holds the lock broke ("
                            + e.getCause().getMessage()
                            + "), so that another run may have begun: nothing further was started."));
        }
    }

    @Override
    public void terminate(Connections connections) {
        try (Session fresh = connections.openSession()) {
            backends(fresh, connections.applicationName()).terminate();
        }
    }

    @Override
    public boolean endOwnWork(Connections connections, Function<Duration, Waiting> waiting) {
        try (Session fresh = connections.openSession()) {
            Backends backends = backends(fresh, connections.applicationName());
            if (backends.awaitGone(waiting.apply(BY_ITSELF))) {
                return true;
            }
            backends.terminate();
            return backends.awaitGone(waiting.apply(TERMINATED));
        }
    }

    @Override
    public boolean seesLostRuns() {
        return true;
    }

    @Override
    public List<String> awaitEnd(DeploymentId deployment, Waiting waiting) {
        Backends backends = backends(session, Connections.applicationName(deployment));
        return backends.awaitGone(waiting) ? List.of() : backends.statements();
    }

    private Backends backends(Session asking, String applicationName) {
        return new Backends(asking, applicationName, key(database));
    }

    @Override
    public void close() {
        session.close();
    }
}
