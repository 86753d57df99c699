package io.github.dbpromote.core.gate;

import java.util.regex.Pattern;

/**
 * AWS's own id of whoever makes a request, as {@code GetCallerIdentity} answers it in {@code UserId} and policies know it
 * as {@code aws:userid}: {@code AIDA…} for an IAM user, {@code AROA…:alice} for a session of a role. It becomes part of an
 * object's key, so that a policy can bind that key to its writer; hence its form: 1 to 128 letters, digits and
 * {@code :_+=,.@-}, the first a letter or digit, which is what AWS allows in the names of sessions.
 */
public record UserId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_+=,.@-]{0,127}");

    /** @throws IllegalArgumentException if the value has another form */
    public UserId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "is not 1 to 128 letters, digits and :_+=,.@- that begin with a letter or digit");
        }
    }

    /**
     * Whether nothing shows that these are two people: the same id, or two roles' sessions of the same name. Each account
     * has roles of its own, so that one person's ids differ from account to account; what stays is the session's name.
     */
    public boolean isSamePersonAs(UserId other) {
        return person().equals(other.person());
    }

    /**
     * Whether that can be the ARN of the same caller. A session's name ends both, by
     * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable">IAM's
     * table</a>; the id of a user tells nothing of the name.
     */
    public boolean canHave(String arn) {
        int colon = value.indexOf(':');
        return colon < 0 || arn.endsWith("/" + value.substring(colon + 1));
    }

    /** The session's name with its colon, or the id of a user, which has none. */
    String person() {
        int colon = value.indexOf(':');
        return colon < 0 ? value : value.substring(colon);
    }

    @Override
    public String toString() {
        return value;
    }
}
