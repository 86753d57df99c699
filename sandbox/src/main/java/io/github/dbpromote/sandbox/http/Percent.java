package io.github.dbpromote.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;

/** Percent-encoding as AWS defines it: all but {@code A-Z a-z 0-9 - . _ ~} is encoded, in upper-case digits. */
public final class Percent {
    private Percent() {}

    /** Undoes percent-encoding; a plus sign stays one. */
    public static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.", e);
        }
    }

    /** Encodes everything but unreserved characters. */
    public static String encode(String text) {
        return encode(text, "-._~");
    }

    /** Encodes everything but unreserved characters and slashes. */
    public static String encodePath(String text) {
        return encode(text, "-._~/");
    }

    private static String encode(String text, String kept) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(UTF_8)) {
            char character = (char) (octet & 0xff);
            if (isLetterOrDigit(character) || kept.indexOf(character) >= 0) {
                encoded.append(character);
            } else {
                encoded.append(String.format("%%%02X", octet & 0xff));
            }
        }
        return encoded.toString();
    }

    private static boolean isLetterOrDigit(char character) {
        return (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || (character >= '0' && character <= '9');
    }
}
