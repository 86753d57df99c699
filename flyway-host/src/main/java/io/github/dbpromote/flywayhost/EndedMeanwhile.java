package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.problem.Problem;

/** The deployment ended without this host, which claimed it but did not begin: there is no receipt for it to write. */
final class EndedMeanwhile extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    EndedMeanwhile(Problem problem) {
        super(problem.summary());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
