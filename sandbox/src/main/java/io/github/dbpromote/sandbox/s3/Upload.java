package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.AwsRequest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A body that was verified, with what is kept beside it. Not a record: it holds an array. */
final class Upload {
    private static final Set<String> KEPT =
            Set.of("cache-control", "content-disposition", "content-language", "content-type", "expires");
    private static final String METADATA = "x-amz-meta-";
    private static final int METADATA_LIMIT = 2048;

    private final byte[] body;
    private final Checksum checksum;
    private final Map<String, String> headers;

    private Upload(byte[] body, Checksum checksum, Map<String, String> headers) {
        this.body = body;
        this.checksum = checksum;
        this.headers = headers;
    }

    static Upload of(byte[] body, String contentType) {
        return new Upload(body, ChecksumAlgorithm.CRC64NVME.of(body), Map.of("content-type", contentType));
    }

    /** @throws AwsError if the body is not what its sender says */
    static Upload of(AwsRequest request) {
        if (request.header("Content-Length").isEmpty()) {
            throw S3Error.MISSING_CONTENT_LENGTH.error();
        }
        return new Upload(request.body(), Checksum.verified(request), headers(request));
    }

    byte[] body() {
        return body;
    }

    Checksum checksum() {
        return checksum;
    }

    /** By lower-case name. */
    Map<String, String> headers() {
        return headers;
    }

    private static Map<String, String> headers(AwsRequest request) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", "binary/octet-stream");
        int metadataSize = 0;
        for (String name : request.headers().keySet()) {
            String value = String.join(",", request.headerValues(name));
            if (KEPT.contains(name)) {
                headers.put(name, value);
            } else if (name.startsWith(METADATA)) {
                headers.put(name, value);
                metadataSize += name.length() - METADATA.length() + value.length();
            }
        }
        if (metadataSize > METADATA_LIMIT) {
            throw S3Error.METADATA_TOO_LARGE.error();
        }
        contentEncoding(request).ifPresent(encoding -> headers.put("content-encoding", encoding));
        return headers;
    }

    /** Content encodings without aws-chunked, which is one of the transport only. */
    private static Optional<String> contentEncoding(AwsRequest request) {
        return request.headerValues("Content-Encoding").stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(encoding -> !encoding.isEmpty() && !encoding.equals("aws-chunked"))
                .reduce((left, right) -> left + "," + right);
    }
}
