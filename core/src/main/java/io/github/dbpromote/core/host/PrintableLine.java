package io.github.dbpromote.core.host;

import io.github.dbpromote.core.problem.PlainText;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Makes what a host printed safe to print again: it cannot move the cursor, change the title, or hide other lines. */
final class PrintableLine {
    /** The longest line that is shown whole, in characters. */
    static final int LIMIT = 2_000;

    /** Colours and the like: ECMA-48, control sequences. */
    private static final Pattern CONTROL_SEQUENCE = Pattern.compile("\u001B\\[[0-?]*[ -/]*[@-~]");

    private PrintableLine() {}

    /** The lines of an event; the last one may lack its end. */
    static List<String> of(String message) {
        String whole = message.endsWith("\n") ? message.substring(0, message.length() - 1) : message;
        return Arrays.stream(whole.split("\n", -1)).map(PrintableLine::clean).toList();
    }

    private static String clean(String line) {
        String uncoloured = CONTROL_SEQUENCE.matcher(cut(withoutReturn(line))).replaceAll("");
        return PlainText.lines(uncoloured);
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static String cut(String line) {
        if (line.length() <= LIMIT) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LIMIT - 1)) ? LIMIT - 1 : LIMIT;
        return line.substring(0, end) + "…";
    }
}
