package io.github.dbpromote.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests that every JDK has, without the checked exceptions of the general case. */
public final class Hashing {
    private Hashing() {}

    /** The digest of {@code bytes}; {@code algorithm} is a JCA name such as {@code SHA-256} or {@code MD5}. */
    public static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK lacks " + algorithm, e);
        }
    }

    /** SHA-256 in lower-case hexadecimal digits. */
    public static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(digest("SHA-256", bytes));
    }

    /** SHA-256 of the UTF-8 bytes of {@code text} in lower-case hexadecimal digits. */
    public static String sha256Hex(String text) {
        return sha256Hex(text.getBytes(UTF_8));
    }

    static byte[] hmacSha256(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK lacks HmacSHA256", e);
        }
    }
}
