package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.problem.Problem;
import java.util.List;

/** Compares a release with what is applied in the first environment. Reads, and writes nothing. */
public final class Compare {
    private final Track track;

    public Compare(Track track) {
        this.track = track;
    }

    /** What an applied migration says against the release: changed or vanished ones. */
    public List<Problem> run(Release release) {
        Stage first = track.first();
        Evidence evidence = new Evidence(first);
        Ledger ledger = first.ledger().read().ledger();
        return evidence.contradictions(evidence.history(ledger), release.migrations());
    }
}
