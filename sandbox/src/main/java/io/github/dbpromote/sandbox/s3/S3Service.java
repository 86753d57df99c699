package io.github.dbpromote.sandbox.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.AwsRequest;
import io.github.dbpromote.sandbox.http.AwsResponse;
import io.github.dbpromote.sandbox.http.AwsService;
import io.github.dbpromote.sandbox.http.Call;
import io.github.dbpromote.sandbox.http.ErrorFormat;
import io.github.dbpromote.sandbox.http.Hashing;
import io.github.dbpromote.sandbox.http.Permission;
import io.github.dbpromote.sandbox.http.Xml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** S3 as far as db-promote needs it, kept in a directory. All buckets are versioned and belong to one account. */
public final class S3Service implements AwsService {
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private static final int KEY_LIMIT = 1024;
    private static final int DELETE_LIMIT = 1000;

    private final Buckets buckets;
    private final String region;
    private final String account;
    private volatile Consumer<CreatedObject> listener = object -> {};

    /**
     * @param directory created if it is missing, read if it is not
     * @param account twelve digits, the owner of all buckets
     * @throws UncheckedIOException if the directory cannot be used
     */
    public S3Service(Path directory, String region, String account) {
        this.region = region;
        this.account = account;
        try {
            this.buckets = Buckets.open(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "s3";
    }

    /** Everything: a bucket may have nearly any name, so this service is to be registered last. */
    @Override
    public boolean accepts(AwsRequest request) {
        return true;
    }

    @Override
    public Call call(AwsRequest request) {
        S3Target target = S3Target.of(request);
        return new Call(S3Operation.of(request, target).awsName(), target.resource());
    }

    @Override
    public List<Permission> permissions(AwsRequest request, int status) {
        S3Target target = S3Target.of(request);
        return new S3Permissions(target, account).of(S3Operation.of(request, target), request, status);
    }

    @Override
    public AwsResponse answer(AwsRequest request) {
        S3Target target = S3Target.of(request);
        S3Operation operation = S3Operation.of(request, target);
        AwsResponse response = operation == S3Operation.CREATE_BUCKET
                ? createBucket(target.bucket(), request)
                : answer(operation, bucket(target, request), target.key(), request);
        return response.with("x-amz-request-id", request.id())
                .with("x-amz-id-2", Hashing.sha256Hex(request.id()))
                .with("Server", "AmazonS3");
    }

    @Override
    public ErrorFormat errors() {
        return ErrorFormat.S3;
    }

    /** Tells {@code newListener}, and it alone, of every object from now on, before the writer has its answer. */
    public void whenCreated(Consumer<CreatedObject> newListener) {
        listener = newListener;
    }

    /** Creates the bucket unless it is there. */
    public void createBucket(String name) {
        if (buckets.find(name).isEmpty()) {
            buckets.create(name);
        }
    }

    /**
     * Writes an object past policy and log, as a part of the sandbox.
     *
     * @throws AwsError if there is no such bucket
     */
    public void put(String bucket, String key, byte[] body, String contentType) {
        StoredObject object =
                existing(bucket).history(key).put(Upload.of(body, contentType), new WriteCondition.None());
        listener.accept(CreatedObject.of(
                bucket, key, object, Optional.empty(), UUID.randomUUID().toString()));
    }

    /** Reads an object past the log, as a part of the sandbox. */
    public Optional<byte[]> get(String bucket, String key) {
        return existing(bucket).object(key).map(object -> object.read(ByteRange.whole(object.size())));
    }

    private AwsResponse answer(S3Operation operation, Bucket bucket, String key, AwsRequest request) {
        return switch (operation) {
            case HEAD_BUCKET -> AwsResponse.empty(200).with("x-amz-bucket-region", region);
            case LIST_OBJECTS_V2 -> AwsResponse.xml(200, Listing.document(bucket, request.query(), account));
            case DELETE_OBJECTS -> deleteObjects(bucket, request);
            case PUT_OBJECT -> putObject(bucket, key, request);
            case GET_OBJECT, HEAD_OBJECT -> ObjectReader.answer(bucket, key, request);
            case DELETE_OBJECT -> deleteObject(bucket, key, request);
            case CREATE_BUCKET -> throw new IllegalStateException("Needs no bucket");
        };
    }

    private Bucket bucket(S3Target target, AwsRequest request) {
        Bucket bucket = existing(target.bucket());
        Optional<String> expectedOwner = request.header("x-amz-expected-bucket-owner");
        if (expectedOwner.isPresent() && !expectedOwner.get().equals(account)) {
            throw S3Error.ACCESS_DENIED.error();
        }
        return bucket;
    }

    private Bucket existing(String name) {
        return buckets.find(name)
                .orElseThrow(() -> S3Error.NO_SUCH_BUCKET.error().with("BucketName", name));
    }

    private AwsResponse createBucket(String name, AwsRequest request) {
        String location = request.body().length == 0
                ? "us-east-1"
                : S3Xml.parse(request.body(), "CreateBucketConfiguration")
                        .text("LocationConstraint")
                        .orElse("us-east-1");
        if (!location.equals(region)) {
            throw S3Error.ILLEGAL_LOCATION_CONSTRAINT.error();
        }
        buckets.create(name);
        return AwsResponse.empty(200).with("Location", "/" + name);
    }

    private AwsResponse putObject(Bucket bucket, String key, AwsRequest request) {
        if (key.getBytes(UTF_8).length > KEY_LIMIT) {
            throw S3Error.KEY_TOO_LONG.error();
        }
        WriteCondition condition = WriteCondition.of(request);
        bucket.policy().requireWritable(key, condition, request.principal());
        StoredObject object = bucket.history(key).put(Upload.of(request), condition);
        listener.accept(CreatedObject.of(bucket.name(), key, object, Optional.of(request.principal()), request.id()));
        return object.describeChecksum(AwsResponse.empty(200)
                .with("ETag", object.quotedEtag())
                .with("x-amz-version-id", object.id())
                .with("x-amz-server-side-encryption", "AES256"));
    }

    private static AwsResponse deleteObject(Bucket bucket, String key, AwsRequest request) {
        bucket.policy().requireDeletable(key, request.principal());
        DeleteMarker marker = bucket.history(key).delete();
        return AwsResponse.empty(204).with("x-amz-delete-marker", "true").with("x-amz-version-id", marker.id());
    }

    private static AwsResponse deleteObjects(Bucket bucket, AwsRequest request) {
        if (!Checksum.isGiven(request)) {
            throw S3Error.INVALID_REQUEST.error("Missing required header for this request: Content-MD5");
        }
        Checksum.verified(request);
        S3Xml delete = S3Xml.parse(request.body(), "Delete");
        List<S3Xml> objects = delete.children("Object");
        if (objects.isEmpty() || objects.size() > DELETE_LIMIT) {
            throw S3Error.MALFORMED_XML.error();
        }
        boolean quiet = delete.text("Quiet").filter("true"::equals).isPresent();
        Xml result = Xml.root("DeleteResult", NAMESPACE);
        objects.forEach(object -> deleteOne(bucket, object, request, quiet, result));
        return AwsResponse.xml(200, result.document());
    }

    private static void deleteOne(Bucket bucket, S3Xml object, AwsRequest request, boolean quiet, Xml result) {
        String key = object.text("Key").orElseThrow(S3Error.MALFORMED_XML::error);
        try {
            requireOnlyKey(object);
            bucket.policy().requireDeletable(key, request.principal());
            DeleteMarker marker = bucket.history(key).delete();
            if (!quiet) {
                result.open("Deleted")
                        .text("Key", key)
                        .text("DeleteMarker", "true")
                        .text("DeleteMarkerVersionId", marker.id())
                        .close();
            }
        } catch (AwsError refused) {
            result.open("Error")
                    .text("Key", key)
                    .text("Code", refused.code())
                    .text("Message", refused.getMessage())
                    .close();
        }
    }

    /** Deleting a version for good, or on a condition, is more than the sandbox does. */
    private static void requireOnlyKey(S3Xml object) {
        for (String more : List.of("VersionId", "ETag", "LastModifiedTime", "Size")) {
            if (object.text(more).isPresent()) {
                throw S3Error.NOT_IMPLEMENTED.error("The sandbox does not delete by " + more + ".");
            }
        }
    }
}
