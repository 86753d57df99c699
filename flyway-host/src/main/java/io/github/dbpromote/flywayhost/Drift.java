package io.github.dbpromote.flywayhost;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.pattern.ValidatePattern;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.extensibility.AppliedMigration;
import org.flywaydb.core.internal.info.MigrationInfoImpl;

/**
 * An applied migration that the bundle does not have as it was applied. Flyway's repair (DbRepair) makes the schema
 * history agree with the bundle then, so that nobody would ever see the difference again.
 *
 * @param text a clause that names the migration and says what differs
 */
record Drift(String text) {
    private static final Set<MigrationState> MISSING =
            Set.of(MigrationState.MISSING_SUCCESS, MigrationState.FUTURE_SUCCESS);

    /**
     * What Flyway's repair would change apart from removing failed migrations.
     *
     * @param ignored the patterns of Flyway's configuration: what they match is not marked as deleted
     */
    static List<Drift> among(MigrationInfo[] migrations, ValidatePattern[] ignored) {
        Set<String> failedRepeatables = Arrays.stream(migrations)
                .filter(info -> info.isRepeatable() && info.getState().isFailed())
                .map(MigrationInfo::getDescription)
                .collect(Collectors.toSet());
        return Arrays.stream(migrations)
                .map(MigrationInfoImpl.class::cast)
                .filter(Drift::isApplied)
                .flatMap(info -> info.getResolvedMigration() == null
                        ? missing(info, failedRepeatables, ignored).stream()
                        : changed(info).stream())
                .distinct()
                .toList();
    }

    /** A baseline, a schema that Flyway made, or the mark of a deletion has no file. */
    private static boolean isApplied(MigrationInfoImpl info) {
        AppliedMigration applied = info.getAppliedMigration();
        return applied != null && applied.isSuccess() && !applied.getType().isSynthetic();
    }

    private static Optional<Drift> missing(
            MigrationInfoImpl info, Set<String> failedRepeatables, ValidatePattern[] ignored) {
        // Without its newest run, which failed, the run before is the newest.
        boolean uncovered =
                info.getState() == MigrationState.SUPERSEDED && failedRepeatables.contains(info.getDescription());
        MigrationState state = uncovered ? MigrationState.MISSING_SUCCESS : info.getState();
        boolean deleted = MISSING.contains(state)
                && Stream.of(ignored).noneMatch(pattern -> pattern.matchesMigration(info.isVersioned(), state));
        return deleted
                ? Optional.of(new Drift(label(info, info.getDescription()) + " is applied, but not in the bundle"))
                : Optional.empty();
    }

    /** A repeatable migration that changed is pending, and repair leaves it so. */
    private static Optional<Drift> changed(MigrationInfoImpl info) {
        ResolvedMigration resolved = info.getResolvedMigration();
        AppliedMigration applied = info.getAppliedMigration();
        if (!info.isVersioned() || info.getState() == MigrationState.UNDONE) {
            return Optional.empty();
        }
        String label = label(info, resolved.getDescription());
        if (!resolved.checksumMatches(applied.getChecksum())) {
            return Optional.of(new Drift(label + " was applied with another content"));
        }
        boolean same = resolved.getDescription().equals(applied.getDescription())
                && resolved.getType().equals(applied.getType());
        return same ? Optional.empty() : Optional.of(new Drift(label + " was applied as " + applied.getScript()));
    }

    private static String label(MigrationInfo info, String description) {
        return info.isVersioned() ? info.getVersion() + " " + description : description;
    }
}
