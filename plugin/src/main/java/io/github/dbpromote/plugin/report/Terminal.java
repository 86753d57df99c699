package io.github.dbpromote.plugin.report;

import java.io.Console;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;

/**
 * What a goal prints to.
 *
 * @param attached whether a person's terminal is at the other end
 * @param interactive not {@code -B}
 * @param informed whether information is shown at all: not {@code -q}
 * @param threads that build modules at once, with {@code -T}
 * @param environment the variables
 */
public record Terminal(
        boolean attached, boolean interactive, boolean informed, int threads, Map<String, String> environment) {

    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** Whether the JVM has one on both sides; standard output alone Java does not tell. */
    public static boolean isAttached() {
        return Optional.ofNullable(System.console())
                .filter(Terminal::isTerminal)
                .isPresent();
    }

    /** Since Java 22 there is a console also where there is no terminal, and a method that tells; before, neither. */
    private static boolean isTerminal(Console console) {
        try {
            Method isTerminal = Console.class.getMethod("isTerminal");
            return (boolean) isTerminal.invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /**
     * Whether a line can be redrawn: somebody looks at it, the terminal knows how to return to the beginning of a line, and
     * no other thread prints in between.
     */
    public boolean canRedraw() {
        return attached
                && interactive
                && informed
                && threads <= 1
                && !environment.containsKey("CI")
                && !"dumb".equals(environment.get("TERM"));
    }
}
