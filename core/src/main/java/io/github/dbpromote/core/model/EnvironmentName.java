package io.github.dbpromote.core.model;

import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.regex.Pattern;

/**
 * Names a stage of the path: {@code qa}. Lower-case letters, digits and {@code -}, 1 to 32 characters, the first a
 * letter.
 */
public record EnvironmentName(String value) implements Comparable<EnvironmentName> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** @throws Refusal if the value has another form */
    public EnvironmentName {
        if (!FORM.matcher(value).matches()) {
            throw new Refusal(Problems.malformedEnvironmentName(value));
        }
    }

    @Override
    public int compareTo(EnvironmentName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
