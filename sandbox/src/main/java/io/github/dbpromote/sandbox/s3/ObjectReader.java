package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.AwsRequest;
import io.github.dbpromote.sandbox.http.AwsResponse;
import java.util.Optional;

/** GetObject and HeadObject, which differ by nothing but the body that the front leaves out. */
final class ObjectReader {
    private ObjectReader() {}

    static AwsResponse answer(Bucket bucket, String key, AwsRequest request) {
        StoredObject object = object(bucket, key, request);
        requireMatch(object, request);
        if (isKnownToReader(object, request)) {
            return object.describe(AwsResponse.empty(304));
        }
        Optional<ByteRange> range = request.header("Range").flatMap(header -> ByteRange.parse(header, object.size()));
        return range.map(part -> part(object, part)).orElseGet(() -> whole(object, request));
    }

    private static StoredObject object(Bucket bucket, String key, AwsRequest request) {
        Optional<String> wanted = request.query().get("versionId");
        Optional<KeyHistory> history = bucket.existingHistory(key);
        Optional<Version> version = wanted.isPresent()
                ? history.flatMap(known -> known.version(wanted.get()))
                : history.flatMap(KeyHistory::latest);
        if (version.isEmpty()) {
            throw wanted.isPresent()
                    ? S3Error.NO_SUCH_VERSION.error().with("Key", key).with("VersionId", wanted.get())
                    : S3Error.NO_SUCH_KEY.error().with("Key", key);
        }
        if (version.get() instanceof StoredObject object) {
            return object;
        }
        throw deleted(key, version.get(), wanted.isPresent());
    }

    private static AwsError deleted(String key, Version marker, boolean askedFor) {
        AwsError error = askedFor
                ? S3Error.METHOD_NOT_ALLOWED.error()
                : S3Error.NO_SUCH_KEY.error().with("Key", key);
        return error.withHeader("x-amz-delete-marker", "true").withHeader("x-amz-version-id", marker.id());
    }

    private static void requireMatch(StoredObject object, AwsRequest request) {
        Optional<String> wanted = request.header("If-Match");
        if (wanted.isPresent() && !EntityTags.parse(wanted.get()).include(object.etag())) {
            throw S3Error.PRECONDITION_FAILED.error().with("Condition", "If-Match");
        }
    }

    private static boolean isKnownToReader(StoredObject object, AwsRequest request) {
        return request.header("If-None-Match")
                .filter(known -> EntityTags.parse(known).include(object.etag()))
                .isPresent();
    }

    private static AwsResponse whole(StoredObject object, AwsRequest request) {
        AwsResponse response = object.describe(AwsResponse.bytes(200, object.read(ByteRange.whole(object.size()))));
        boolean checksum = request.header("x-amz-checksum-mode")
                .filter("ENABLED"::equalsIgnoreCase)
                .isPresent();
        return checksum ? object.describeChecksum(response) : response;
    }

    private static AwsResponse part(StoredObject object, ByteRange range) {
        return object.describe(AwsResponse.bytes(206, object.read(range)))
                .with("Content-Range", range.contentRange(object.size()));
    }
}
