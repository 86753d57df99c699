package io.github.dbpromote.sandbox.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dbpromote.sandbox.http.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket: a directory with one directory per key. */
final class Bucket {
    /** S3 lists keys in the order of their UTF-8 bytes, which is not that of Java's strings beyond U+FFFF. */
    static final Comparator<String> KEY_ORDER =
            Comparator.comparing(key -> key.getBytes(UTF_8), Arrays::compareUnsigned);

    private final String name;
    private final Path directory;
    private final ConcurrentNavigableMap<String, KeyHistory> histories = new ConcurrentSkipListMap<>(KEY_ORDER);

    private Bucket(String name, Path directory) {
        this.name = name;
        this.directory = directory;
    }

    /** Opens the bucket in {@code directory}, which exists, and clears what a crash left half-written. */
    static Bucket open(Path directory) throws IOException {
        Bucket bucket = new Bucket(directory.getFileName().toString(), directory);
        try (DirectoryStream<Path> keys = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path key : keys) {
                clearHalfWritten(key);
                KeyHistory.load(key).ifPresent(history -> bucket.histories.put(history.key(), history));
            }
        }
        return bucket;
    }

    String name() {
        return name;
    }

    BucketPolicy policy() {
        return new BucketPolicy(name);
    }

    KeyHistory history(String key) {
        return histories.computeIfAbsent(key, absent -> KeyHistory.empty(absent, directory));
    }

    Optional<StoredObject> object(String key) {
        return Optional.ofNullable(histories.get(key)).flatMap(KeyHistory::object);
    }

    Optional<KeyHistory> existingHistory(String key) {
        return Optional.ofNullable(histories.get(key));
    }

    /** Histories in the order of their keys, beginning at {@code first}; some have no object. */
    Collection<KeyHistory> from(String first, boolean inclusive) {
        return histories.tailMap(first, inclusive).values();
    }

    private static void clearHalfWritten(Path key) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(key, "*" + AtomicFile.TEMPORARY_SUFFIX)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
