package io.github.dbpromote.core.gate;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The hours of the week at which promotions may begin. It is open whenever a clock on the wall in its zone shows a time
 * inside it. So where clocks go forward, the hour that nobody sees opens nothing and extends nothing; where they go
 * back, the hour that everybody sees twice counts twice.
 *
 * @param days on which it opens; past midnight it may last into the next one
 * @param from inclusive
 * @param to exclusive; not later than {@code from} it is on the next day
 */
public record ChangeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    private static final Pattern FORM = Pattern.compile("(\\S+) ([0-9:]{5})-([0-9:]{5}) (\\S+)");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final String EVERY_DAY = "daily";
    private static final String END_OF_DAY = "24:00";

    /** Every day of the week comes within 7 days, even where clocks going forward swallow the window once. */
    private static final int HORIZON = 15;

    public ChangeWindow {
        days = Set.copyOf(days);
    }

    /**
     * @param text such as {@code Mon-Thu 06:00-16:00 Europe/Berlin}
     * @throws IllegalArgumentException that says what of it cannot be understood
     */
    public static ChangeWindow parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is not written like \"Mon-Thu 06:00-16:00 Europe/Berlin\"");
        }
        LocalTime from = time(parts.group(2));
        LocalTime to = parts.group(3).equals(END_OF_DAY) ? LocalTime.MIDNIGHT : time(parts.group(3));
        if (parts.group(2).equals(parts.group(3))) {
            throw new IllegalArgumentException("ends when it begins; a whole day is 00:00-24:00");
        }
        return new ChangeWindow(days(parts.group(1)), from, to, IanaZone.of(parts.group(4)));
    }

    private static LocalTime time(String text) {
        if (!TIME.matcher(text).matches()) {
            throw new IllegalArgumentException("has no time of day in " + text + "; times go from 00:00 to 23:59, and a"
                    + " window may end at 24:00");
        }
        return LocalTime.parse(text);
    }

    private static Set<DayOfWeek> days(String text) {
        if (text.equals(EVERY_DAY)) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", 2);
            DayOfWeek day = day(ends[0]);
            DayOfWeek last = day(ends[ends.length - 1]);
            days.add(day);
            while (!day.equals(last)) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        int index = DAYS.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "has no day in \"" + name + "\"; days are " + String.join(", ", DAYS) + ", and " + EVERY_DAY);
        }
        return DayOfWeek.of(index + 1);
    }

    boolean isOpen(Instant now) {
        LocalDateTime wall = LocalDateTime.ofInstant(now, zone);
        LocalDate today = wall.toLocalDate();
        return isInside(wall, today) || isInside(wall, today.minusDays(1));
    }

    private boolean isInside(LocalDateTime wall, LocalDate day) {
        return days.contains(day.getDayOfWeek()) && !wall.isBefore(day.atTime(from)) && wall.isBefore(end(day));
    }

    private LocalDateTime end(LocalDate day) {
        return (to.isAfter(from) ? day : day.plusDays(1)).atTime(to);
    }

    /** The first moment from then on at which it is open. */
    ZonedDateTime opens(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        Stream<Instant> beginnings =
                IntStream.rangeClosed(-1, HORIZON).mapToObj(today::plusDays).flatMap(this::beginnings);
        return Stream.concat(Stream.concat(Stream.of(now), changeOfClocks(now)), beginnings)
                .filter(moment -> !moment.isBefore(now) && isOpen(moment))
                .min(Instant::compareTo)
                .orElseThrow()
                .atZone(zone);
    }

    /** When a clock on the wall shows the beginning on that day: once, twice where it goes back, never where it jumps. */
    private Stream<Instant> beginnings(LocalDate day) {
        LocalDateTime beginning = day.atTime(from);
        return zone.getRules().getValidOffsets(beginning).stream().map(beginning::toInstant);
    }

    /** A clock that jumps may jump into the window. */
    private Stream<Instant> changeOfClocks(Instant now) {
        return Optional.ofNullable(zone.getRules().nextTransition(now)).map(ZoneOffsetTransition::getInstant).stream();
    }
}
