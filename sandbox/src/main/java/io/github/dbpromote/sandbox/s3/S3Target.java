package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request addresses.
 *
 * @param bucket empty for the service itself
 * @param key empty for the bucket itself
 */
record S3Target(String bucket, String key) {
    private static final Pattern VIRTUAL_HOST = Pattern.compile("(.+)\\.localhost(?::\\d+)?");

    /** Reads the bucket from a host such as {@code bucket.localhost}, else from the path. */
    static S3Target of(AwsRequest request) {
        String path = request.path().substring(1);
        Matcher host = VIRTUAL_HOST.matcher(request.header("Host").orElse(""));
        if (host.matches()) {
            return new S3Target(host.group(1), path);
        }
        int slash = path.indexOf('/');
        return slash < 0 ? new S3Target(path, "") : new S3Target(path.substring(0, slash), path.substring(slash + 1));
    }

    String resource() {
        return key.isEmpty() ? bucket : bucket + "/" + key;
    }
}
