package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the files below one migration directory, in the order of their names. As Flyway does, it passes hidden
 * directories over; hidden files too, which editors and macOS leave behind. Hidden means a leading dot on every
 * system, so that every system finds the same.
 */
final class DirectoryScan extends SimpleFileVisitor<Path> {
    private final Path projectBase;
    private final Path directory;
    private final Path root;
    private final Consumer<Problem> problems;
    private final List<SourceFile> files = new ArrayList<>();

    private DirectoryScan(Path projectBase, Path directory, Path root, Consumer<Problem> problems) {
        this.projectBase = projectBase;
        this.directory = directory;
        this.root = root;
        this.problems = problems;
    }

    /** @param directory absolute; may itself be a symbolic link to wherever its owner wants it */
    static List<SourceFile> of(Path projectBase, Path directory, Consumer<Problem> problems) {
        try {
            DirectoryScan scan = new DirectoryScan(projectBase, directory, directory.toRealPath(), problems);
            Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, scan);
            scan.files.sort(Comparator.comparing(SourceFile::script));
            return scan.files;
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + directory, e);
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        if (folder.equals(directory)) {
            return FileVisitResult.CONTINUE;
        }
        if (isHidden(folder)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        if (!folder.toRealPath().startsWith(root)) {
            problems.accept(MigrationProblems.linkLeavesDirectory(
                    shown(folder), folder.toRealPath().toString()));
            return FileVisitResult.SKIP_SUBTREE;
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!isHidden(file)) {
            files.add(SourceFile.of(root, directory, file, projectBase));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException reason) {
        if (!isHidden(file)) {
            problems.accept(MigrationProblems.unreadable(shown(file), reason));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException reason) {
        if (reason != null) {
            problems.accept(MigrationProblems.unreadable(shown(folder), reason));
        }
        return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private String shown(Path file) {
        return SourceFile.shown(projectBase, file);
    }
}
