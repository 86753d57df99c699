package io.github.dbpromote.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The same thing, measured several times. */
final class Samples {
    private final List<Duration> durations = new ArrayList<>();
    private long memory;

    /** @param megabytes the most memory that its process has had so far */
    void add(Duration duration, long megabytes) {
        durations.add(duration);
        memory = Math.max(memory, megabytes);
    }

    void clear() {
        durations.clear();
        memory = 0;
    }

    /** Minimum, median and maximum in milliseconds, and memory, as a row of a Markdown table. */
    String row(String what) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %-36s | %6d | %6d | %6d | %6d |",
                what,
                sorted.get(0).toMillis(),
                sorted.get(sorted.size() / 2).toMillis(),
                sorted.get(sorted.size() - 1).toMillis(),
                memory);
    }
}
