package io.github.dbpromote.plugin;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** Where an answer goes that a pipe reads: standard output, not the log. */
final class StandardOutput {
    private StandardOutput() {}

    static void print(String answer) {
        PrintStream out = System.out;
        if (isLog(out)) {
            processOwn().println(answer);
        } else {
            out.println(answer);
        }
    }

    /**
     * Whether Maven has put its log in the place of standard output. Maven 4 does, and before 4.0.0-rc-7 even with -q
     * (https://github.com/apache/maven/issues/12730), so that each line begins with "[INFO] [stdout]" and is no JSON.
     */
    private static boolean isLog(PrintStream out) {
        return out.getClass().getName().startsWith("org.apache.maven.");
    }

    private static PrintStream processOwn() {
        // The encoding that System.out has: JEP 400 names both properties, the first since Java 19.
        String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, Charset.forName(encoding));
    }
}
