package io.github.dbpromote.core.problem;

/** What somebody typed or wrote, as a message may show it: on one line, without control characters, not too long. */
public final class Excerpt {
    private static final int LENGTH = 200;

    private Excerpt() {}

    /** At most 200 characters of it. */
    public static String of(String value) {
        return of(value, LENGTH);
    }

    /** At most that many characters of it; that some are missing shows. */
    public static String of(String value, int length) {
        String line = line(value);
        return line.length() <= length ? line : line.substring(0, length) + "…";
    }

    /** All of it. */
    static String line(String value) {
        return value.replaceAll("\\p{Cntrl}", "?");
    }
}
