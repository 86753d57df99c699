package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AtomicFile;
import io.github.dbpromote.sandbox.http.AwsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** All buckets, directories of one directory. */
final class Buckets {
    /** <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">The rules</a> */
    private static final Pattern NAME =
            Pattern.compile("(?!.*\\.\\.)(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final Path directory;
    private final Map<String, Bucket> byName = new ConcurrentHashMap<>();

    private Buckets(Path directory) {
        this.directory = directory;
    }

    static Buckets open(Path directory) throws IOException {
        Buckets buckets = new Buckets(Files.createDirectories(directory));
        try (DirectoryStream<Path> existing = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path bucket : existing) {
                buckets.byName.put(bucket.getFileName().toString(), Bucket.open(bucket));
            }
        }
        return buckets;
    }

    Optional<Bucket> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** @throws AwsError if the name is not one for a bucket, or taken */
    synchronized void create(String name) {
        if (!NAME.matcher(name).matches()) {
            throw S3Error.INVALID_BUCKET_NAME.error().with("BucketName", name);
        }
        if (byName.containsKey(name)) {
            throw S3Error.BUCKET_ALREADY_OWNED_BY_YOU.error().with("BucketName", name);
        }
        try {
            Path bucket = Files.createDirectory(directory.resolve(name));
            AtomicFile.syncDirectory(directory);
            byName.put(name, Bucket.open(bucket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
