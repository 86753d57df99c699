package io.github.dbpromote.relay;

import io.github.dbpromote.core.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Has Lambda deliver the event again. Where it happened is of no interest to anybody, so that it has no stack trace. */
final class RelayFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String words;

    /** @param words what failed, in a few words */
    RelayFailure(String words, List<Problem> problems) {
        super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")), null, false, false);
        this.words = words;
    }

    String words() {
        return words;
    }
}
