package io.github.dbpromote.flywayhost;

import java.util.List;

/**
 * Flyway's schema history in one database.
 *
 * @param name with its schema, both quoted, as SQL takes it
 * @param exists whether Flyway has made it yet, which it does before the first migration
 * @param select reads {@link #COLUMNS} of all rows, by rank
 * @param glance with what a person looks at the newest rows
 */
record HistoryTable(String name, boolean exists, String select, String glance) {
    static final List<String> COLUMNS = List.of(
            "installed_rank",
            "version",
            "description",
            "type",
            "script",
            "checksum",
            "installed_on",
            "execution_time",
            "success");

    /** The same once Flyway has made it. */
    HistoryTable made() {
        return new HistoryTable(name, true, select, glance);
    }
}
