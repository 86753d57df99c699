package io.github.dbpromote.core.model;

import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.regex.Pattern;

/**
 * Names one logical database: {@code users}. It becomes part of parameter paths, object keys, document names and the
 * host's command line, so that it holds only letters, digits, {@code .}, {@code _} and {@code -}, 1 to 63 characters,
 * the first a letter or digit.
 */
public record DatabaseName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** @throws Refusal if the value has another form */
    public DatabaseName {
        if (!FORM.matcher(value).matches()) {
            throw new Refusal(Problems.malformedDatabaseName(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
