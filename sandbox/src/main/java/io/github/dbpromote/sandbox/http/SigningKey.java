package io.github.dbpromote.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** The key that one secret has on one day in one scope, with the timestamp of the request that it is used for. */
final class SigningKey {
    private final byte[] key;
    private final String timestamp;
    private final String scope;

    private SigningKey(byte[] key, String timestamp, String scope) {
        this.key = key;
        this.timestamp = timestamp;
        this.scope = scope;
    }

    static SigningKey derive(String secretAccessKey, String timestamp, String scope) {
        byte[] key = ("AWS4" + secretAccessKey).getBytes(UTF_8);
        for (String part : scope.split("/", -1)) {
            key = Hashing.hmacSha256(key, part);
        }
        return new SigningKey(key, timestamp, scope);
    }

    /** The signature of a request's head. */
    String sign(String canonicalRequest) {
        return sign("AWS4-HMAC-SHA256", Hashing.sha256Hex(canonicalRequest));
    }

    /** The signature of a chunk, which covers the signature before it. */
    String signChunk(String previous, byte[] chunk) {
        return sign(
                "AWS4-HMAC-SHA256-PAYLOAD", previous + "\n" + Hashing.sha256Hex("") + "\n" + Hashing.sha256Hex(chunk));
    }

    /** The signature of trailing headers, which covers the signature of the last chunk. */
    String signTrailer(String previous, String canonicalTrailer) {
        return sign("AWS4-HMAC-SHA256-TRAILER", previous + "\n" + Hashing.sha256Hex(canonicalTrailer));
    }

    private String sign(String algorithm, String covered) {
        String text = String.join("\n", algorithm, timestamp, scope, covered);
        return HexFormat.of().formatHex(Hashing.hmacSha256(key, text));
    }
}
