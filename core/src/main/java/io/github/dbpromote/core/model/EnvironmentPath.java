package io.github.dbpromote.core.model;

import io.github.dbpromote.core.problem.GateProblems;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The environments of one database in the order in which bundles travel: the first, and then each after the one that it
 * promotes from. Several may promote from the same one.
 */
public final class EnvironmentPath {
    private final DatabaseName database;
    private final List<Environment> ordered;

    private EnvironmentPath(DatabaseName database, List<Environment> ordered) {
        this.database = database;
        this.ordered = ordered;
    }

    /**
     * @param environments all that Parameter Store holds for that database, in any order, at least one
     * @throws Refusal if they form no path: none or several first ones, a gap, a cycle, or a soak in the first
     */
    public static EnvironmentPath of(DatabaseName database, Collection<Environment> environments) {
        List<Environment> first =
                environments.stream().filter(e -> e.promotesFrom().isEmpty()).toList();
        for (Environment environment : environments) {
            environment
                    .promotesFrom()
                    .filter(source -> named(environments, source).isEmpty())
                    .ifPresent(missing -> {
                        throw new Refusal(Problems.gapInPath(environment.label(), missing.value()));
                    });
        }
        List<Problem> soaks = first.stream()
                .filter(environment -> environment.gates().soak().isPresent())
                .map(environment -> GateProblems.soakInFirst(environment.label()))
                .toList();
        if (!soaks.isEmpty()) {
            throw new Refusal(soaks);
        }
        if (first.size() > 1) {
            throw new Refusal(Problems.severalFirstEnvironments(database.value(), names(first)));
        }
        List<Environment> ordered = new ArrayList<>();
        first.forEach(environment -> append(environment, environments, ordered));
        if (ordered.size() < environments.size()) {
            List<Environment> circular =
                    environments.stream().filter(e -> !ordered.contains(e)).toList();
            throw new Refusal(Problems.cycleInPath(database.value(), names(circular)));
        }
        return new EnvironmentPath(database, List.copyOf(ordered));
    }

    private static void append(Environment environment, Collection<Environment> all, List<Environment> ordered) {
        ordered.add(environment);
        all.stream()
                .filter(next -> next.promotesFrom().equals(Optional.of(environment.name())))
                .sorted(Comparator.comparing(Environment::name))
                .forEach(next -> append(next, all, ordered));
    }

    public DatabaseName database() {
        return database;
    }

    /** In the order of the path. */
    public List<Environment> environments() {
        return ordered;
    }

    /** The one that publish writes to. */
    public Environment first() {
        return ordered.get(0);
    }

    /** @throws Refusal that lists the known ones and suggests the nearest */
    public Environment get(EnvironmentName name) {
        return named(ordered, name)
                .orElseThrow(
                        () -> new Refusal(Problems.unknownEnvironment(name.value(), database.value(), names(ordered))));
    }

    /** The one that the given one promotes from; empty for the first. */
    public Optional<Environment> source(Environment target) {
        return target.promotesFrom().map(this::get);
    }

    /** Those that promote from the given one. */
    public List<Environment> next(Environment source) {
        return ordered.stream()
                .filter(e -> e.promotesFrom().equals(Optional.of(source.name())))
                .toList();
    }

    private static List<String> names(Collection<Environment> environments) {
        return environments.stream()
                .map(environment -> environment.name().value())
                .toList();
    }

    private static Optional<Environment> named(Collection<Environment> environments, EnvironmentName name) {
        return environments.stream().filter(e -> e.name().equals(name)).findFirst();
    }
}
