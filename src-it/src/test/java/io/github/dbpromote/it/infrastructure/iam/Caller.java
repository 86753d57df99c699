package io.github.dbpromote.it.infrastructure.iam;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The session of a role that makes a request.
 *
 * @param arn such as {@code arn:aws:sts::123456789012:assumed-role/publisher/ci}
 */
record Caller(String arn) {
    private static final Pattern SESSION = Pattern.compile("arn:aws:sts::(\\d{12}):assumed-role/([^/]+)/([^/]+)");

    Caller {
        if (!SESSION.matcher(arn).matches()) {
            throw new IllegalArgumentException("Not a session of a role: " + arn);
        }
    }

    /** Whether the ARN of a principal is that of a role's session. */
    static boolean isSession(String arn) {
        return SESSION.matcher(arn).matches();
    }

    String account() {
        return part(1);
    }

    String roleArn() {
        return "arn:aws:iam::" + account() + ":role/" + part(2);
    }

    String session() {
        return part(3);
    }

    /** How a policy may call the account. */
    List<String> accountNames() {
        return List.of(account(), "arn:aws:iam::" + account() + ":root");
    }

    private String part(int group) {
        Matcher session = SESSION.matcher(arn);
        if (!session.matches()) {
            throw new IllegalStateException(arn);
        }
        return session.group(group);
    }
}
