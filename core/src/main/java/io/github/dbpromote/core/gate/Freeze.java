package io.github.dbpromote.core.gate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Days at which nothing may be promoted, whole ones as its zone counts them.
 *
 * @param from the first day
 * @param to the last day, inclusive
 */
public record Freeze(LocalDate from, LocalDate to, ZoneId zone) {
    private static final String DATE = "([0-9]{4}-[0-9]{2}-[0-9]{2})";
    private static final Pattern FORM = Pattern.compile(DATE + "/" + DATE + " (\\S+)");

    /**
     * @param text such as {@code 2026-12-20/2027-01-06 Europe/Berlin}
     * @throws IllegalArgumentException that says what of it cannot be understood
     * @throws java.time.DateTimeException for a date that does not exist
     */
    public static Freeze parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is not written like \"2026-12-20/2027-01-06 Europe/Berlin\"");
        }
        Freeze freeze = new Freeze(
                LocalDate.parse(parts.group(1)), LocalDate.parse(parts.group(2)), IanaZone.of(parts.group(3)));
        if (freeze.to.isBefore(freeze.from)) {
            throw new IllegalArgumentException("ends before it begins");
        }
        return freeze;
    }

    boolean covers(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return !today.isBefore(from) && !today.isAfter(to);
    }

    /** The first moment of the day after. */
    ZonedDateTime end() {
        return to.plusDays(1).atStartOfDay(zone);
    }
}
