package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Looks at every database of a build before its first command is sent, so that a train is not half promoted for a reason
 * that was known before. Each build has one: the first module that sends anything checks for all, and with -T the others
 * wait for it.
 */
final class Preflight {
    private static final Map<String, Preflight> OF_BUILDS = new ConcurrentHashMap<>();

    private boolean done;

    /** By database, those alone that have any. */
    private Map<String, List<Problem>> problems = Map.of();

    private Preflight() {}

    /** @param build the same for all goals of one build */
    static Preflight of(String build) {
        return OF_BUILDS.computeIfAbsent(build, key -> new Preflight());
    }

    /**
     * Lets a module go on if nothing stands in the way of any.
     *
     * @param check finds, by database, what stands in the way of those that the goal will work on
     * @throws Refusal with everything that was found, if this is the first module; else that nothing is sent
     */
    synchronized void pass(Module module, Supplier<Map<String, List<Problem>>> check) {
        boolean first = !done;
        if (first) {
            problems = check.get();
            done = true;
        }
        if (!problems.isEmpty()) {
            throw new Refusal(
                    first
                            ? problems.values().stream().flatMap(List::stream).toList()
                            : List.of(PluginProblems.notSent(module.name(), List.copyOf(problems.keySet()))));
        }
    }
}
