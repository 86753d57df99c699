package io.github.dbpromote.sandbox.logs;

import java.util.Comparator;

/**
 * One event of a stream.
 *
 * @param id unique among all events, 56 digits
 * @param stream the stream's name
 * @param timestamp when it happened, in milliseconds since 1970
 * @param message one line or several
 */
record LogEvent(String id, String stream, long timestamp, String message) implements Comparable<LogEvent> {
    private static final Comparator<LogEvent> ORDER =
            Comparator.comparingLong(LogEvent::timestamp).thenComparing(LogEvent::id);

    /** As answers are sorted: by time, and what came at the same time by id. */
    @Override
    public int compareTo(LogEvent other) {
        return ORDER.compare(this, other);
    }
}
