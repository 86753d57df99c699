package io.github.dbpromote.plugin.report;

import java.util.function.Consumer;

/**
 * One line that is drawn again and again. It is made of returns and spaces alone: no escape sequences, so that there is
 * nothing that NO_COLOR could switch off, and nothing that a terminal could misunderstand.
 */
public final class MovingLine implements AutoCloseable {
    /** Narrower than any terminal: a line that wraps cannot be drawn over. */
    private static final int WIDTH = 78;

    private final Consumer<String> screen;
    private int drawn;
    private Thread farewell;

    /** @param screen gets pieces of a line, as they are to be printed */
    public MovingLine(Consumer<String> screen) {
        this.screen = screen;
    }

    /** Draws over what was drawn before. */
    synchronized void draw(String text) {
        endTheLineWhereMavenIsStopped();
        String shown = text.length() <= WIDTH ? text : text.substring(0, WIDTH - 1) + "…";
        screen.accept("\r" + shown + " ".repeat(Math.max(0, drawn - shown.length())));
        drawn = shown.length();
    }

    /** Leaves an empty line, and the cursor at its beginning, for whoever prints next. */
    synchronized void clear() {
        if (drawn > 0) {
            screen.accept("\r" + " ".repeat(drawn) + "\r");
            drawn = 0;
        }
    }

    /** Keeps what is drawn, and goes to the next line: after Ctrl-C the shell's prompt comes. */
    synchronized void leave() {
        if (drawn > 0) {
            screen.accept(System.lineSeparator());
            drawn = 0;
        }
    }

    private void endTheLineWhereMavenIsStopped() {
        if (farewell == null) {
            farewell = new Thread(this::leave, "end the line");
            Runtime.getRuntime().addShutdownHook(farewell);
        }
    }

    /** Clears it, and is drawn no more. */
    @Override
    public synchronized void close() {
        clear();
        if (farewell != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(farewell);
            } catch (IllegalStateException e) {
                // Maven is being stopped, and the line is left already.
            }
            farewell = null;
        }
    }
}
