package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problem;
import java.util.Optional;

/**
 * The PostgreSQL that answered.
 *
 * @param version {@code 16.15}
 * @param major {@code 16}
 * @param reader whether it takes no writes, as a replica: its locks and processes say nothing of the writer's
 */
record Server(String version, int major, boolean reader) {
    private static final int MINORS = 10_000;

    static Server ask(Session session) {
        return session.first(
                        "ask the server what it is",
                        "SELECT split_part(current_setting('server_version'), ' ', 1),"
                                + " current_setting('server_version_num')::int,"
                                + " pg_is_in_recovery() OR current_setting('transaction_read_only')::bool",
                        row -> new Server(row.getString(1), row.getInt(2) / MINORS, row.getBoolean(3)))
                .orElseThrow();
    }

    /** Why this host must not work on it, if so. The environment's parameter, which orders repeat, goes before this host. */
    Optional<Problem> objection(HostConfiguration configuration, Order order) {
        if (reader) {
            return Optional.of(HostProblems.reader(configuration.file()));
        }
        String expectedBy = order.postgresql().isPresent()
                ? HostProblems.postgresqlOfParameter(order.database(), order.environment())
                : HostProblems.postgresqlOfHost(configuration.file());
        return order.postgresql()
                .or(configuration::postgresql)
                .filter(expected -> expected != major)
                .map(expected -> HostProblems.otherPostgresql(expected, version, expectedBy, configuration.file()));
    }
}
