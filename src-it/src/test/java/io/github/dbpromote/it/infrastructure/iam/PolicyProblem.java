package io.github.dbpromote.it.infrastructure.iam;

/** A policy that is wrong, or says more than this evaluator knows: better no answer than a guessed one. */
final class PolicyProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    PolicyProblem(String message) {
        super(message);
    }
}
