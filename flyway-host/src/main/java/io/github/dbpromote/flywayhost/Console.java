package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.problem.PlainText;
import java.io.PrintStream;

/** What people see in Systems Manager: short lines, free of secrets. */
final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final Redactor redactor;

    Console(PrintStream out, PrintStream err, Redactor redactor) {
        this.out = out;
        this.err = err;
        this.redactor = redactor;
    }

    void say(String line) {
        out.println(PlainText.lines(redactor.redact(line)));
    }

    /** The first half of a line; {@link #say} completes it. */
    void begin(String half) {
        out.print(PlainText.lines(redactor.redact(half)));
        out.flush();
    }

    void complain(String line) {
        err.println("flyway-host: " + PlainText.lines(redactor.redact(line)));
    }
}
