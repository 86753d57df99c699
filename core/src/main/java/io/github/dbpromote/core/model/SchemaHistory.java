package io.github.dbpromote.core.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Flyway's schema history of one database, as a receipt tells it, and what it says about a set of migrations. */
public final class SchemaHistory {
    /** Of a database in which nothing is known to be applied. */
    public static final SchemaHistory EMPTY = new SchemaHistory(List.of());

    private final Map<MigrationVersion, AppliedMigration> versioned = new TreeMap<>();
    private final Map<String, AppliedMigration> repeatable = new LinkedHashMap<>();
    private MigrationVersion baseline;

    /** @param rows in any order; of several rows for one migration the one with the highest rank counts */
    public SchemaHistory(Collection<AppliedMigration> rows) {
        rows.stream().sorted(Comparator.comparingInt(AppliedMigration::rank)).forEach(this::add);
    }

    private void add(AppliedMigration row) {
        if (row.type().equals("BASELINE")) {
            baseline = row.version().map(MigrationVersion::of).orElse(null);
        }
        if (row.version().isPresent()) {
            versioned.put(MigrationVersion.of(row.version().get()), row);
        } else if (row.isFromFile()) {
            repeatable.put(row.description(), row);
        }
    }

    /** The row of that migration, if it was applied with success. */
    public Optional<AppliedMigration> find(Migration migration) {
        AppliedMigration row = migration
                .version()
                .map(version -> versioned.get(MigrationVersion.of(version)))
                .orElseGet(() -> repeatable.get(migration.description()));
        return Optional.ofNullable(row).filter(it -> it.success() && it.isFromFile());
    }

    /** Whether Flyway takes the migration for done, because the schema was taken over at its version or a later one. */
    public boolean isBelowBaseline(Migration migration) {
        return baseline != null
                && migration
                        .version()
                        .map(MigrationVersion::of)
                        .filter(version -> version.compareTo(baseline) <= 0)
                        .isPresent();
    }

    /** The versioned migrations that are applied, in the order of their versions. */
    public List<AppliedMigration> versioned() {
        return versioned.values().stream()
                .filter(row -> row.success() && row.isFromFile())
                .toList();
    }

    /** The repeatable migrations that are applied. */
    public List<AppliedMigration> repeatable() {
        return repeatable.values().stream().filter(AppliedMigration::success).toList();
    }

    /** The versioned migrations that are applied here and missing among the given ones. */
    public List<AppliedMigration> vanishedFrom(Collection<Migration> migrations) {
        Map<MigrationVersion, Migration> known = byVersion(migrations);
        return versioned().stream()
                .filter(row -> !known.containsKey(version(row)))
                .toList();
    }

    /**
     * The versioned migrations that are applied here with another content than the given ones, by Flyway's checksum.
     * A row without checksum, as Flyway leaves it for some types, differs from nothing.
     */
    public List<AppliedMigration> changedIn(Collection<Migration> migrations) {
        Map<MigrationVersion, Migration> known = byVersion(migrations);
        return versioned().stream()
                .filter(row -> {
                    Migration migration = known.get(version(row));
                    return migration != null
                            && row.checksum().isPresent()
                            && migration.checksum().isPresent()
                            && !Objects.equals(row.checksum(), migration.checksum());
                })
                .toList();
    }

    /**
     * The scripts among the given migrations that are not known to be applied, as Flyway would take them: versioned ones by
     * version, then repeatable ones. Whether an applied repeatable one has changed only the host can tell.
     */
    public List<String> pendingOf(Collection<Migration> migrations) {
        List<Migration> pending = migrations.stream()
                .filter(migration -> find(migration).isEmpty() && !isBelowBaseline(migration))
                .toList();
        return Stream.concat(
                        pending.stream()
                                .filter(migration -> !migration.isRepeatable())
                                .sorted(Comparator.comparing(migration ->
                                        MigrationVersion.of(migration.version().orElseThrow()))),
                        pending.stream()
                                .filter(Migration::isRepeatable)
                                .sorted(Comparator.comparing(Migration::description)))
                .map(Migration::script)
                .toList();
    }

    /** All migrations that are applied here, as the migrations that they came from. */
    public List<Migration> allAsMigrations() {
        return Stream.concat(versioned().stream(), repeatable().stream())
                .map(row -> new Migration(row.version(), row.description(), row.script(), row.checksum()))
                .toList();
    }

    /** The versioned migrations that are applied here, as the migrations that they came from. */
    public List<Migration> asMigrations() {
        return versioned().stream()
                .map(row -> new Migration(row.version(), row.description(), row.script(), row.checksum()))
                .toList();
    }

    private static MigrationVersion version(AppliedMigration row) {
        return MigrationVersion.of(row.version().orElseThrow());
    }

    private static Map<MigrationVersion, Migration> byVersion(Collection<Migration> migrations) {
        return migrations.stream()
                .filter(migration -> migration.version().isPresent())
                .collect(Collectors.toMap(
                        migration -> MigrationVersion.of(migration.version().get()), m -> m, (first, second) -> first));
    }
}
