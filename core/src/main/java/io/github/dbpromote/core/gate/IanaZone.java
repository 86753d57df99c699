package io.github.dbpromote.core.gate;

import java.time.ZoneId;

/** A zone by its name. Fixed offsets are refused: they would be an hour off for half of the year, and nobody would notice. */
final class IanaZone {
    private IanaZone() {}

    /** @throws IllegalArgumentException if the time zone database has no such name */
    static ZoneId of(String name) {
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw new IllegalArgumentException(
                    "names no zone of the IANA time zone database, such as Europe/Berlin or UTC");
        }
        return ZoneId.of(name);
    }
}
