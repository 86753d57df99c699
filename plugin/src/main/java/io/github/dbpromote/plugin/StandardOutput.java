package io.github.dbpromote.plugin;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Standard output as whoever reads it gets it, past what the various Mavens put in its way. */
final class StandardOutput {
    /** Maven 4 makes log lines of what is printed, unless it is called with --raw-streams. */
    private static final String OF_MAVEN = "org.apache.maven.";

    private StandardOutput() {}

    /** Prints what is meant for people, and ends the line. */
    static void show(String text) {
        PrintStream out = stream();
        out.println(text);
        out.flush();
    }

    /** Prints a piece of a line, and ends nothing. */
    static void draw(String piece) {
        PrintStream out = stream();
        out.print(piece);
        out.flush();
    }

    /** Prints what is meant for machines, in UTF-8 whatever the locale. */
    static void answer(String document) {
        PrintStream out = stream();
        neverReset(out);
        byte[] bytes = (document + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /**
     * Prints the answer of a goal that fails, and lets Maven say what it says about that on standard error: it logs to
     * standard output, also under -q, and the answer would not be one document any more.
     */
    static void lastAnswer(String document) {
        answer(document);
        System.setOut(System.err);
    }

    private static PrintStream stream() {
        PrintStream out = System.out;
        return out.getClass().getName().startsWith(OF_MAVEN)
                ? new PrintStream(new FileOutputStream(FileDescriptor.out), false, encoding())
                : out;
    }

    /** Since Java 19 the terminal's may be another than that of files. */
    private static Charset encoding() {
        return Optional.ofNullable(System.getProperty("stdout.encoding"))
                .map(Charset::forName)
                .orElseGet(Charset::defaultCharset);
    }

    /**
     * Maven 3 prints through jansi 2, and where jansi cannot tell what it prints to, as in Debian's Maven without the
     * native library, it writes an escape sequence after everything else when Maven ends. Its stream has a switch for that.
     */
    private static void neverReset(PrintStream out) {
        try {
            out.getClass().getMethod("setResetAtUninstall", boolean.class).invoke(out, false);
        } catch (ReflectiveOperationException e) {
            // Not jansi's, so that nothing is there to be switched off.
        }
    }
}
