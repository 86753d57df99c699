package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsRequest;
import io.github.dbpromote.sandbox.http.Permission;
import java.util.List;
import java.util.Optional;

/**
 * What IAM asks of a request to S3.
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html">Operations and actions</a>,
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">condition keys</a>
 */
final class S3Permissions {
    private static final int NOT_FOUND = 404;

    private final S3Target target;
    private final String account;

    /** @param account the owner of the bucket */
    S3Permissions(S3Target target, String account) {
        this.target = target;
        this.account = account;
    }

    List<Permission> of(S3Operation operation, AwsRequest request, int status) {
        return switch (operation) {
            case CREATE_BUCKET -> List.of(onBucket("s3:CreateBucket"));
            case HEAD_BUCKET -> List.of(onBucket("s3:ListBucket"));
            case LIST_OBJECTS_V2 -> List.of(list(request));
            case DELETE_OBJECT -> List.of(onObject("s3:DeleteObject", target.key()));
            case DELETE_OBJECTS -> deleteAll(request);
            case PUT_OBJECT -> put(request);
            case GET_OBJECT, HEAD_OBJECT -> get(request, status);
        };
    }

    private Permission list(AwsRequest request) {
        Permission list = onBucket("s3:ListBucket");
        for (String parameter : List.of("prefix", "delimiter", "max-keys")) {
            Optional<String> value = request.query().get(parameter);
            list = value.isPresent() ? list.with("s3:" + parameter, value.get()) : list;
        }
        return list;
    }

    /**
     * A write against a version also reads it.
     * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">Permissions of conditional writes</a>
     */
    private List<Permission> put(AwsRequest request) {
        Permission put = onObject("s3:PutObject", target.key()).with("s3:ObjectCreationOperation", "true");
        Optional<String> noneMatch = request.header("If-None-Match");
        if (noneMatch.isPresent()) {
            return List.of(put.with("s3:if-none-match", noneMatch.get()));
        }
        Optional<String> match = request.header("If-Match").map(tag -> tag.replace("\"", ""));
        return match.isPresent()
                ? List.of(put.with("s3:if-match", match.get()), onObject("s3:GetObject", target.key()))
                : List.of(put);
    }

    private List<Permission> get(AwsRequest request, int status) {
        Optional<String> version = request.query().get("versionId");
        Permission get = version.map(
                        id -> onObject("s3:GetObjectVersion", target.key()).with("s3:VersionId", id))
                .orElseGet(() -> onObject("s3:GetObject", target.key()));
        return status == NOT_FOUND ? List.of(get, miss()) : List.of(get);
    }

    /**
     * Who may not list is told 403 of what is not there, by
     * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject's permissions</a>. The key then
     * is the prefix that would be listed.
     */
    private Permission miss() {
        return onBucket("s3:ListBucket").with("s3:prefix", target.key());
    }

    private List<Permission> deleteAll(AwsRequest request) {
        return S3Xml.parse(request.body(), "Delete").children("Object").stream()
                .map(object -> object.text("Key").orElseThrow(S3Error.MALFORMED_XML::error))
                .map(key -> onObject("s3:DeleteObject", key))
                .toList();
    }

    private Permission onBucket(String action) {
        return permission(action, "arn:aws:s3:::" + target.bucket());
    }

    private Permission onObject(String action, String key) {
        return permission(action, "arn:aws:s3:::" + target.bucket() + "/" + key);
    }

    private Permission permission(String action, String resource) {
        return Permission.of(action, resource)
                .with("aws:ResourceAccount", account)
                .with("s3:ResourceAccount", account)
                .with("s3:authType", "REST-HEADER")
                .with("s3:signatureversion", "AWS4-HMAC-SHA256")
                // The least that AWS accepts:
                // https://docs.aws.amazon.com/AmazonS3/latest/userguide/network-isolation.html
                .with("s3:TlsVersion", "1.2");
    }
}
