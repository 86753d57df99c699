package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.Failure;

/** Ends a run with a failure that is known already. */
final class RunFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    RunFailure(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
