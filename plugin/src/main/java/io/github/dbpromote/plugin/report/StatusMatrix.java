package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.model.MigrationVersion;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.model.SchemaHistory;
import io.github.dbpromote.core.operation.ReadStatus.DatabaseStatus;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Each known migration, of the project or applied anywhere, against each environment: the same facts for the text and
 * for JSON.
 */
final class StatusMatrix {
    private final List<Migration> migrations;
    private final Map<EnvironmentStatus, SchemaHistory> histories = new LinkedHashMap<>();
    private final List<Migration> project;

    private StatusMatrix(DatabaseStatus database, List<Migration> project) {
        this.project = project;
        for (EnvironmentStatus environment : database.environments()) {
            histories.put(
                    environment,
                    new SchemaHistory(environment.last().map(Receipt::history).orElse(List.of())));
        }
        this.migrations = union(project);
    }

    static StatusMatrix of(ProjectStatus status) {
        List<Migration> project = status.project()
                .map(Reading::release)
                .map(release -> release.migrations())
                .orElse(List.of());
        return new StatusMatrix(status.database(), project);
    }

    /** How one migration stands in one environment. */
    enum State {
        APPLIED,
        PENDING,
        /** Applied, with another content than the project's. */
        CHANGED,
        /** Applied, and not in the project. */
        UNKNOWN_TO_PROJECT,
        /** Nobody can say, because the environment could not be read. */
        UNREADABLE
    }

    /**
     * One cell.
     *
     * @param row of the schema history, where it is applied
     */
    record Cell(State state, Optional<AppliedMigration> row) {}

    /** The versioned ones in the order of their versions, then the repeatable ones by description. */
    List<Migration> migrations() {
        return migrations;
    }

    Cell cell(Migration migration, EnvironmentStatus environment) {
        if (!environment.problems().isEmpty()) {
            return new Cell(State.UNREADABLE, Optional.empty());
        }
        SchemaHistory history = histories.get(environment);
        Optional<AppliedMigration> row = history.find(migration);
        if (row.isEmpty()) {
            return new Cell(State.PENDING, row);
        }
        if (!project.isEmpty() && isChanged(migration, history)) {
            return new Cell(State.CHANGED, row);
        }
        boolean unknown = !project.isEmpty() && !project.contains(migration);
        return new Cell(unknown ? State.UNKNOWN_TO_PROJECT : State.APPLIED, row);
    }

    private static boolean isChanged(Migration migration, SchemaHistory history) {
        return !history.changedIn(List.of(migration)).isEmpty();
    }

    /** How many of the known migrations are not applied there. */
    int pending(EnvironmentStatus environment) {
        return (int) migrations.stream()
                .filter(migration -> cell(migration, environment).state() == State.PENDING)
                .count();
    }

    private List<Migration> union(List<Migration> project) {
        Map<MigrationVersion, Migration> versioned = new TreeMap<>();
        Map<String, Migration> repeatable = new TreeMap<>();
        histories.values().forEach(history -> {
            history.asMigrations().forEach(it -> put(it, versioned, repeatable));
            history.repeatable()
                    .forEach(row -> put(
                            new Migration(Optional.empty(), row.description(), row.script(), Optional.empty()),
                            versioned,
                            repeatable));
        });
        project.forEach(migration -> put(migration, versioned, repeatable));
        List<Migration> all = new ArrayList<>(versioned.values());
        all.addAll(repeatable.values());
        return List.copyOf(all);
    }

    private static void put(
            Migration migration, Map<MigrationVersion, Migration> versioned, Map<String, Migration> repeatable) {
        migration
                .version()
                .ifPresentOrElse(
                        version -> versioned.put(MigrationVersion.of(version), migration),
                        () -> repeatable.put(migration.description(), migration));
    }
}
