package io.github.dbpromote.flywayhost;

import java.sql.SQLException;

/** The database did not do what the host itself asked of it, on a connection of the host's own. */
final class DatabaseTrouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param doing what was tried, as the end of "could not …" */
    DatabaseTrouble(String doing, SQLException cause) {
        super("could not " + doing, cause);
    }
}
