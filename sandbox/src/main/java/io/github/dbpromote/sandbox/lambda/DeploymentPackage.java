package io.github.dbpromote.sandbox.lambda;

import io.github.dbpromote.sandbox.http.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A function's code, as it is given to Lambda. */
final class DeploymentPackage {
    private DeploymentPackage() {}

    /**
     * The directory that stands for {@code /var/task}: the code's own, or {@code directory} with the zip file's content.
     *
     * @throws IllegalArgumentException if the code is neither directory nor zip file
     */
    static Path unpack(Path code, Path directory) throws IOException {
        if (Files.isDirectory(code)) {
            return code.toAbsolutePath();
        }
        try (ZipFile zip = new ZipFile(code.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                unpack(zip, entries.nextElement(), directory);
            }
        } catch (ZipException e) {
            throw new IllegalArgumentException("The code of a function is a zip file or a directory, not " + code, e);
        }
        return directory;
    }

    /** SHA-256 of the zip file; empty for a directory. */
    static Optional<String> digest(Path code) throws IOException {
        return Files.isDirectory(code) ? Optional.empty() : Optional.of(Hashing.sha256Hex(Files.readAllBytes(code)));
    }

    private static void unpack(ZipFile zip, ZipEntry entry, Path directory) throws IOException {
        Path file = directory.resolve(entry.getName()).normalize();
        if (!file.startsWith(directory)) {
            throw new IllegalArgumentException("The zip file has an entry that leads out of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
            Files.copy(content, file);
        }
    }
}
