package io.github.dbpromote.plugin;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Empties a sandbox before its first use in a build, and lets no other module of that build in before: with -T several
 * begin at once.
 */
final class FirstUse {
    /** By directory, the builds that have emptied it; whoever empties or joins holds the set's lock. */
    private static final Map<Path, Set<String>> DONE = new ConcurrentHashMap<>();

    private FirstUse() {}

    /** @param build the same for all goals of one build, so that those after the first keep what it did */
    static <T> T of(Path directory, String build, Runnable reset, Supplier<T> join) {
        Set<String> done = DONE.computeIfAbsent(directory, key -> new HashSet<>());
        synchronized (done) {
            if (!done.contains(build)) {
                reset.run();
                done.add(build);
            }
            return join.get();
        }
    }
}
