package io.github.dbpromote.sandbox;

import io.github.dbpromote.sandbox.http.Hashing;
import java.util.Locale;

/** Names in the form that others ask for, still different where they were different. */
final class SafeName {
    private static final int DIGITS = 8;

    private SafeName() {}

    /** For S3: lower-case letters, digits and hyphens, at most 63. */
    static String bucket(String database, String environment) {
        return distinct("sandbox-" + database + "-" + environment + "-migrations", "[^a-z0-9-]", "-", 63);
    }

    /** For PostgreSQL: lower-case letters, digits and underscores; a role's name still fits into 63 with a suffix. */
    static String postgres(String database, String environment) {
        return distinct(database.replace('-', '_') + "_" + environment.replace('-', '_'), "[^a-z0-9_]", "_", 50);
    }

    private static String distinct(String name, String unsafe, String replacement, int limit) {
        String safe = name.replaceAll("(?i)" + unsafe, replacement).toLowerCase(Locale.ROOT);
        if (safe.equals(name) && safe.length() <= limit) {
            return safe;
        }
        int kept = Math.min(safe.length(), limit - DIGITS - 1);
        return safe.substring(0, kept) + replacement + Hashing.sha256Hex(name).substring(0, DIGITS);
    }
}
