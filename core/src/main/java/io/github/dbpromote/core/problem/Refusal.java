package io.github.dbpromote.core.problem;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The expected kind of failure: a person's expectation was not met and a person can mend it. Front ends show the
 * problems and no stack trace.
 */
public class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public Refusal(Problem problem) {
        this(List.of(problem));
    }

    /** @throws IllegalArgumentException without any problem */
    public Refusal(List<Problem> problems) {
        super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal needs a problem");
        }
        this.problems = List.copyOf(problems);
    }

    public final List<Problem> problems() {
        return problems;
    }
}
