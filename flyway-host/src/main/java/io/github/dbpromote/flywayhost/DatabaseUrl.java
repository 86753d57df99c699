package io.github.dbpromote.flywayhost;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one place that decides which databases this host can work with: for now, PostgreSQL. */
final class DatabaseUrl {
    private static final String POSTGRESQL = "jdbc:postgresql:";
    /** Parameters of the URL that the host gives itself, or that would carry a secret into logs. */
    private static final Pattern OURS = Pattern.compile("[?&](user|password|applicationname)=");

    private DatabaseUrl() {}

    /** @throws IllegalArgumentException that says what is wrong, as the end of "flyway.url …" */
    static String checked(String url) {
        if (!url.startsWith(POSTGRESQL)) {
            throw new IllegalArgumentException("must begin with " + POSTGRESQL + ": no other database is known yet");
        }
        Matcher parameter = OURS.matcher(url.toLowerCase(Locale.ROOT));
        if (parameter.find()) {
            throw new IllegalArgumentException("sets " + parameter.group(1)
                    + ": user and password are settings of their own, and the connection's name is the host's");
        }
        return url;
    }
}
