package io.github.dbpromote.flywayhost;

/**
 * Flyway's schema history in one database.
 *
 * @param name with its schema, both quoted, as SQL takes it
 * @param exists whether Flyway has made it yet, which it does before the first migration
 */
record HistoryTable(String name, boolean exists) {}
