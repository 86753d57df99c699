package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.model.MigrationVersion;
import io.github.dbpromote.core.model.SchemaHistory;
import io.github.dbpromote.core.operation.ReadStatus.DatabaseStatus;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Each known migration, of the project or applied anywhere, against each environment: the same facts for the text and
 * for JSON.
 */
final class StatusMatrix {
    private final List<EnvironmentStatus> environments;
    private final List<Migration> project;
    private final Optional<Digest> projectBundle;
    private final List<Migration> migrations;

    private StatusMatrix(DatabaseStatus database, Optional<Release> release) {
        this.environments = database.environments();
        this.project = release.map(Release::migrations).orElse(List.of());
        this.projectBundle = release.map(it -> it.bundle().digest());
        this.migrations = union();
    }

    static StatusMatrix of(ProjectStatus status) {
        return new StatusMatrix(status.database(), status.project().map(Reading::release));
    }

    /** How one migration stands in one environment. */
    enum State {
        APPLIED,
        PENDING,
        /** Taken for done, because the schema was taken over at that version or a later one. */
        BELOW_BASELINE,
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
        SchemaHistory history = environment.history();
        Optional<AppliedMigration> row = history.find(migration);
        if (row.isEmpty()) {
            return new Cell(history.isBelowBaseline(migration) ? State.BELOW_BASELINE : State.PENDING, row);
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

    /**
     * What the environment should have live and has not: the project's bundle in the first one, the source's in each
     * other. A changed repeatable migration or callback shows only so.
     *
     * @return whose bundle it lacks; empty if it has it, or nobody knows
     */
    Optional<String> lacksBundleOf(EnvironmentStatus environment) {
        Optional<EnvironmentName> source = environment.environment().promotesFrom();
        Optional<Digest> expected = source.isPresent() ? source.flatMap(this::live) : projectBundle;
        if (expected.isEmpty() || expected.equals(live(environment))) {
            return Optional.empty();
        }
        return Optional.of(source.map(EnvironmentName::value).orElse("the project"));
    }

    private Optional<Digest> live(EnvironmentName name) {
        return environments.stream()
                .filter(it -> it.environment().name().equals(name))
                .findFirst()
                .flatMap(StatusMatrix::live);
    }

    private static Optional<Digest> live(EnvironmentStatus environment) {
        return environment.ledger().live().map(Ledger.Live::bundle);
    }

    private List<Migration> union() {
        Map<MigrationVersion, Migration> versioned = new TreeMap<>();
        Map<String, Migration> repeatable = new TreeMap<>();
        environments.stream().map(EnvironmentStatus::history).forEach(history -> {
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
