package io.github.dbpromote.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In 2026 Berlin's clocks go from 02:00 to 03:00 on 29 March, and from 03:00 back to 02:00 on 25 October. */
class ChangeWindowTest {
    @ParameterizedTest
    @CsvSource({
        // A Wednesday, one second before and at each border.
        "Mon-Thu 06:00-16:00 Europe/Berlin, 2026-11-25T05:59:59+01:00, false",
        "Mon-Thu 06:00-16:00 Europe/Berlin, 2026-11-25T06:00:00+01:00, true",
        "Mon-Thu 06:00-16:00 Europe/Berlin, 2026-11-25T15:59:59+01:00, true",
        "Mon-Thu 06:00-16:00 Europe/Berlin, 2026-11-25T16:00:00+01:00, false",
        "Mon-Thu 06:00-16:00 Europe/Berlin, 2026-11-27T10:00:00+01:00, false",
        "Fri-Mon 06:00-16:00 Europe/Berlin, 2026-11-29T10:00:00+01:00, true",
        "Fri-Mon 06:00-16:00 Europe/Berlin, 2026-11-25T10:00:00+01:00, false",
        "daily 06:00-16:00 Europe/Berlin, 2026-11-29T10:00:00+01:00, true",
        // Past midnight it belongs to the day on which it began.
        "Fri 22:00-02:00 UTC, 2026-11-27T21:59:59Z, false",
        "Fri 22:00-02:00 UTC, 2026-11-27T22:00:00Z, true",
        "Fri 22:00-02:00 UTC, 2026-11-28T01:59:59Z, true",
        "Fri 22:00-02:00 UTC, 2026-11-28T02:00:00Z, false",
        "Fri 22:00-02:00 UTC, 2026-11-27T01:00:00Z, false",
        "Fri 22:00-24:00 UTC, 2026-11-27T23:59:59Z, true",
        "Fri 22:00-24:00 UTC, 2026-11-28T00:00:00Z, false",
        "Fri 00:00-24:00 UTC, 2026-11-27T00:00:00Z, true",
        "Fri 00:00-24:00 UTC, 2026-11-27T23:59:59Z, true",
        // Tokyo changes no clocks, and is a day ahead.
        "Sat 08:00-10:00 Asia/Tokyo, 2026-11-27T23:00:00Z, true",
    })
    void itIsOpen_betweenItsHours(String window, ZonedDateTime now, boolean open) {
        assertThat(ChangeWindow.parse(window).isOpen(now.toInstant())).isEqualTo(open);
    }

    @Test
    void listsOfDays_mayHoldRanges() {
        ChangeWindow window = ChangeWindow.parse("Mon,Wed-Thu,Sat-Sun 10:00-11:00 UTC");

        assertThat("2026-11-23 2026-11-25 2026-11-26 2026-11-28 2026-11-29".split(" "))
                .allMatch(day -> window.isOpen(Instant.parse(day + "T10:30:00Z")));
        assertThat("2026-11-24 2026-11-27".split(" "))
                .noneMatch(day -> window.isOpen(Instant.parse(day + "T10:30:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        // It follows the wall: 06:00 is another moment in summer than in winter.
        "daily 06:00-16:00 Europe/Berlin, 2026-03-28T05:00:00Z, true",
        "daily 06:00-16:00 Europe/Berlin, 2026-03-29T03:59:59Z, false",
        "daily 06:00-16:00 Europe/Berlin, 2026-03-29T04:00:00Z, true",
        "daily 06:00-16:00 Europe/Berlin, 2026-10-25T04:59:59Z, false",
        "daily 06:00-16:00 Europe/Berlin, 2026-10-25T05:00:00Z, true",
        // An end that no clock shows is where the clocks jump: 03:15 was not meant.
        "Sun 01:00-02:30 Europe/Berlin, 2026-03-29T00:59:59Z, true",
        "Sun 01:00-02:30 Europe/Berlin, 2026-03-29T01:00:00Z, false",
        "Sun 01:00-02:30 Europe/Berlin, 2026-03-29T01:15:00Z, false",
        // A beginning that no clock shows is there as well.
        "Sun 02:30-04:00 Europe/Berlin, 2026-03-29T00:59:59Z, false",
        "Sun 02:30-04:00 Europe/Berlin, 2026-03-29T01:00:00Z, true",
        "Sun 02:30-04:00 Europe/Berlin, 2026-03-29T02:00:00Z, false",
        // Nobody sees it that day.
        "Sun 02:10-02:50 Europe/Berlin, 2026-03-29T00:59:59Z, false",
        "Sun 02:10-02:50 Europe/Berlin, 2026-03-29T01:00:00Z, false",
        // In autumn everybody sees it twice.
        "Sun 02:10-02:50 Europe/Berlin, 2026-10-25T00:10:00Z, true",
        "Sun 02:10-02:50 Europe/Berlin, 2026-10-25T00:50:00Z, false",
        "Sun 02:10-02:50 Europe/Berlin, 2026-10-25T01:10:00Z, true",
        "Sun 02:10-02:50 Europe/Berlin, 2026-10-25T01:50:00Z, false",
        "Sun 01:00-02:30 Europe/Berlin, 2026-10-25T00:30:00Z, false",
        "Sun 01:00-02:30 Europe/Berlin, 2026-10-25T01:00:00Z, true",
        "Sun 01:00-02:30 Europe/Berlin, 2026-10-25T01:30:00Z, false",
        // Past midnight and over the change.
        "Sat 22:00-04:00 Europe/Berlin, 2026-03-29T01:59:59Z, true",
        "Sat 22:00-04:00 Europe/Berlin, 2026-03-29T02:00:00Z, false",
        "Sat 22:00-04:00 Europe/Berlin, 2026-10-25T02:59:59Z, true",
        "Sat 22:00-04:00 Europe/Berlin, 2026-10-25T03:00:00Z, false",
        // Cairo jumps from 00:00 to 01:00 on 24 April 2026.
        "Thu 22:00-24:00 Africa/Cairo, 2026-04-23T21:59:59Z, true",
        "Thu 22:00-24:00 Africa/Cairo, 2026-04-23T22:00:00Z, false",
        "Thu 22:00-00:30 Africa/Cairo, 2026-04-23T22:00:00Z, false",
        "Fri 00:00-02:00 Africa/Cairo, 2026-04-23T22:00:00Z, true",
    })
    void acrossAChangeOfClocks_theClockOnTheWallDecides(String window, Instant now, boolean open) {
        assertThat(ChangeWindow.parse(window).isOpen(now)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        // From a Friday to the Monday after.
        "Mon-Thu 06:00-16:00 Europe/Berlin, 2026-11-27T12:00:00Z, 2026-11-30T06:00+01:00[Europe/Berlin]",
        "Mon-Thu 06:00-16:00 Europe/Berlin, 2026-11-26T15:00:00Z, 2026-11-30T06:00+01:00[Europe/Berlin]",
        "Mon-Thu 06:00-16:00 Europe/Berlin, 2026-11-26T04:59:59Z, 2026-11-26T06:00+01:00[Europe/Berlin]",
        "Mon-Thu 06:00-16:00 Europe/Berlin, 2026-11-26T08:00:00Z, 2026-11-26T09:00+01:00[Europe/Berlin]",
        "Fri 22:00-02:00 UTC, 2026-11-28T02:00:00Z, 2026-12-04T22:00Z[UTC]",
        // Where the clocks jump into it, and where they jump over it.
        "Sun 02:30-04:00 Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T03:00+02:00[Europe/Berlin]",
        "Sun 02:10-02:50 Europe/Berlin, 2026-03-28T12:00:00Z, 2026-04-05T02:10+02:00[Europe/Berlin]",
        "Sun 02:10-02:50 Europe/Berlin, 2026-03-22T12:00:00Z, 2026-04-05T02:10+02:00[Europe/Berlin]",
        // Where they go back into it.
        "Sun 02:10-02:50 Europe/Berlin, 2026-10-25T00:55:00Z, 2026-10-25T02:10+01:00[Europe/Berlin]",
        "Sun 01:00-02:30 Europe/Berlin, 2026-10-25T00:35:00Z, 2026-10-25T02:00+01:00[Europe/Berlin]",
        // Samoa had no 30 December 2011, which would have been a Friday.
        "Fri 08:00-10:00 Pacific/Apia, 2011-12-29T12:00:00Z, 2012-01-06T08:00+14:00[Pacific/Apia]",
    })
    void whenItIsClosed_itTellsWhenItOpensNext(String window, Instant now, String opens) {
        assertThat(ChangeWindow.parse(window).opens(now)).hasToString(opens);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| is not written like \"Mon-Thu 06:00-16:00 Europe/Berlin\"",
                "Mon-Thu 6-16 Europe/Berlin | is not written like",
                "Mon-Thu 06:00-16:00 | is not written like",
                "Mon-Thu  06:00-16:00 UTC | is not written like",
                "Mon - Thu 06:00-16:00 UTC | is not written like",
                "Mon-Thu 06:00-25:00 UTC | has no time of day in 25:00; times go from 00:00 to 23:59",
                "Mon-Thu 24:00-06:00 UTC | has no time of day in 24:00",
                "Mon-Thu 06:60-08:00 UTC | has no time of day in 06:60",
                "Mon-Thu 08:00-08:00 UTC | ends when it begins; a whole day is 00:00-24:00",
                "Mo-Do 06:00-16:00 UTC | has no day in \"Mo\"; days are Mon, Tue, Wed, Thu, Fri, Sat, Sun, and daily",
                "mon 06:00-16:00 UTC | has no day in \"mon\"",
                "Mon,,Tue 06:00-16:00 UTC | has no day in \"\"",
                "Mon-Tue-Wed 06:00-16:00 UTC | has no day in \"Tue-Wed\"",
                "Mon,daily 06:00-16:00 UTC | has no day in \"daily\"",
                "Mon 06:00-16:00 Berlin | names no zone of the IANA time zone database, such as Europe/Berlin or UTC",
                "Mon 06:00-16:00 +02:00 | names no zone",
                "Mon 06:00-16:00 UTC+2 | names no zone",
            })
    void whatCannotBeUnderstood_isSaid(String text, String reason) {
        assertThatThrownBy(() -> ChangeWindow.parse(text == null ? "" : text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
