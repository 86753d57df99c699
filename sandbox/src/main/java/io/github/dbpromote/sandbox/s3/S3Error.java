package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsError;

/** <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's errors</a>, as far as the sandbox gives them. */
enum S3Error {
    ACCESS_DENIED(403, "AccessDenied", "Access Denied"),
    BAD_DIGEST(400, "BadDigest", "The Content-MD5 you specified did not match what we received."),
    BUCKET_ALREADY_OWNED_BY_YOU(
            409,
            "BucketAlreadyOwnedByYou",
            "Your previous request to create the named bucket succeeded and you already own it."),
    ILLEGAL_LOCATION_CONSTRAINT(
            400,
            "IllegalLocationConstraintException",
            "The location constraint is incompatible for the region specific endpoint this request was sent to."),
    INVALID_ARGUMENT(400, "InvalidArgument", "Invalid Argument"),
    INVALID_BUCKET_NAME(400, "InvalidBucketName", "The specified bucket is not valid."),
    INVALID_DIGEST(400, "InvalidDigest", "The Content-MD5 you specified was invalid."),
    INVALID_RANGE(416, "InvalidRange", "The requested range is not satisfiable"),
    INVALID_REQUEST(400, "InvalidRequest", "Invalid Request"),
    KEY_TOO_LONG(400, "KeyTooLongError", "Your key is too long"),
    MALFORMED_XML(
            400,
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published schema"),
    METADATA_TOO_LARGE(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size"),
    METHOD_NOT_ALLOWED(405, "MethodNotAllowed", "The specified method is not allowed against this resource."),
    MISSING_CONTENT_LENGTH(411, "MissingContentLength", "You must provide the Content-Length HTTP header."),
    NO_SUCH_BUCKET(404, "NoSuchBucket", "The specified bucket does not exist"),
    NO_SUCH_KEY(404, "NoSuchKey", "The specified key does not exist."),
    NO_SUCH_VERSION(404, "NoSuchVersion", "The specified version does not exist."),
    NOT_IMPLEMENTED(501, "NotImplemented", "A header you provided implies functionality that is not implemented"),
    PRECONDITION_FAILED(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");

    private final int status;
    private final String code;
    private final String message;

    S3Error(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    AwsError error() {
        return new AwsError(status, code, message);
    }

    /** The same code in other words, where S3 has several. */
    AwsError error(String otherMessage) {
        return new AwsError(status, code, otherMessage);
    }
}
