package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsResponse;
import io.github.dbpromote.sandbox.http.Hashing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * An object, without its body, which stays on disk.
 *
 * @param etag MD5 of the body, without quotes
 * @param lastModified in whole seconds, as S3 tells it
 * @param headers given by the writer and answered to every reader, by lower-case name
 * @param file where the body stands, from {@code offset} to its end
 */
record StoredObject(
        String id,
        long sequence,
        String etag,
        long size,
        Instant lastModified,
        Checksum checksum,
        Map<String, String> headers,
        Path file,
        long offset)
        implements Version {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    StoredObject {
        headers = Map.copyOf(headers);
    }

    /** The object that an upload makes now, not written yet. */
    static StoredObject of(String id, long sequence, Upload upload) {
        return new StoredObject(
                id,
                sequence,
                HexFormat.of().formatHex(Hashing.digest("MD5", upload.body())),
                upload.body().length,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                upload.checksum(),
                upload.headers(),
                Path.of(""),
                0);
    }

    StoredObject at(Path newFile, long newOffset) {
        return new StoredObject(id, sequence, etag, size, lastModified, checksum, headers, newFile, newOffset);
    }

    String quotedEtag() {
        return "\"" + etag + "\"";
    }

    /** The bytes of {@code range}, which lies within the body. */
    byte[] read(ByteRange range) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(range.length()));
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + range.first() + bytes.position()) < 0) {
                    throw new IOException("Cut off: " + file);
                }
            }
            return bytes.array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds what every answer about this object tells. */
    AwsResponse describe(AwsResponse response) {
        AwsResponse described = response.with("ETag", quotedEtag())
                .with("Last-Modified", HTTP_DATE.format(lastModified))
                .with("Accept-Ranges", "bytes")
                .with("x-amz-version-id", id)
                .with("x-amz-server-side-encryption", "AES256");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            described = described.with(header.getKey(), header.getValue());
        }
        return described;
    }

    AwsResponse describeChecksum(AwsResponse response) {
        return response.with(checksum.algorithm().header(), checksum.value())
                .with("x-amz-checksum-type", "FULL_OBJECT");
    }
}
