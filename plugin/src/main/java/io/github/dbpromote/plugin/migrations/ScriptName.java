package io.github.dbpromote.plugin.migrations;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Flyway makes of the name of a file.
 *
 * @param version as Flyway's schema history shows it, of versioned and baseline migrations only
 * @param description as Flyway's schema history shows it; may be empty
 * @param stem the name without its suffix, as Flyway tells callbacks apart
 */
record ScriptName(Kind kind, Optional<String> version, String description, String stem) {
    enum Kind {
        VERSIONED,
        REPEATABLE,
        CALLBACK,
        BASELINE
    }

    private static final Pattern PLAIN_VERSION = Pattern.compile("[0-9]+(?:\\.[0-9]+)*");

    /** The width of the column {@code version} in the schema history. */
    private static final int LONGEST_VERSION = 50;

    /**
     * Whether the version is one that everybody reads alike. Flyway also takes {@code V-1}, {@code V+1}, digits of
     * other scripts, and {@code Vnext} and {@code Vlatest}, which are no versions but words of its own.
     */
    boolean hasPlainVersion() {
        return version.filter(text -> text.length() <= LONGEST_VERSION)
                .filter(text -> PLAIN_VERSION.matcher(text).matches())
                .isPresent();
    }
}
