package io.github.dbpromote.flywayhost;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What holds for the URLs of all drivers. */
final class JdbcUrl {
    /** Parameters that the host gives itself, or that would carry a secret into logs. */
    private static final Pattern OURS = Pattern.compile("[?&;](user|[a-z]*password\\d?|applicationname)=");
    /** As MySQL's and Oracle's drivers take a login: {@code user:password@host}, {@code user/password@host}. */
    private static final Pattern LOGIN = Pattern.compile("^jdbc:[^?;]*?(//|:)[^/?;@]+[:/][^/?;@]+@");

    private JdbcUrl() {}

    /** @throws IllegalArgumentException that says what it sets, as the end of "flyway.url …" */
    static void requireNothingOfOurs(String url) {
        Matcher parameter = OURS.matcher(url.toLowerCase(Locale.ROOT));
        if (parameter.find()) {
            throw new IllegalArgumentException("sets " + parameter.group(1)
                    + ": user and password are settings of their own, and the connection's name is the host's");
        }
        if (LOGIN.matcher(url).find()) {
            throw new IllegalArgumentException("holds a login: user and password are settings of their own");
        }
    }

    /** For people. */
    static String withoutParameters(String url) {
        return url.split("[?;]", 2)[0];
    }
}
