package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.progress.Waiting;
import java.util.List;
import java.util.Optional;

/**
 * The server's processes that work, or still work, for one deployment. They may outlive their client by as long as a
 * statement takes.
 */
final class Backends {
    // The lock's own session and the one that asks carry the same name.
    private static final String OTHERS = """
              FROM pg_stat_activity a
             WHERE a.application_name = ? AND a.backend_type = 'client backend'
               AND a.datname = current_database() AND a.pid <> pg_backend_pid()
               AND NOT EXISTS (SELECT FROM pg_locks l
                                WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.objsubid = 1
                                  AND (l.classid::bigint << 32) | l.objid::bigint = ?)
            """;

    private final Session session;
    private final String applicationName;
    private final long lock;

    Backends(Session session, String applicationName, long lock) {
        this.session = session;
        this.applicationName = applicationName;
        this.lock = lock;
    }

    /** What they do now, with every value that was put in; empty if there is none. */
    List<String> statements() {
        return session.query(
                "look for the deployment's server processes",
                "SELECT a.pid || ': ' || coalesce(a.query, '')" + OTHERS,
                row -> row.getString(1),
                applicationName,
                lock);
    }

    /** Ends them, and rolls back what they have not committed. */
    void terminate() {
        session.query(
                "end the deployment's server processes",
                "SELECT pg_terminate_backend(a.pid)" + OTHERS,
                row -> row.getBoolean(1),
                applicationName,
                lock);
    }

    /** @return whether all of them were gone before the limit */
    boolean awaitGone(Waiting waiting) {
        return waiting.until(passed -> statements().isEmpty() ? Optional.of(true) : Optional.empty())
                .orElse(false);
    }
}
