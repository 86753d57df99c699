package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.text.Shown;
import java.io.IOException;
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
import java.util.function.Function;

/**
 * Finds the files below one migration directory, in the order of their names. As Flyway does, it passes hidden
 * directories over; hidden files too, which editors and macOS leave behind. Hidden means a leading dot on every
 * system, so that every system finds the same.
 */
final class DirectoryScan extends SimpleFileVisitor<Path> {
    private final Path directory;
    private final Path root;
    private final boolean isOfArchive;
    private final Function<Path, String> shown;
    private final Consumer<Problem> problems;
    private final List<SourceFile> files = new ArrayList<>();

    private DirectoryScan(
            Path directory, Path root, boolean isOfArchive, Function<Path, String> shown, Consumer<Problem> problems) {
        this.directory = directory;
        this.root = root;
        this.isOfArchive = isOfArchive;
        this.shown = shown;
        this.problems = problems;
    }

    /** @param directory absolute; may itself be a symbolic link to wherever its owner wants it */
    static List<SourceFile> of(Path projectBase, Path directory, Consumer<Problem> problems) {
        return of(directory, false, path -> Shown.path(projectBase, path), problems);
    }

    /** @param directory of a folder that will be packed into an archive */
    static List<SourceFile> of(Archive archive, Path directory, Consumer<Problem> problems) {
        return of(
                directory,
                true,
                path -> SourceFile.shown(archive, Shown.path(archive.file().relativize(path))),
                problems);
    }

    private static List<SourceFile> of(
            Path directory, boolean isOfArchive, Function<Path, String> shown, Consumer<Problem> problems) {
        try {
            DirectoryScan scan = new DirectoryScan(directory, directory.toRealPath(), isOfArchive, shown, problems);
            Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, scan);
            scan.files.sort(Comparator.comparing(SourceFile::script));
            return scan.files;
        } catch (IOException e) {
            problems.accept(MigrationProblems.unreadableDirectory(shown.apply(directory), e));
            return List.of();
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
            problems.accept(
                    MigrationProblems.linkLeavesDirectory(shown.apply(folder), Shown.path(folder.toRealPath())));
            return FileVisitResult.SKIP_SUBTREE;
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!isHidden(file)) {
            String script = Shown.path(directory.relativize(file));
            files.add(new SourceFile(script, shown.apply(file), new Content.OnDisk(root, file), isOfArchive));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException reason) {
        if (file.equals(directory) || !isHidden(file)) {
            problems.accept(MigrationProblems.unreadable(shown.apply(file), reason));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException reason) {
        if (reason != null) {
            problems.accept(MigrationProblems.unreadable(shown.apply(folder), reason));
        }
        return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }
}
