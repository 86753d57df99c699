package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.text.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The directories of a project in which migrations stand. */
final class MigrationDirectories {
    private final Path projectBase;
    private final List<Path> directories;

    /** @param directories absolute or relative to {@code projectBase} */
    MigrationDirectories(Path projectBase, List<Path> directories) {
        this.projectBase = projectBase.toAbsolutePath().normalize();
        this.directories = directories.stream()
                .map(directory -> this.projectBase.resolve(directory).normalize())
                .toList();
    }

    /** Everything in them that is not hidden, directory by directory. One that cannot be listed is a problem. */
    List<SourceFile> files(Consumer<Problem> problems) {
        return outermost(existing(problems)).stream()
                .flatMap(directory -> DirectoryScan.of(projectBase, directory, problems).stream())
                .toList();
    }

    private Map<Path, Path> existing(Consumer<Problem> problems) {
        Map<Path, Path> byRealPath = new LinkedHashMap<>();
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                real(directory, problems).ifPresent(real -> byRealPath.putIfAbsent(real, directory));
            } else if (Files.exists(directory)) {
                problems.accept(MigrationProblems.notADirectory(Shown.path(projectBase, directory)));
            }
        }
        return byRealPath;
    }

    /** As Flyway does, it leaves out what lies inside another one: else files would come twice. */
    private static List<Path> outermost(Map<Path, Path> byRealPath) {
        Set<Path> all = byRealPath.keySet();
        return byRealPath.entrySet().stream()
                .filter(entry -> all.stream().noneMatch(other -> isInside(entry.getKey(), other)))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean isInside(Path inner, Path outer) {
        return !inner.equals(outer) && inner.startsWith(outer);
    }

    private Optional<Path> real(Path directory, Consumer<Problem> problems) {
        try {
            return Optional.of(directory.toRealPath());
        } catch (IOException e) {
            problems.accept(MigrationProblems.unreadableDirectory(Shown.path(projectBase, directory), e));
            return Optional.empty();
        }
    }
}
