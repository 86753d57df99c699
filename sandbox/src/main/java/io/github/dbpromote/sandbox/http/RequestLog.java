package io.github.dbpromote.sandbox.http;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest requests to AWS services, whoever made them. */
public final class RequestLog {
    /** Enough for a long test, small enough for a sandbox that runs for days. */
    static final int CAPACITY = 50_000;

    /**
     * One request.
     *
     * @param principal ARN; {@code anonymous} if no valid signature was given
     * @param status of HTTP; 0 if the answer was lost on purpose
     */
    public record Entry(
            Instant time, String principal, String service, String operation, String resource, int status) {}

    private final Deque<Entry> entries = new ArrayDeque<>();

    synchronized void add(Entry entry) {
        if (entries.size() == CAPACITY) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    /** Oldest first. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    public synchronized void clear() {
        entries.clear();
    }
}
