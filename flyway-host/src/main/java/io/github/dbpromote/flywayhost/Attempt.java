package io.github.dbpromote.flywayhost;

import java.util.Optional;

/**
 * How Flyway's part of a run ended, as this program saw it.
 *
 * @param trouble what Flyway threw, if anything
 * @param stopped whether the host itself stopped it, for its time was up
 * @param last the migration that was begun last
 */
record Attempt(Optional<Throwable> trouble, boolean stopped, Optional<PendingMigration> last) {}
