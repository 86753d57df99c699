package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.Principal;
import java.time.Instant;
import java.util.Optional;

/**
 * An object that was just written, for whoever wants to be told.
 *
 * @param sequence counts the versions of the key from 1
 * @param etag without quotes
 * @param size in bytes
 * @param writer empty for what a part of the sandbox wrote past the protocol
 * @param requestId of the request that wrote it
 */
public record CreatedObject(
        String bucket,
        String key,
        String versionId,
        long sequence,
        String etag,
        long size,
        Instant time,
        Optional<Principal> writer,
        String requestId) {
    static CreatedObject of(
            String bucket, String key, StoredObject object, Optional<Principal> writer, String requestId) {
        return new CreatedObject(
                bucket,
                key,
                object.id(),
                object.sequence(),
                object.etag(),
                object.size(),
                Instant.now(),
                writer,
                requestId);
    }
}
