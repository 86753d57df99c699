package io.github.dbpromote.flywayhost;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Takes secrets out of what people will read. It learns them as they become known: an RDS token exists only from the
 * moment at which a connection asks for it.
 */
final class Redactor {
    private static final String MASK = "***";
    /** Shorter ones would mask half of every sentence, and keep nothing secret. */
    private static final int MIN_LENGTH = 3;

    // The longest first: a secret may be part of another.
    private final SortedSet<String> secrets =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    synchronized void learn(String secret) {
        if (secret.length() >= MIN_LENGTH) {
            secrets.add(secret);
        }
    }

    void learn(Collection<String> values) {
        values.forEach(this::learn);
    }

    String redact(String text) {
        String redacted = text;
        for (String secret : known()) {
            redacted = redacted.replace(secret, MASK);
        }
        return redacted;
    }

    private synchronized List<String> known() {
        return List.copyOf(secrets);
    }
}
