package io.github.dbpromote.flywayhost;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.internal.info.MigrationInfoImpl;

/**
 * A migration of the bundle that is not applied, or not in its present form.
 *
 * @param script relative to the migration directory
 * @param transactional whether it leaves nothing behind when it fails
 */
record PendingMigration(String script, String label, boolean transactional) {
    /**
     * @param rollsBackScripts whether the database undoes all of a script that failed in a transaction
     * @throws UnreadableScript if the script cannot be parsed, or lacks a placeholder's value
     */
    static PendingMigration of(MigrationInfo info, boolean rollsBackScripts) {
        try {
            // Only Flyway's own class tells what its parser found out.
            boolean transactional = info instanceof MigrationInfoImpl migration && migration.canExecuteInTransaction();
            return new PendingMigration(info.getScript(), label(info), transactional && rollsBackScripts);
        } catch (FlywayException e) {
            throw new UnreadableScript(info.getScript(), e);
        }
    }

    private static String label(MigrationInfo info) {
        String number = info.isVersioned() ? info.getVersion().getVersion() : "repeatable";
        return number + " " + info.getDescription();
    }
}
