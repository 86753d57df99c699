package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.model.MigrationVersion;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.migrations.FileSorting.Script;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Flyway, or a bundle, cannot have twice. */
final class Duplicates {
    private final List<Script> scripts;
    private final List<SourceFile> configurations;

    Duplicates(List<Script> scripts, List<SourceFile> configurations) {
        this.scripts = scripts;
        this.configurations = configurations;
    }

    void check(Consumer<Problem> problems) {
        checkNames(problems);
        several(distinct(ScriptName.Kind.VERSIONED), Duplicates::version)
                .forEach(same -> problems.accept(MigrationProblems.duplicateVersion(
                        same.get(0).name().version().orElseThrow(), shown(same))));
        several(distinct(ScriptName.Kind.REPEATABLE), script -> script.name().description())
                .forEach(same -> problems.accept(
                        MigrationProblems.duplicateRepeatable(same.get(0).name().description(), shown(same))));
        several(distinct(ScriptName.Kind.CALLBACK), script -> script.name().stem())
                .forEach(same -> problems.accept(
                        MigrationProblems.duplicateCallback(same.get(0).name().stem(), shown(same))));
    }

    private void checkNames(Consumer<Problem> problems) {
        Stream<SourceFile> files = Stream.concat(scripts.stream().map(Script::file), configurations.stream());
        several(files, SourceFile::collisionKey)
                .forEach(same -> problems.accept(MigrationProblems.sameName(
                        same.get(0).script(),
                        same.stream().map(SourceFile::shown).toList())));
    }

    /** One script for each name: those with the same name are a problem already. */
    private Stream<Script> distinct(ScriptName.Kind kind) {
        Map<String, Script> byName = new LinkedHashMap<>();
        scripts.stream()
                .filter(script -> script.name().kind() == kind)
                .forEach(script -> byName.putIfAbsent(script.file().collisionKey(), script));
        return byName.values().stream();
    }

    private static <T, K> Stream<List<T>> several(Stream<T> items, Function<T, K> key) {
        return items.collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList())).values().stream()
                .filter(same -> same.size() > 1);
    }

    private static MigrationVersion version(Script script) {
        return MigrationVersion.of(script.name().version().orElseThrow());
    }

    private static List<String> shown(List<Script> scripts) {
        return scripts.stream().map(script -> script.file().shown()).toList();
    }
}
