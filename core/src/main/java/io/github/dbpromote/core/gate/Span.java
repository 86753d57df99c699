package io.github.dbpromote.core.gate;

import java.time.Duration;

/** A length of time as a person says it: its two largest units. */
final class Span {
    private Span() {}

    /** @param duration not negative; what is less than a second counts as one, so that nothing has no time to go */
    static String text(Duration duration) {
        Duration whole = duration.plusNanos(999_999_999);
        long days = whole.toDays();
        if (days > 0) {
            return pair(days, "d", whole.toHoursPart(), "h");
        }
        if (whole.toHours() > 0) {
            return pair(whole.toHours(), "h", whole.toMinutesPart(), "m");
        }
        return whole.toMinutes() > 0
                ? pair(whole.toMinutes(), "m", whole.toSecondsPart(), "s")
                : whole.toSeconds() + "s";
    }

    private static String pair(long large, String unit, long small, String smallUnit) {
        return large + unit + (small == 0 ? "" : small + smallUnit);
    }
}
