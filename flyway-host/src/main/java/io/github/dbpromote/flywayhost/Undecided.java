package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;

/** Nobody knows whether the claim stands, so that nothing was done, and nothing can be said in a receipt. */
final class Undecided extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Undecided(Outage cause) {
        super(cause);
        this.problem = cause.problem();
    }

    Problem problem() {
        return problem;
    }
}
