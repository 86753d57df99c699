package io.github.dbpromote.flywayhost;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/** The one place that decides which databases this host can work with: for now, PostgreSQL. */
final class DatabaseUrl {
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String EXAMPLE = "jdbc:postgresql://host:5432/database";
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
        if (Driver.parseURL(url, null) == null) {
            throw new IllegalArgumentException("cannot be read by PostgreSQL's driver; it looks like " + EXAMPLE);
        }
        return url;
    }

    /** For people. */
    static String withoutParameters(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
