package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.problem.GateProblems;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;

/** Closes an environment to publishing and promoting until somebody resumes. What is in flight there goes on. */
public final class Pause {
    private final Track track;
    private final Caller caller;

    public Pause(Track track, Caller caller) {
        this.track = track;
        this.caller = caller;
    }

    /**
     * @return the pause as the ledger holds it, since S3's time
     * @throws Refusal without a reason, or if it is paused already: then the first pause stands
     */
    public ClosedGate.Paused run(EnvironmentName name) {
        String reason = caller.reasonFor("db:pause");
        Stage stage = track.stage(name);
        return stage.ledger()
                .update((version, writer) -> pause(stage.environment(), version, reason, writer))
                .flatMap(change -> change.after().ledger().paused())
                .orElseThrow(
                        () -> new Refusal(Problems.overtaken(stage.environment().label())));
    }

    private Ledger pause(Environment environment, LedgerStore.Version version, String reason, String writer) {
        version.ledger().paused().ifPresent(standing -> {
            throw new Refusal(GateProblems.pausedAlready(
                    environment.label(), standing.by(), standing.since().toString(), standing.reason()));
        });
        return version.ledger().pause(new ClosedGate.Paused(caller.name(), reason, version.at()), writer);
    }
}
