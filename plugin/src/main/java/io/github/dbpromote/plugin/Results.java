package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.report.DatabaseResult;
import io.github.dbpromote.plugin.report.DeploymentRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;

/** What one goal tells machines, where the user asked for it with {@code db.output}. */
final class Results {
    private static final String OUTPUT = "db.output";

    private final Optional<ResultFile> file;
    private boolean told;

    private Results(Optional<ResultFile> file) {
        this.file = file;
    }

    /** Machines are told nothing. */
    static Results nowhere() {
        return new Results(Optional.empty());
    }

    /**
     * @param output relative to the folder in which Maven was called, not to the module; null for none
     * @throws Refusal if it can be no file, or is a folder
     */
    static Results in(String output, MavenSession session) {
        return new Results(Optional.ofNullable(output)
                .filter(text -> !text.isBlank())
                .map(text -> Path.of(session.getExecutionRootDirectory()).resolve(TypedPath.of(OUTPUT, text.strip())))
                .map(Results::writable)
                .map(path ->
                        ResultFile.of(path, session.getStartTime().toInstant().toString())));
    }

    private static Path writable(Path file) {
        if (Files.isDirectory(file)) {
            throw new Refusal(PluginProblems.folderAsFile(OUTPUT, file));
        }
        return file;
    }

    /**
     * Takes a step that deploys, and writes down how it ended, also where it ends with an exception. Before it begins, the
     * file says that it has not ended, which stays so if Maven is killed.
     *
     * @throws Outage if the file cannot be written: before the step, so that nothing has been sent yet
     */
    void record(String database, String goal, Consumer<Entry> step) {
        Entry entry = new Entry(DeploymentRecord.begun(database, goal));
        told = true;
        try {
            step.accept(entry);
            entry.succeeded();
        } catch (Refusal e) {
            entry.failed(e.problems(), e);
            throw e;
        } catch (Outage e) {
            entry.failed(List.of(e.problem()), e);
            throw e;
        } catch (RuntimeException e) {
            entry.failed(List.of(PluginProblems.unexpected(e)), e);
            throw e;
        }
    }

    /** @throws Outage if the file cannot be written */
    void add(List<? extends DatabaseResult> results) {
        told = true;
        file.ifPresent(it -> results.forEach(it::add));
    }

    /** Writes down why the goal failed, unless that stands at a database already. */
    void fail(List<Problem> problems) {
        if (told) {
            return;
        }
        try {
            file.ifPresent(it -> it.fail(problems));
        } catch (Outage e) {
            // What the goal fails with counts, and it may well be this.
        }
    }

    /** What becomes of one database. */
    final class Entry {
        private final Optional<Integer> place;
        private DeploymentRecord record;

        private Entry(DeploymentRecord begun) {
            this.record = begun;
            this.place = file.map(it -> it.add(begun));
        }

        /** As far as the caller saw it; whether the goal takes it for a success shows later. */
        void ended(DeploymentResult result) {
            record = record.ended(result);
        }

        /** What would be done, and is not, because the user only wants to know. */
        void planned(EnvironmentName environment, Digest bundle) {
            record = record.planned(environment, bundle);
        }

        private void succeeded() {
            record = record.succeeded();
            place.ifPresent(it -> file.orElseThrow().replace(it, record));
        }

        private void failed(List<Problem> problems, RuntimeException failure) {
            record = record.failed(problems);
            try {
                place.ifPresent(it -> file.orElseThrow().replace(it, record));
            } catch (Outage e) {
                failure.addSuppressed(e);
            }
        }
    }
}
