package io.github.dbpromote.core.model;

import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names one attempt to apply one bundle to one environment. The only value that a caller may hand to a host, hence its
 * narrow form, which the SSM documents check too. Ids sort by the time at which they were made.
 */
public record DeploymentId(String value) {
    private static final Pattern FORM = Pattern.compile("d-[0-9a-z-]{8,40}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final char[] ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final int RANDOM_LENGTH = 8;

    /** @throws IllegalArgumentException if the value is not {@code d-} and 8 to 40 digits, lower-case letters or hyphens */
    public DeploymentId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("is not d- and 8 to 40 digits, lower-case letters or hyphens");
        }
    }

    /**
     * Of what a person typed.
     *
     * @throws Refusal if it cannot be an id
     */
    public static DeploymentId typed(String value) {
        if (!FORM.matcher(value).matches()) {
            throw new Refusal(Problems.malformedDeployment(value));
        }
        return new DeploymentId(value);
    }

    /** Of what somebody else wrote, who may mean something else. */
    public static Optional<DeploymentId> find(String value) {
        return FORM.matcher(value).matches() ? Optional.of(new DeploymentId(value)) : Optional.empty();
    }

    /** A new id for a deployment ordered at that time. */
    public static DeploymentId at(Instant time, SecureRandom random) {
        StringBuilder id = new StringBuilder("d-").append(TIME.format(time)).append('-');
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            id.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return new DeploymentId(id.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
