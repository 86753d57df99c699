package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.model.MigrationVersion;
import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The migrations of a module as they stand in its directories and artifacts, and all that is wrong with them. */
public final class Reading {
    private static final Comparator<Migration> AS_FLYWAY_RUNS_THEM = Comparator.comparing(Migration::isRepeatable)
            .thenComparing(migration -> MigrationVersion.of(migration.version().orElse("0")))
            .thenComparing(Migration::description);

    private final List<Problem> problems;
    private final List<Problem> cautions;
    private final List<Migration> migrations;
    private final SortedMap<String, String> sources;
    private final Supplier<Bundle> bundle;

    /**
     * Of files that are to be bundled.
     *
     * @param sources the files by script, as a person knows them
     * @param texts by script, configurations included
     */
    Reading(
            List<Problem> problems,
            Collection<Migration> migrations,
            Map<String, String> sources,
            Map<String, String> texts) {
        this(problems, List.of(), migrations, sources, bundling(new TreeMap<>(texts)));
    }

    /** Of a bundle that stays as it is. */
    Reading(List<Problem> problems, Collection<Migration> migrations, Map<String, String> sources, Bundle bundle) {
        this(problems, List.of(), migrations, sources, () -> bundle);
    }

    private Reading(
            List<Problem> problems,
            List<Problem> cautions,
            Collection<Migration> migrations,
            Map<String, String> sources,
            Supplier<Bundle> bundle) {
        this.problems = List.copyOf(problems);
        this.cautions = List.copyOf(cautions);
        this.migrations = migrations.stream().sorted(AS_FLYWAY_RUNS_THEM).toList();
        this.sources = new TreeMap<>(sources);
        this.bundle = bundle;
    }

    private static Supplier<Bundle> bundling(SortedMap<String, String> texts) {
        return () -> Bundle.of(texts);
    }

    /**
     * The same with what was found out before anything could be read.
     *
     * @param earlier problems
     * @param warnings what does not stand in the way, but a person should know who publishes this
     */
    public Reading with(List<Problem> earlier, List<Problem> warnings) {
        List<Problem> all = Stream.concat(earlier.stream(), problems.stream()).toList();
        return new Reading(all, warnings, migrations, sources, bundle);
    }

    /** Every problem that there is, each with the file at fault. */
    public List<Problem> problems() {
        return problems;
    }

    /** What does not stand in the way, but a person should know who publishes this. */
    public List<Problem> cautions() {
        return cautions;
    }

    /** Whether there is nothing, good or bad: no directory exists, or nothing in it concerns Flyway. */
    public boolean isEmpty() {
        return sources.isEmpty() && problems.isEmpty();
    }

    /**
     * What is to be published, with versioned migrations first, in the order in which Flyway runs them.
     *
     * @throws Refusal with all problems, if there are any, or if nothing is there
     */
    public Release release() {
        if (!problems.isEmpty()) {
            throw new Refusal(problems);
        }
        return new Release(bundle.get(), migrations);
    }

    /**
     * The file of a script, relative to the project, with {@code /}: {@code src/main/resources/db/migration/V7__x.sql};
     * or the entry of an artifact: {@code com.acme:shared:1.0!/db/migration/V7__x.sql}.
     *
     * @param script as Flyway names it, relative to its migration directory
     */
    public Optional<String> source(String script) {
        return Optional.ofNullable(sources.get(script));
    }
}
