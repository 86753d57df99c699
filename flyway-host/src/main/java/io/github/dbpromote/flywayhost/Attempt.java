package io.github.dbpromote.flywayhost;

import java.util.Optional;

/**
 * How Flyway's part of a run ended, as this program saw it.
 *
 * @param trouble what Flyway threw, if anything
 * @param stop why the host itself stopped it, if it did
 * @param last the migration that was begun last
 */
record Attempt(Optional<Throwable> trouble, Optional<Stop> stop, Optional<PendingMigration> last) {}
