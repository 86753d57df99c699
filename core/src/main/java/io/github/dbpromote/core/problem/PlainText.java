package io.github.dbpromote.core.problem;

import java.util.regex.Pattern;

/**
 * Text of somebody else as it may be shown: without what steers a terminal, ends a line unseen, or turns the direction
 * of writing, so that it cannot pass for words of db-promote.
 */
public final class PlainText {
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");
    private static final Pattern UNSEEN_IN_LINES = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}&&[^\n\t]]");
    private static final int MAX_SHOWN = 60;
    private static final int MAX_EXCERPT = 200;

    private PlainText() {}

    /** One line, however long. */
    public static String line(String text) {
        return UNSEEN.matcher(text).replaceAll("?");
    }

    /** Lines as they are; tabs stay too. */
    public static String lines(String text) {
        return UNSEEN_IN_LINES.matcher(text).replaceAll("?");
    }

    /** One line of at most 60 characters, and a sign that there was more: what was typed. */
    public static String shown(String text) {
        return abbreviated(text, MAX_SHOWN);
    }

    /** One line of at most 200 characters, and a sign that there was more: what somebody wrote. */
    public static String excerpt(String text) {
        return abbreviated(text, MAX_EXCERPT);
    }

    /** One line of at most so many characters, and a sign that there was more. */
    public static String abbreviated(String text, int max) {
        String line = line(text);
        return line.codePointCount(0, line.length()) <= max
                ? line
                : line.substring(0, line.offsetByCodePoints(0, max)) + "…";
    }
}
