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

/** The migrations of a module as they stand in its directories, and all that is wrong with them. */
public final class Reading {
    private static final Comparator<Migration> AS_FLYWAY_RUNS_THEM = Comparator.comparing(Migration::isRepeatable)
            .thenComparing(migration -> MigrationVersion.of(migration.version().orElse("0")))
            .thenComparing(Migration::description);

    private final List<Problem> problems;
    private final List<Migration> migrations;
    private final SortedMap<String, String> texts;
    private final SortedMap<String, String> sources;

    /**
     * @param texts by script, configurations included
     * @param sources the files by script, relative to the project
     */
    Reading(
            List<Problem> problems,
            Collection<Migration> migrations,
            Map<String, String> texts,
            Map<String, String> sources) {
        this.problems = List.copyOf(problems);
        this.migrations = migrations.stream().sorted(AS_FLYWAY_RUNS_THEM).toList();
        this.texts = new TreeMap<>(texts);
        this.sources = new TreeMap<>(sources);
    }

    /** Every problem that there is, each with the file at fault. */
    public List<Problem> problems() {
        return problems;
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
        return new Release(Bundle.of(texts), migrations);
    }

    /**
     * The file of a script, relative to the project, with {@code /}: {@code src/main/resources/db/migration/V7__x.sql}.
     *
     * @param script as Flyway names it, relative to its migration directory
     */
    public Optional<String> source(String script) {
        return Optional.ofNullable(sources.get(script));
    }
}
