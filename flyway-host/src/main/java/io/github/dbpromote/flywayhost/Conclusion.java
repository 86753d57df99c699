package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What a receipt will say of a run.
 *
 * @param findings empty if the database could not be asked
 * @param applied the scripts that this very run applied
 */
record Conclusion(Outcome outcome, Optional<Failure> failure, Optional<Findings> findings, List<String> applied) {
    Conclusion {
        applied = List.copyOf(applied);
    }

    static Conclusion succeeded(Findings findings, List<String> applied) {
        return new Conclusion(Outcome.SUCCEEDED, Optional.empty(), Optional.of(findings), applied);
    }

    static Conclusion failed(Failure failure, Optional<Findings> findings, List<String> applied) {
        return new Conclusion(Outcome.FAILED, Optional.of(failure), findings, applied);
    }

    static Conclusion ambiguous(Failure failure, Optional<Findings> findings, List<String> applied) {
        return new Conclusion(Outcome.AMBIGUOUS, Optional.of(failure), findings, applied);
    }

    /** The failure with more to read. */
    static Failure withDetail(Failure failure, String more) {
        return new Failure(
                failure.code(),
                failure.message(),
                failure.script(),
                failure.line(),
                failure.sqlState(),
                Optional.of(failure.detail().map(detail -> detail + "\n" + more).orElse(more)));
    }
}
