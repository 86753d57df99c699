package io.github.dbpromote.core.ledger;

import java.security.SecureRandom;
import java.util.HexFormat;

/** 128 random bits as text: enough to recognise one's own writing. */
final class RandomWord {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private RandomWord() {}

    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
