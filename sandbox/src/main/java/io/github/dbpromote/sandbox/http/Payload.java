package io.github.dbpromote.sandbox.http;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The payload as S3's header {@code x-amz-content-sha256} declares it: hashed, unsigned, or framed in chunks.
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">The frame</a>
 */
final class Payload {
    static final String HASH = "x-amz-content-sha256";
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

    private Payload() {}

    static AwsRequest of(AwsRequest request, SigningKey key, String seed) {
        String hash = request.header(HASH).orElse("UNSIGNED-PAYLOAD");
        return switch (hash) {
            case "UNSIGNED-PAYLOAD" -> request;
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> unframed(request, read(request));
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> {
                ChunkedBody body = read(request);
                verifyChunks(body, key, seed);
                yield unframed(request, body);
            }
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> {
                ChunkedBody body = read(request);
                verifyTrailer(body, key, verifyChunks(body, key, seed));
                yield unframed(request, body);
            }
            default -> hashed(request, hash);
        };
    }

    private static AwsRequest hashed(AwsRequest request, String hash) {
        if (!Hashing.sha256Hex(request.body()).equals(hash.toLowerCase(Locale.ROOT))) {
            throw new AwsError(
                    400,
                    "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        return request;
    }

    private static ChunkedBody read(AwsRequest request) {
        ChunkedBody body = ChunkedBody.read(request.body());
        String declared = request.header("x-amz-decoded-content-length")
                .orElseThrow(() ->
                        new AwsError(411, "MissingContentLength", "You must provide the Content-Length HTTP header."));
        if (!declared.equals(Integer.toString(body.data().length))) {
            throw new AwsError(
                    400,
                    "IncompleteBody",
                    "You did not provide the number of bytes specified by the Content-Length HTTP header");
        }
        return body;
    }

    private static String verifyChunks(ChunkedBody body, SigningKey key, String seed) {
        String previous = seed;
        for (ChunkedBody.Chunk chunk : body.chunks()) {
            String expected = key.signChunk(previous, chunk.data());
            require(expected.equals(chunk.signature()));
            previous = expected;
        }
        return previous;
    }

    private static void verifyTrailer(ChunkedBody body, SigningKey key, String previous) {
        Map<String, String> covered = new TreeMap<>(body.trailer());
        String signature = covered.remove(TRAILER_SIGNATURE);
        StringBuilder canonical = new StringBuilder();
        covered.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        require(key.signTrailer(previous, canonical.toString()).equals(signature));
    }

    private static void require(boolean signatureMatches) {
        if (!signatureMatches) {
            throw ErrorFormat.S3.refusal(SignatureProblem.WRONG_SIGNATURE, "");
        }
    }

    private static AwsRequest unframed(AwsRequest request, ChunkedBody body) {
        for (String announced : request.header("x-amz-trailer").orElse("").split(",", -1)) {
            String name = announced.strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !body.trailer().containsKey(name)) {
                throw ChunkedBody.malformedTrailer();
            }
        }
        Map<String, String> trailer = new TreeMap<>(body.trailer());
        trailer.remove(TRAILER_SIGNATURE);
        return request.unframed(body.data(), trailer);
    }
}
