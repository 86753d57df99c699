package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.EnvironmentName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells a person what to look at, and what to do then, when the database may be neither as before nor as ordered. */
final class Explanation {
    private final EnvironmentName environment;
    private final DatabaseProduct product;
    private final BundleFiles files;
    private final HistoryTable history;

    /** @param history where Flyway writes down what it applied */
    Explanation(EnvironmentName environment, DatabaseProduct product, BundleFiles files, HistoryTable history) {
        this.environment = environment;
        this.product = product;
        this.files = files;
        this.history = history;
    }

    /** Of a migration that is not undone as a whole and that Flyway noted as failed, which keeps the next run from going on. */
    String noted(PendingMigration migration) {
        return String.join("\n", halfDone(migration)) + "\n" + HostProblems.wayOn(environment);
    }

    /** Of a migration that is not undone as a whole, of which nobody noted how it ended. */
    String halfDoneAndUnnoted(PendingMigration migration) {
        return toDecide(halfDone(migration));
    }

    /** Of a run of which nobody knows what it applied. */
    String unknown(Optional<PendingMigration> last) {
        return toDecide(last.map(migration -> migration.transactional()
                        ? List.of(HostProblems.doneOrUndone(migration.script()))
                        : halfDone(migration))
                .orElse(List.of()));
    }

    /** Of a lost run that may go on unseen; {@code first} is what it has not noted as applied. */
    String lost(Optional<PendingMigration> first) {
        return toDecide(first.filter(migration -> !migration.transactional())
                .map(this::halfDone)
                .orElse(List.of()));
    }

    private String toDecide(List<String> about) {
        List<String> lines = new ArrayList<>(product.stillAtWork());
        lines.addAll(about);
        lines.addAll(whatIsApplied());
        lines.addAll(HostProblems.decision(environment));
        return String.join("\n", lines);
    }

    private List<String> halfDone(PendingMigration migration) {
        return product.halfDone(
                migration.script(), files.text(migration.script()).orElse(""));
    }

    private List<String> whatIsApplied() {
        return history.exists()
                ? List.of(HostProblems.whatIsApplied(), "  " + history.glance())
                : List.of(HostProblems.noHistory(history.name()));
    }
}
