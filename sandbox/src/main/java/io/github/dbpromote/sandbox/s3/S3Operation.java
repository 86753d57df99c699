package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.AwsRequest;
import java.util.Arrays;
import java.util.Set;

/** What the sandbox does of S3. A parameter or header that an operation does not know is refused, never ignored. */
enum S3Operation {
    CREATE_BUCKET("CreateBucket", "PUT", false),
    HEAD_BUCKET("HeadBucket", "HEAD", false),
    LIST_OBJECTS_V2("ListObjectsV2", "GET", false),
    DELETE_OBJECTS("DeleteObjects", "POST", false),
    PUT_OBJECT("PutObject", "PUT", true),
    GET_OBJECT("GetObject", "GET", true),
    HEAD_OBJECT("HeadObject", "HEAD", true),
    DELETE_OBJECT("DeleteObject", "DELETE", true);

    /** What a client would accept, like HTTP's TE. The Java SDK always offers append-md5; the server need not use it. */
    private static final String ACCEPTED_TRANSFER_ENCODING = "x-amz-te";

    /** Tells an operation for the sake of logs only. */
    private static final String OPERATION_ID = "x-id";

    /** Any request may carry these; the Java SDK even sends the checksum of a body that is not there. */
    private static final Set<String> GENERAL_HEADERS = Set.of(
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-decoded-content-length",
            "x-amz-expected-bucket-owner",
            "x-amz-sdk-checksum-algorithm",
            "x-amz-security-token",
            "x-amz-trailer",
            "x-amz-user-agent");

    private final String awsName;
    private final String method;
    private final boolean ofObject;

    S3Operation(String awsName, String method, boolean ofObject) {
        this.awsName = awsName;
        this.method = method;
        this.ofObject = ofObject;
    }

    /**
     * Tells which operation a request means.
     *
     * @throws AwsError if S3 would do more with this request than the sandbox can
     */
    static S3Operation of(AwsRequest request, S3Target target) {
        if (target.bucket().isEmpty()) {
            throw S3Error.NOT_IMPLEMENTED.error("The sandbox has no operations of the service as a whole.");
        }
        S3Operation operation = Arrays.stream(values())
                .filter(candidate -> candidate.isMeant(request, target))
                .findFirst()
                .orElseThrow(() -> S3Error.NOT_IMPLEMENTED.error(
                        "The sandbox does not implement " + request.method() + " with these parameters."));
        operation.requireKnownHeaders(request);
        return operation;
    }

    String awsName() {
        return awsName;
    }

    private boolean isMeant(AwsRequest request, S3Target target) {
        Set<String> parameters = parameters();
        return method.equals(request.method())
                && ofObject != target.key().isEmpty()
                && request.query().names().stream()
                        .allMatch(name -> parameters.contains(name) || name.equals(OPERATION_ID))
                && switch (this) {
                    case LIST_OBJECTS_V2 ->
                        request.query().get("list-type").filter("2"::equals).isPresent();
                    case DELETE_OBJECTS -> request.query().has("delete");
                    default -> true;
                };
    }

    private Set<String> parameters() {
        return switch (this) {
            case LIST_OBJECTS_V2 ->
                Set.of(
                        "list-type",
                        "prefix",
                        "delimiter",
                        "start-after",
                        "continuation-token",
                        "max-keys",
                        "encoding-type",
                        "fetch-owner");
            case DELETE_OBJECTS -> Set.of("delete");
            case GET_OBJECT, HEAD_OBJECT -> Set.of("versionId");
            case CREATE_BUCKET, HEAD_BUCKET, PUT_OBJECT, DELETE_OBJECT -> Set.of();
        };
    }

    private void requireKnownHeaders(AwsRequest request) {
        for (String name : request.headers().keySet()) {
            boolean changesMeaning = name.startsWith("x-amz-") || name.startsWith("if-");
            if (changesMeaning && !GENERAL_HEADERS.contains(name) && !isChecksum(name) && !knows(name)) {
                throw S3Error.NOT_IMPLEMENTED
                        .error("A header you provided implies functionality that is not implemented: " + name)
                        .with("Header", name);
            }
        }
    }

    private boolean knows(String header) {
        return switch (this) {
            case PUT_OBJECT ->
                header.equals("if-match") || header.equals("if-none-match") || header.startsWith("x-amz-meta-");
            case GET_OBJECT, HEAD_OBJECT ->
                header.equals("if-match")
                        || header.equals("if-none-match")
                        || header.equals("x-amz-checksum-mode")
                        || header.equals(ACCEPTED_TRANSFER_ENCODING);
            case CREATE_BUCKET, HEAD_BUCKET, LIST_OBJECTS_V2, DELETE_OBJECT, DELETE_OBJECTS -> false;
        };
    }

    private static boolean isChecksum(String header) {
        return Arrays.stream(ChecksumAlgorithm.values())
                .anyMatch(algorithm -> algorithm.header().equals(header));
    }
}
