package io.github.dbpromote.core.model;

import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which bundle somebody wants, by its SHA-256 or the first of its digits: 4 to 64 lower-case hexadecimal digits. */
public record BundleChoice(String prefix) {
    private static final int LENGTH = 64;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{4,64}");

    /** @throws Refusal if the value has another form */
    public BundleChoice {
        if (!FORM.matcher(prefix).matches()) {
            throw new Refusal(Problems.malformedBundleChoice(prefix));
        }
    }

    /** The bundle itself, if these are all of its digits. */
    public Optional<Digest> whole() {
        return prefix.length() == LENGTH ? Optional.of(new Digest(prefix)) : Optional.empty();
    }

    @Override
    public String toString() {
        return prefix;
    }
}
