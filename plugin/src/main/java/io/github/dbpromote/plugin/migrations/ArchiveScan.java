package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds the files below {@code db/migration/} of one archive, in the order of their names, and passes over what is hidden
 * as the scan of a directory does. Nothing is unpacked onto a disk. An archive is refused as a whole where an entry is
 * named as no tool names it by itself, or where it holds more than anybody can have written.
 */
final class ArchiveScan {
    static final int MAX_FILES = 10_000;

    /** In all, and while it is unpacked: the sizes that a jar states may be lies. */
    static final long MAX_BYTES = 128L * 1024 * 1024;

    private static final String SQL = ".sql";
    private static final int LONGEST_NAME = 1000;
    private static final Pattern UNSAFE = Pattern.compile("[\\\\\\p{Cntrl}]|^/|^[A-Za-z]:");
    private static final List<String> NO_NAMES = List.of("", ".", "..");

    private final Archive archive;
    private final Consumer<Problem> problems;

    private ArchiveScan(Archive archive, Consumer<Problem> problems) {
        this.archive = archive;
        this.problems = problems;
    }

    /** Those of an archive without any SQL are a problem too: it was named for nothing. */
    static List<SourceFile> of(Archive archive, Consumer<Problem> problems) {
        return new ArchiveScan(archive, problems).files();
    }

    private List<SourceFile> files() {
        try {
            List<SourceFile> files = Files.isDirectory(archive.file()) ? inFolder() : inJar();
            if (files.stream().noneMatch(ArchiveScan::isSql)) {
                problems.accept(MigrationProblems.archiveWithoutMigrations(archive.name()));
            }
            return files;
        } catch (Refusal e) {
            e.problems().forEach(problems);
        } catch (IOException | IllegalArgumentException e) {
            // The latter for names that are not UTF-8.
            problems.accept(MigrationProblems.unreadableArchive(archive.name(), e));
        }
        return List.of();
    }

    private List<SourceFile> inFolder() {
        Path directory = archive.file().resolve(Bundle.FOLDER);
        return Files.isDirectory(directory) ? DirectoryScan.of(archive, directory, problems) : List.of();
    }

    private List<SourceFile> inJar() throws IOException {
        try (ZipFile jar = new ZipFile(archive.file().toFile(), StandardCharsets.UTF_8)) {
            List<SourceFile> files = new ArrayList<>();
            long left = MAX_BYTES;
            for (ZipEntry entry : wanted(jar)) {
                byte[] bytes = bytes(jar, entry, left);
                left -= bytes.length;
                files.add(new SourceFile(
                        entry.getName().substring(Bundle.FOLDER.length()),
                        SourceFile.shown(archive, entry.getName()),
                        new Content.Unpacked(bytes),
                        true));
            }
            files.sort(Comparator.comparing(SourceFile::script));
            return files;
        }
    }

    private List<? extends ZipEntry> wanted(ZipFile jar) {
        List<? extends ZipEntry> all = jar.stream().toList();
        for (ZipEntry entry : all) {
            if (!isSafe(entry.getName())) {
                throw new Refusal(MigrationProblems.unsafeEntry(archive.name(), entry.getName()));
            }
        }
        List<? extends ZipEntry> wanted = all.stream()
                .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(Bundle.FOLDER))
                .filter(entry -> !isHidden(entry.getName()))
                .toList();
        if (wanted.size() > MAX_FILES) {
            throw tooLarge();
        }
        return wanted;
    }

    private byte[] bytes(ZipFile jar, ZipEntry entry, long left) throws IOException {
        try (InputStream content = jar.getInputStream(entry)) {
            byte[] bytes = content.readNBytes((int) left + 1);
            if (bytes.length > left) {
                throw tooLarge();
            }
            return bytes;
        }
    }

    private Refusal tooLarge() {
        return new Refusal(MigrationProblems.tooLargeArchive(archive.name(), MAX_FILES, MAX_BYTES));
    }

    private static boolean isSafe(String entry) {
        String name = entry.endsWith("/") ? entry.substring(0, entry.length() - 1) : entry;
        return name.length() <= LONGEST_NAME
                && !UNSAFE.matcher(name).find()
                && Arrays.stream(name.split("/", -1)).noneMatch(NO_NAMES::contains);
    }

    private static boolean isHidden(String entry) {
        return Arrays.stream(entry.substring(Bundle.FOLDER.length()).split("/")).anyMatch(it -> it.startsWith("."));
    }

    private static boolean isSql(SourceFile file) {
        return file.fileName().toLowerCase(Locale.ROOT).endsWith(SQL);
    }
}
