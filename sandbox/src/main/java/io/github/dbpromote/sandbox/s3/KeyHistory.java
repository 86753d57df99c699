package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AtomicFile;
import io.github.dbpromote.sandbox.http.Hashing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions of one key, a directory of files. Its monitor makes check and write of a conditional write one step. */
final class KeyHistory {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String key;
    private final Path directory;
    private volatile Optional<Version> latest;

    private KeyHistory(String key, Path directory, Optional<Version> latest) {
        this.key = key;
        this.directory = directory;
        this.latest = latest;
    }

    /** The history of a key that has none yet; the directory is created by the first write. */
    static KeyHistory empty(String key, Path bucketDirectory) {
        return new KeyHistory(key, bucketDirectory.resolve(Hashing.sha256Hex(key)), Optional.empty());
    }

    /** Reads what an earlier sandbox left; empty if it was stopped before the first version was written. */
    static Optional<KeyHistory> load(Path directory) throws IOException {
        Optional<Path> newest;
        try (Stream<Path> files = Files.list(directory)) {
            newest = files.filter(file -> !file.toString().endsWith(AtomicFile.TEMPORARY_SUFFIX))
                    .max(Path::compareTo);
        }
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        Version version = VersionFile.read(newest.get());
        return Optional.of(new KeyHistory(VersionFile.key(newest.get()), directory, Optional.of(version)));
    }

    String key() {
        return key;
    }

    Optional<Version> latest() {
        return latest;
    }

    /** Empty if there never was one or if it is deleted. */
    Optional<StoredObject> object() {
        return latest.flatMap(KeyHistory::asObject);
    }

    Optional<Version> version(String id) {
        if (!id.matches("[\\w-]+") || !Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            Optional<Path> file = files.filter(
                            candidate -> candidate.getFileName().toString().endsWith("-" + id))
                    .findFirst();
            return file.isEmpty()
                    ? Optional.empty()
                    : Optional.of(VersionFile.read(file.get()))
                            .filter(version -> version.id().equals(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a new version if the condition holds; it lasts when this returns. */
    synchronized StoredObject put(Upload upload, WriteCondition condition) {
        condition.check(key, object());
        StoredObject object = StoredObject.of(newId(), nextSequence(), upload);
        try {
            createDirectory();
            object = VersionFile.write(directory.resolve(VersionFile.name(object)), key, object, upload.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        latest = Optional.of(object);
        return object;
    }

    synchronized DeleteMarker delete() {
        DeleteMarker marker = new DeleteMarker(newId(), nextSequence());
        try {
            createDirectory();
            VersionFile.write(directory.resolve(VersionFile.name(marker)), key, marker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        latest = Optional.of(marker);
        return marker;
    }

    private long nextSequence() {
        return latest.map(Version::sequence).orElse(0L) + 1;
    }

    private void createDirectory() throws IOException {
        if (latest.isEmpty()) {
            Files.createDirectories(directory);
            AtomicFile.syncDirectory(directory.getParent());
        }
    }

    private static Optional<StoredObject> asObject(Version version) {
        return version instanceof StoredObject object ? Optional.of(object) : Optional.empty();
    }

    private static String newId() {
        byte[] id = new byte[24];
        RANDOM.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id).replace('-', '_');
    }
}
