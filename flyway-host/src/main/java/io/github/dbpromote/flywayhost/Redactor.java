package io.github.dbpromote.flywayhost;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes secrets out of what people will read. It learns them as they become known: an RDS token exists only from the
 * moment at which a connection asks for it.
 *
 * <p>PostgreSQL does not always quote as it was told: it folds names to lower case, cuts them after 63 bytes, cuts the
 * values of a failing row, and doubles quotes.
 */
final class Redactor {
    private static final String MASK = "***";
    /** Shorter ones would mask half of every sentence, and keep nothing secret. */
    private static final int MIN_LENGTH = 3;
    /** So many characters of a longer secret are recognised even if its end was cut off. */
    private static final int TELLING_START = 24;

    private final Set<String> secrets = new TreeSet<>();

    synchronized void learn(String secret) {
        if (secret.length() >= MIN_LENGTH) {
            secrets.add(secret);
            secrets.add(secret.replace("'", "''"));
            secrets.add(secret.replace("\"", "\"\""));
        }
    }

    void learn(Collection<String> values) {
        values.forEach(this::learn);
    }

    String redact(String text) {
        BitSet secret = new BitSet(text.length());
        known().forEach(known -> mark(text, known, secret));
        return masked(text, secret);
    }

    private static void mark(String text, String secret, BitSet marks) {
        int start = Math.min(secret.length(), TELLING_START);
        for (int i = 0; i + start <= text.length(); i++) {
            if (text.regionMatches(true, i, secret, 0, start)) {
                marks.set(i, i + common(text, i, secret, start));
            }
        }
    }

    /** How much of the secret stands there, of which the start does. */
    private static int common(String text, int offset, String secret, int start) {
        int length = start;
        while (length < secret.length()
                && offset + length < text.length()
                && text.regionMatches(true, offset + length, secret, length, 1)) {
            length++;
        }
        return length;
    }

    private static String masked(String text, BitSet secret) {
        StringBuilder masked = new StringBuilder(text.length());
        int shown = 0;
        for (int from = secret.nextSetBit(0); from >= 0; from = secret.nextSetBit(shown)) {
            masked.append(text, shown, from).append(MASK);
            shown = secret.nextClearBit(from);
        }
        return masked.append(text, shown, text.length()).toString();
    }

    private synchronized List<String> known() {
        return List.copyOf(secrets);
    }
}
