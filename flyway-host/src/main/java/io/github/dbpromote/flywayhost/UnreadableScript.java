package io.github.dbpromote.flywayhost;

import org.flywaydb.core.api.FlywayException;

/** Flyway cannot make sense of a script, and does not always say of which. */
final class UnreadableScript extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String script;

    UnreadableScript(String script, FlywayException cause) {
        super("unreadable: " + script, cause);
        this.script = script;
    }

    String script() {
        return script;
    }
}
