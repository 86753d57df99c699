package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.problem.GateProblems;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;

/** Opens an environment again that somebody paused. */
public final class Resume {
    private final Track track;

    public Resume(Track track) {
        this.track = track;
    }

    /**
     * @return the pause that is over now
     * @throws Refusal if it is not paused
     */
    public ClosedGate.Paused run(EnvironmentName name) {
        Stage stage = track.stage(name);
        return stage.ledger()
                .update((version, writer) -> resume(stage.environment(), version.ledger(), writer))
                .flatMap(change -> change.before().ledger().paused())
                .orElseThrow(
                        () -> new Refusal(Problems.overtaken(stage.environment().label())));
    }

    private static Ledger resume(Environment environment, Ledger ledger, String writer) {
        if (ledger.paused().isEmpty()) {
            throw new Refusal(GateProblems.notPaused(environment.label()));
        }
        return ledger.resume(writer);
    }
}
