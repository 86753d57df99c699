package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Problem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Standard output as whoever reads it gets it, past what the various Mavens put in its way. */
final class StandardOutput {
    /** Maven 4 makes log lines of what is printed, unless it is called with --raw-streams. */
    private static final String OF_MAVEN = "org.apache.maven.";

    /** Not by daemons, and not by what embeds Maven. */
    private static final String SET_BY_THE_MVN_SCRIPT = "classworlds.conf";

    private StandardOutput() {}

    /** Prints what is meant for people, and ends the line. */
    static void show(String text) {
        PrintStream out = out();
        out.println(text);
        out.flush();
    }

    /** Prints a piece of a line, and ends nothing. */
    static void draw(String piece) {
        PrintStream out = out();
        out.print(piece);
        out.flush();
    }

    /** Prints what is meant for machines, in UTF-8 whatever the locale. */
    static void answer(String document) {
        PrintStream out = out();
        neverReset(out);
        byte[] bytes = (document + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /**
     * Prints the answer of a goal that fails, and closes standard output, with the same for people on standard error. Maven
     * logs a failure to standard output, also under -q, and the answer would not be one document any more. The JDK puts
     * the null device in the place of a standard stream that is closed, so that what Maven prints to it is lost and nothing
     * else can get its number. A JVM that lives on after this call keeps its output.
     */
    static void lastAnswer(String document, List<Problem> problems) {
        answer(document);
        if (System.getProperty(SET_BY_THE_MVN_SCRIPT) == null) {
            return;
        }
        PrintStream err = undecorated(System.err, FileDescriptor.err);
        problems.forEach(problem -> err.println(problem.text()));
        err.flush();
        try {
            new FileOutputStream(FileDescriptor.out).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PrintStream out() {
        return undecorated(System.out, FileDescriptor.out);
    }

    private static PrintStream undecorated(PrintStream stream, FileDescriptor below) {
        return stream.getClass().getName().startsWith(OF_MAVEN)
                ? new PrintStream(new FileOutputStream(below), false, encoding())
                : stream;
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
