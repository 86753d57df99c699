package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.FileSorting.Script;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
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
    private final List<Archive> archives;

    /**
     * @param directories of migrations, absolute or relative to {@code projectBase}; those that do not exist are passed
     *     over, and so are those inside another one
     * @param encoding of the files in them, where the configuration of a script says nothing else
     * @param archives whose migrations count as if they stood in one of the directories
     */
    public MigrationReader(Path projectBase, List<Path> directories, Charset encoding, List<Archive> archives) {
        this.directories = new MigrationDirectories(projectBase, directories);
        this.encoding = Objects.requireNonNull(encoding, "encoding");
        this.archives = List.copyOf(archives);
    }

    /** Reads everything, now. Whatever cannot be read is a problem in the result. */
    public Reading read() {
        List<Problem> problems = new ArrayList<>();
        List<SourceFile> files = new ArrayList<>(directories.files(problems::add));
        archives.forEach(archive -> files.addAll(ArchiveScan.of(archive, problems::add)));
        Pass pass = new Pass(files, encoding, problems);
        return new Reading(problems, pass.migrations(), pass.sources(), pass.texts);
    }

    /**
     * Reads a bundle that exists already, so that its very bytes can be published.
     *
     * @param name by which a person knows it
     * @throws Refusal if it holds anything that a bundle of ours does not; what is wrong with the migrations in it stands
     *     in the result
     */
    public static Reading ofBundle(String name, Bundle bundle) {
        List<Problem> problems = new ArrayList<>();
        SortedMap<String, byte[]> contents = bundle.files();
        Pass pass = new Pass(entries(new Archive(name, Path.of("")), contents), StandardCharsets.UTF_8, problems);
        contents.keySet().stream()
                .filter(entry -> problems.isEmpty() && !pass.texts.containsKey(entry))
                .forEach(entry -> problems.add(MigrationProblems.foreignEntry(name, entry)));
        return new Reading(problems, pass.migrations(), pass.sources(), bundle);
    }

    private static List<SourceFile> entries(Archive archive, SortedMap<String, byte[]> contents) {
        return contents.entrySet().stream()
                .map(entry -> new SourceFile(
                        entry.getKey(),
                        SourceFile.shown(archive, Bundle.FOLDER + entry.getKey()),
                        new Content.Unpacked(entry.getValue()),
                        true))
                .toList();
    }

    /** One pass over all files and their texts. */
    private static final class Pass {
        private final FlywayRules rules = new FlywayRules();
        private final FileSorting files;
        private final Charset encoding;
        private final List<Problem> problems;
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Charset> encodings = new HashMap<>();

        Pass(List<SourceFile> all, Charset encoding, List<Problem> problems) {
            this.files = new FileSorting(rules, problems::add);
            this.encoding = encoding;
            this.problems = problems;
            all.forEach(files::sort);
            files.checkConfigurationsHaveScripts();
            new Duplicates(files.scripts(), files.configurations()).check(problems::add);
            files.configurations().forEach(this::readConfiguration);
            files.scripts().forEach(this::readScript);
        }

        private void readConfiguration(SourceFile file) {
            String script = file.script().substring(0, file.script().length() - CONF.length());
            SourceText.read(file, file.encoding(encoding), problems::add).ifPresent(text -> {
                texts.putIfAbsent(file.script(), text);
                ScriptConfiguration configuration = new ScriptConfiguration(file.shown(), rules.settings(text));
                configuration.check(problems::add);
                configuration.encoding().ifPresent(charset -> encodings.put(script, charset));
            });
        }

        private void readScript(Script script) {
            SourceFile file = script.file();
            Charset charset = encodings.getOrDefault(file.script(), file.encoding(encoding));
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
