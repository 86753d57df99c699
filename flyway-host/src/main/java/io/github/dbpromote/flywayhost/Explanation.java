package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.EnvironmentName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells a person what to look at, and what to do then, when the database may be neither as before nor as ordered. */
final class Explanation {
    private static final int NEWEST_ROWS = 5;

    private final EnvironmentName environment;
    private final BundleFiles files;
    private final HistoryTable history;

    /** @param history where Flyway writes down what it applied */
    Explanation(EnvironmentName environment, BundleFiles files, HistoryTable history) {
        this.environment = environment;
        this.files = files;
        this.history = history;
    }

    /** Of a migration outside a transaction that Flyway noted as failed, which keeps the next run from going on. */
    String noted(PendingMigration migration) {
        return String.join("\n", halfDone(migration)) + "\n" + HostProblems.wayOn(environment);
    }

    /** Of a migration outside a transaction, of which nobody noted how it ended. */
    String halfDoneAndUnnoted(PendingMigration migration) {
        List<String> lines = halfDone(migration);
        lines.addAll(whatIsApplied());
        lines.addAll(HostProblems.decision(environment));
        return String.join("\n", lines);
    }

    /** Of a run of which nobody knows what it applied. */
    String unknown(Optional<PendingMigration> last) {
        List<String> lines = new ArrayList<>();
        last.ifPresent(migration -> lines.addAll(
                migration.transactional()
                        ? List.of(HostProblems.doneOrUndone(migration.script()))
                        : halfDone(migration)));
        lines.addAll(whatIsApplied());
        lines.addAll(HostProblems.decision(environment));
        return String.join("\n", lines);
    }

    private List<String> halfDone(PendingMigration migration) {
        List<String> lines = new ArrayList<>();
        lines.add(HostProblems.mayBeHalfDone(migration.script()));
        List<Leftover> leftovers =
                files.text(migration.script()).map(Leftover::of).orElse(List.of());
        if (leftovers.isEmpty()) {
            lines.add(HostProblems.statementByStatement());
        }
        for (int i = 0; i < leftovers.size(); i++) {
            Leftover leftover = leftovers.get(i);
            lines.add(leftover.sentence());
            boolean shownWithTheNext =
                    i + 1 < leftovers.size() && leftovers.get(i + 1).sql().equals(leftover.sql());
            if (!shownWithTheNext) {
                lines.add("  " + leftover.sql());
            }
        }
        return lines;
    }

    private List<String> whatIsApplied() {
        return history.exists()
                ? List.of(
                        HostProblems.whatIsApplied(),
                        "  SELECT installed_rank, version, description, success FROM " + history.name()
                                + " ORDER BY installed_rank DESC LIMIT " + NEWEST_ROWS + ";")
                : List.of(HostProblems.noHistory(history.name()));
    }
}
