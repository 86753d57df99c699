package io.github.dbpromote.core.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The SHA-256 of a bundle's bytes, 64 lower-case hexadecimal digits: its name, and the proof of its content. */
public record Digest(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if the value is not 64 lower-case hexadecimal digits */
    public Digest {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("is not a SHA-256 in lower-case hexadecimal digits");
        }
    }

    public static Digest of(byte[] bytes) {
        try {
            return new Digest(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** As S3 wants it in {@code x-amz-checksum-sha256}. */
    public String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(value));
    }

    /** The first twelve digits: enough for a person. */
    public String abbreviated() {
        return value.substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }
}
