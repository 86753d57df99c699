package io.github.dbpromote.core.model;

import java.util.Locale;

/** What a host may be ordered to do. Each has an SSM document of its own, so that rights can differ. */
public enum Action {
    /** Apply the bundle's pending migrations. */
    MIGRATE,
    /** Find out what became of a deployment whose host left no receipt, and change nothing. */
    INSPECT,
    /** Flyway's repair: remove failed rows from the schema history and realign checksums with the bundle. */
    REPAIR;

    /** As documents, orders and the host's command line spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for any other word */
    public static Action of(String word) {
        for (Action action : values()) {
            if (action.word().equals(word)) {
                return action;
            }
        }
        throw new IllegalArgumentException("is none of migrate, inspect, repair");
    }
}
