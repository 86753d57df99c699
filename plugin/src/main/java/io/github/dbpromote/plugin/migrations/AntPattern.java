package io.github.dbpromote.plugin.migrations;

import java.util.regex.Pattern;

/**
 * A pattern as {@code <include>} and {@code <exclude>} of a Maven {@code <resource>} know it: {@code **} for any number
 * of folders, {@code *} and {@code ?} within a name, a trailing {@code /} for everything below; or in one of the long
 * forms {@code %ant[…]} and {@code %regex[…]} (plexus-utils, SelectorUtils).
 */
record AntPattern(Pattern pattern) {
    private static final String ANT = "%ant[";
    private static final String REGEX = "%regex[";

    static AntPattern of(String text) {
        if (text.startsWith(REGEX) && text.endsWith("]")) {
            return new AntPattern(Pattern.compile(inner(text, REGEX)));
        }
        return new AntPattern(
                Pattern.compile(translated(text.startsWith(ANT) && text.endsWith("]") ? inner(text, ANT) : text)));
    }

    /** @param path relative, with {@code /} */
    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    private static String inner(String text, String form) {
        return text.substring(form.length(), text.length() - 1);
    }

    private static String translated(String ant) {
        String slashed = ant.replace('\\', '/');
        String whole = slashed.endsWith("/") ? slashed + "**" : slashed;
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < whole.length()) {
            if (whole.startsWith("**/", at)) {
                regex.append("(?:[^/]+/)*");
                at += 3;
            } else if (whole.startsWith("/**", at) && at + 3 == whole.length()) {
                regex.append("(?:/.*)?");
                at += 3;
            } else if (whole.startsWith("**", at)) {
                regex.append(".*");
                at += 2;
            } else {
                regex.append(one(whole.charAt(at)));
                at++;
            }
        }
        return regex.toString();
    }

    private static String one(char c) {
        return switch (c) {
            case '*' -> "[^/]*";
            case '?' -> "[^/]";
            default -> Pattern.quote(String.valueOf(c));
        };
    }
}
