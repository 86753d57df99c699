package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.migrations.FileSorting.Script;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the migrations of a module as Flyway would on the host: the same names, versions, descriptions and checksums;
 * and refuses, all at once, whatever Flyway or the host would skip, misread or refuse.
 */
public final class MigrationReader {
    private static final String CONF = ".conf";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final MigrationDirectories directories;
    private final Charset encoding;
    private final FlywayRules rules = new FlywayRules();

    /**
     * @param directories of migrations, absolute or relative to {@code projectBase}; those that do not exist are passed
     *     over, and so are those inside another one
     * @param encoding of the files, where the configuration of a script says nothing else
     */
    public MigrationReader(Path projectBase, List<Path> directories, Charset encoding) {
        this.directories = new MigrationDirectories(projectBase, directories);
        this.encoding = Objects.requireNonNull(encoding, "encoding");
    }

    /**
     * Reads everything, now.
     *
     * @throws java.io.UncheckedIOException if a directory cannot be listed at all
     */
    public Reading read() {
        List<Problem> problems = new ArrayList<>();
        FileSorting files = new FileSorting(rules, problems::add);
        directories.files(problems::add).forEach(files::sort);
        files.checkConfigurationsHaveScripts();
        new Duplicates(files.scripts(), files.configurations()).check(problems::add);
        return new Pass(files, problems).read();
    }

    /** One pass over the texts of the sorted files. */
    private final class Pass {
        private final FileSorting files;
        private final List<Problem> problems;
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Charset> encodings = new HashMap<>();

        Pass(FileSorting files, List<Problem> problems) {
            this.files = files;
            this.problems = problems;
        }

        Reading read() {
            files.configurations().forEach(this::readConfiguration);
            files.scripts().forEach(this::readScript);
            return new Reading(problems, migrations(), texts, sources());
        }

        private void readConfiguration(SourceFile file) {
            String script = file.script().substring(0, file.script().length() - CONF.length());
            SourceText.read(file, encoding, problems::add).ifPresent(text -> {
                texts.putIfAbsent(file.script(), text);
                ScriptConfiguration configuration = new ScriptConfiguration(file.shown(), rules.settings(text));
                configuration.check(problems::add);
                configuration.encoding().ifPresent(charset -> encodings.put(script, charset));
            });
        }

        private void readScript(Script script) {
            SourceFile file = script.file();
            Charset charset = encodings.getOrDefault(file.script(), encoding);
            SourceText.read(file, charset, problems::add).ifPresent(text -> {
                texts.putIfAbsent(file.script(), text);
                if (text.replace(BYTE_ORDER_MARK, "").isBlank()) {
                    problems.add(MigrationProblems.emptyScript(file.shown()));
                }
            });
        }

        private List<Migration> migrations() {
            return files.scripts().stream()
                    .filter(script -> script.name().kind() != ScriptName.Kind.CALLBACK)
                    .flatMap(script -> migration(script).stream())
                    .toList();
        }

        private Optional<Migration> migration(Script script) {
            ScriptName name = script.name();
            String path = script.file().script();
            return Optional.ofNullable(texts.get(path))
                    .map(text -> new Migration(
                            name.version(),
                            name.description(),
                            path,
                            name.version().map(versioned -> rules.checksum(path, text))));
        }

        private Map<String, String> sources() {
            Map<String, String> sources = files.configurations().stream()
                    .collect(Collectors.toMap(SourceFile::script, SourceFile::shown, (first, second) -> first));
            files.scripts()
                    .forEach(script -> sources.putIfAbsent(
                            script.file().script(), script.file().shown()));
            return sources;
        }
    }
}
