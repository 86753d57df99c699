package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Sorts the files of the migration directories by their names: scripts, configurations of scripts, what was plausibly
 * meant as one of them and is a problem, and the rest, which is nobody's business ({@code README.md}).
 */
final class FileSorting {
    /** A script that Flyway takes. */
    record Script(SourceFile file, ScriptName name) {}

    private static final String SQL = ".sql";
    private static final String CONF = ".conf";
    private static final String SQL_CONF = SQL + CONF;
    private static final Pattern UNDO = Pattern.compile("U[0-9][0-9._]*(?:__.*)?\\.sql", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNSAFE = Pattern.compile("[\\\\\\p{Cntrl}]");

    /** What else people call SQL, and what an editor makes of it that adds its own suffix. */
    private static final Set<String> ALMOST_SQL = Set.of(".psql", ".pgsql", ".plsql", ".ddl", ".dml", ".sql.txt");

    /**
     * What runs as a program: what Flyway itself starts (its ScriptMigrationResolver, which on all but Windows takes
     * files without any suffix too), and what people might expect it to.
     */
    private static final Set<String> CODE = Set.of(
            "", ".sh", ".bash", ".py", ".ps1", ".cmd", ".bat", ".java", ".class", ".jar", ".kt", ".kts", ".groovy",
            ".scala", ".js", ".rb", ".pl", ".zsh", ".exe");

    private final FlywayRules rules;
    private final NameSuggestion suggestion;
    private final Consumer<Problem> problems;
    private final List<Script> scripts = new ArrayList<>();
    private final List<SourceFile> configurations = new ArrayList<>();
    private final Set<String> sqlFiles = new HashSet<>();

    FileSorting(FlywayRules rules, Consumer<Problem> problems) {
        this.rules = rules;
        this.suggestion = new NameSuggestion(rules);
        this.problems = problems;
    }

    void sort(SourceFile file) {
        String name = file.fileName().toLowerCase(Locale.ROOT);
        if (name.endsWith(SQL)) {
            sqlFiles.add(file.collisionKey());
            sortSql(file);
        } else if (name.endsWith(SQL_CONF)) {
            sortConfiguration(file);
        } else {
            sortOther(file, name);
        }
    }

    /** To be called when all files are sorted: a configuration may lie in another directory than its script. */
    void checkConfigurationsHaveScripts() {
        for (SourceFile file : configurations) {
            if (!sqlFiles.contains(without(file.collisionKey(), CONF))) {
                problems.accept(
                        MigrationProblems.configurationWithoutScript(file.shown(), without(file.fileName(), CONF)));
            }
        }
    }

    List<Script> scripts() {
        return scripts;
    }

    List<SourceFile> configurations() {
        return configurations;
    }

    private void sortSql(SourceFile file) {
        Optional<ScriptName> name = rules.sql(file.fileName());
        Optional<Problem> problem = name.map(known -> problemOf(file, known)).orElseGet(() -> unknown(file));
        problem.ifPresentOrElse(problems, () -> scripts.add(new Script(file, name.orElseThrow())));
    }

    private static Optional<Problem> problemOf(SourceFile file, ScriptName name) {
        if (UNSAFE.matcher(file.script()).find()) {
            return Optional.of(MigrationProblems.unsafeName(file.shown()));
        }
        if (name.kind() == ScriptName.Kind.BASELINE) {
            return Optional.of(MigrationProblems.baselineMigration(file.shown()));
        }
        if (name.kind() == ScriptName.Kind.VERSIONED && !name.hasPlainVersion()) {
            return Optional.of(MigrationProblems.wrongVersion(file.shown()));
        }
        return file.fileName().endsWith(SQL)
                ? Optional.empty()
                : Optional.of(MigrationProblems.wrongSuffix(file.shown(), without(file.fileName(), SQL) + SQL));
    }

    private Optional<Problem> unknown(SourceFile file) {
        String name = file.fileName();
        if (UNDO.matcher(name).matches()) {
            return Optional.of(MigrationProblems.undoMigration(file.shown()));
        }
        boolean hasVersionAndDescription = name.startsWith("V") && name.contains("__");
        return Optional.of(
                hasVersionAndDescription
                        ? MigrationProblems.wrongVersion(file.shown())
                        : MigrationProblems.misnamed(file.shown(), suggestion.forStem(without(name, SQL))));
    }

    private void sortConfiguration(SourceFile file) {
        String name = file.fileName();
        if (UNSAFE.matcher(file.script()).find()) {
            problems.accept(MigrationProblems.unsafeName(file.shown()));
        } else if (name.endsWith(SQL_CONF)) {
            configurations.add(file);
        } else {
            problems.accept(MigrationProblems.misnamedConfiguration(file.shown(), without(name, SQL_CONF) + SQL_CONF));
        }
    }

    private void sortOther(SourceFile file, String name) {
        Optional<String> almost = ALMOST_SQL.stream().filter(name::endsWith).findFirst();
        if (almost.isPresent()) {
            String stem = without(file.fileName(), almost.get());
            ifMigration(stem, MigrationProblems.wrongSuffix(file.shown(), stem + SQL));
        } else if (name.endsWith(CONF)) {
            String stem = without(file.fileName(), CONF);
            ifMigration(stem, MigrationProblems.misnamedConfiguration(file.shown(), stem + SQL_CONF));
        } else if (CODE.contains(suffix(name))) {
            ifMigration(without(file.fileName(), suffix(name)), MigrationProblems.refusedType(file.shown()));
        }
    }

    private void ifMigration(String stem, Problem problem) {
        if (rules.withoutSuffix(stem).isPresent()) {
            problems.accept(problem);
        }
    }

    private static String without(String name, String suffix) {
        return name.substring(0, name.length() - suffix.length());
    }

    private static String suffix(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }
}
