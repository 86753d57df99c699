package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.model.SchemaHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How numbers, times and migrations are said to a person. */
public final class Words {
    private Words() {}

    /** {@code 1 migration}, {@code 2 migrations}. */
    public static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code dev, qa and prod}. */
    static String list(List<String> names) {
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** {@code 850 ms}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    static String duration(Duration duration) {
        if (duration.toSeconds() < 2) {
            return duration.toMillis() + " ms";
        }
        if (duration.toMinutes() < 2) {
            return duration.toSeconds() + " s";
        }
        return duration.toHours() < 2
                ? duration.toMinutes() + " min" + rest(duration.toSecondsPart(), "s")
                : duration.toHours() + " h" + rest(duration.toMinutesPart(), "min");
    }

    /** {@code 0 s}, {@code 12 s}, {@code 3 min 20 s}: no part of a second, for what is said again each second. */
    static String seconds(Duration duration) {
        return duration.toSeconds() < 2 ? duration.toSeconds() + " s" : duration(duration);
    }

    private static String rest(int number, String unit) {
        return number == 0 ? "" : " " + number + " " + unit;
    }

    static String size(int bytes) {
        return bytes < 10_000
                ? bytes + " bytes"
                : bytes < 10_000_000
                        ? bytes / 1000 + " kB"
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
    }

    /** {@code 2026-11-22 05:10}: to the minute is enough for a person. */
    static String minute(String timestamp) {
        String text = timestamp.replace('T', ' ');
        return text.length() > 16 ? text.substring(0, 16) : text;
    }

    /** {@code 2026-11-22 05:10 UTC}. */
    static String minute(Instant time) {
        return minute(time.toString()) + " UTC";
    }

    /** The highest version that is applied, as one would say it. */
    static String version(Receipt receipt) {
        List<AppliedMigration> versioned = new SchemaHistory(receipt.history()).versioned();
        return versioned.isEmpty()
                ? "no version"
                : "version " + versioned.get(versioned.size() - 1).version().orElseThrow();
    }

    /** {@code ERROR: column "emial" does not exist (SQLSTATE 42703)}. */
    static String message(Failure failure) {
        return failure.message()
                + failure.sqlState().map(state -> " (SQLSTATE " + state + ")").orElse("");
    }
}
