package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.AppliedMigration;
import java.util.List;
import java.util.Optional;

/**
 * What stands in the database after a run, read on connections that the run did not use.
 *
 * @param server name and version
 * @param table where the schema history stands
 * @param history the whole of it
 * @param pending what of the bundle is not applied, in Flyway's order; empty with {@code unreadable}
 * @param unreadable why Flyway could not tell what is pending, if so
 */
record Findings(
        String server,
        HistoryTable table,
        List<AppliedMigration> history,
        List<PendingMigration> pending,
        Optional<RuntimeException> unreadable) {
    Findings {
        history = List.copyOf(history);
        pending = List.copyOf(pending);
    }

    static Findings read(Connections connections, FlywayRun flyway) {
        try (Session session = connections.openSession()) {
            HistoryTable table = flyway.historyTable(session);
            List<AppliedMigration> history = new HistoryReader(session).read(table);
            String server = flyway.server(session);
            try {
                return new Findings(server, table, history, flyway.pending(), Optional.empty());
            } catch (RuntimeException e) {
                return new Findings(server, table, history, List.of(), Optional.of(e));
            }
        }
    }

    int lastRank() {
        return history.stream().mapToInt(AppliedMigration::rank).max().orElse(0);
    }

    /** The scripts that were applied after that rank. */
    List<String> appliedSince(int rank) {
        return history.stream()
                .filter(row -> row.rank() > rank && row.success() && row.isFromFile())
                .map(AppliedMigration::script)
                .toList();
    }

    /** Whether Flyway noted that the script failed, which it does where that was not undone as a whole. */
    boolean notesFailureOf(String script) {
        return history.stream().anyMatch(row -> !row.success() && row.script().equals(script));
    }

    List<String> pendingScripts() {
        return pending.stream().map(PendingMigration::script).toList();
    }
}
