package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.AwsRequest;
import io.github.dbpromote.sandbox.http.Hashing;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A checksum of a whole object.
 *
 * @param value in Base64
 */
record Checksum(ChecksumAlgorithm algorithm, String value) {
    private static final int MD5_LENGTH = 16;

    /**
     * Verifies everything by which the sender says what the body should be.
     *
     * @return the checksum to keep with the object: the sender's, else S3's default
     * @throws AwsError if the body is another one, or the sender contradicts itself
     */
    static Checksum verified(AwsRequest request) {
        requireMd5(request);
        Optional<Checksum> given = given(request);
        if (given.isEmpty()) {
            requireNoneAnnounced(request);
            return ChecksumAlgorithm.CRC64NVME.of(request.body());
        }
        given.get().requireMatch(request.body());
        return given.get();
    }

    /** Whether the sender says anything about the body that was verified. */
    static boolean isGiven(AwsRequest request) {
        return request.header("Content-MD5").isPresent() || given(request).isPresent();
    }

    private static Optional<Checksum> given(AwsRequest request) {
        List<Checksum> given = Arrays.stream(ChecksumAlgorithm.values())
                .flatMap(algorithm ->
                        request.header(algorithm.header()).map(value -> new Checksum(algorithm, value)).stream())
                .toList();
        if (given.size() > 1) {
            throw S3Error.INVALID_REQUEST.error(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        return given.stream().findFirst();
    }

    private static void requireNoneAnnounced(AwsRequest request) {
        if (request.header("x-amz-sdk-checksum-algorithm").isPresent()) {
            throw S3Error.INVALID_REQUEST.error("x-amz-sdk-checksum-algorithm specified, but no corresponding"
                    + " x-amz-checksum-* or x-amz-trailer headers were found.");
        }
    }

    private void requireMatch(byte[] body) {
        byte[] expected = decoded(value)
                .orElseThrow(
                        () -> S3Error.INVALID_REQUEST.error("Value for " + algorithm.header() + " header is invalid."));
        byte[] actual = algorithm.digest(body);
        if (expected.length != actual.length) {
            throw S3Error.INVALID_REQUEST.error("Value for " + algorithm.header() + " header is invalid.");
        }
        if (!Arrays.equals(expected, actual)) {
            throw S3Error.BAD_DIGEST.error("The " + algorithm.name().toUpperCase(Locale.ROOT)
                    + " you specified did not match the calculated checksum.");
        }
    }

    private static void requireMd5(AwsRequest request) {
        Optional<String> given = request.header("Content-MD5");
        if (given.isPresent()) {
            byte[] expected = decoded(given.get())
                    .filter(digest -> digest.length == MD5_LENGTH)
                    .orElseThrow(S3Error.INVALID_DIGEST::error);
            if (!Arrays.equals(expected, Hashing.digest("MD5", request.body()))) {
                throw S3Error.BAD_DIGEST.error();
            }
        }
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
