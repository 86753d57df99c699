package io.github.dbpromote.sandbox.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What came last, as much as a long test needs and little enough for a sandbox that runs for days. */
abstract sealed class Latest<E> permits RequestLog, AccessLog {
    static final int CAPACITY = 50_000;

    private final Deque<E> entries = new ArrayDeque<>();

    synchronized void add(E entry) {
        if (entries.size() == CAPACITY) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    /** Oldest first. */
    public synchronized List<E> entries() {
        return List.copyOf(entries);
    }

    public synchronized void clear() {
        entries.clear();
    }
}
