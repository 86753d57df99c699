package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.report.DatabaseResult;
import io.github.dbpromote.plugin.report.ResultJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file in which a build tells machines what came of it: one JSON document for all its modules and goals, replaced as a
 * whole at each step, so that whoever reads it never sees half of one. With -T several modules write at once.
 */
final class ResultFile {
    /** By file, the newest build's; each goal of each module is an object of its own, and they share this. */
    private static final Map<Path, ResultFile> FILES = new ConcurrentHashMap<>();

    private final Path file;
    private final String build;
    private final List<DatabaseResult> results = new ArrayList<>();
    private final Set<Problem> problems = new LinkedHashSet<>();

    private ResultFile(Path file, String build) {
        this.file = file;
        this.build = build;
    }

    /** @param build the same for all goals of one build; what an earlier build left in the file is not kept */
    static ResultFile of(Path file, String build) {
        return FILES.compute(
                file.toAbsolutePath().normalize(),
                (path, known) -> known != null && known.build.equals(build) ? known : new ResultFile(path, build));
    }

    /**
     * Adds a result.
     *
     * @return its place, for {@link #replace}
     * @throws Outage if the file cannot be written
     */
    synchronized int add(DatabaseResult result) {
        results.add(result);
        write();
        return results.size() - 1;
    }

    /** @throws Outage if the file cannot be written */
    synchronized void replace(int place, DatabaseResult result) {
        results.set(place, result);
        write();
    }

    /**
     * Adds what no single database is to blame for.
     *
     * @throws Outage if the file cannot be written
     */
    synchronized void fail(List<Problem> more) {
        problems.addAll(more);
        write();
    }

    private void write() {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            Files.write(
                    unfinished,
                    (ResultJson.document(results, List.copyOf(problems)) + "\n").getBytes(StandardCharsets.UTF_8));
            replaceBy(unfinished);
        } catch (IOException e) {
            throw new Outage(PluginProblems.unwritable(file, e), e);
        }
    }

    private void replaceBy(Path unfinished) throws IOException {
        try {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
