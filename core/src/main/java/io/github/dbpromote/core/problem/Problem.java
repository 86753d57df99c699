package io.github.dbpromote.core.problem;

import java.util.Objects;

/**
 * Something that a person has to know and can act on. Whoever wrote the values in it, and wherever it is shown, it holds
 * no control characters but the ends of its lines and tabs.
 *
 * @param code stable, lower-case, for machines: {@code source-failed}
 * @param summary what happened, to what, and why, with the value at fault; one sentence or two
 * @param remedy what to do or type next
 */
public record Problem(String code, String summary, String remedy) {
    public Problem {
        Objects.requireNonNull(code, "code");
        summary = PlainText.lines(summary);
        remedy = PlainText.lines(remedy);
    }

    /** Both halves, as a person reads them. */
    public String text() {
        return remedy.isEmpty() ? summary : summary + "\n  → " + remedy.replace("\n", "\n    ");
    }
}
