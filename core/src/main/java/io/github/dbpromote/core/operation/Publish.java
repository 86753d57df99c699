package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;
import java.util.Optional;

/** Applies a project's migrations to the first environment of the path. */
public final class Publish {
    private final Track track;
    private final Caller caller;
    private final Delivery delivery;

    public Publish(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        this.track = track;
        this.caller = caller;
        this.delivery = new Delivery(track, caller, limits, surroundings);
    }

    /**
     * @param asked the environment that the user named, if any: publish refuses every one but the first
     * @throws Refusal if something has to be mended first; then nothing was stored and nothing sent
     */
    public DeploymentResult run(Release release, Optional<EnvironmentName> asked) {
        asked.ifPresent(this::refuseAllButTheFirst);
        Stage first = track.first();
        return delivery.inTurn(first, ledger -> publish(first, ledger, release));
    }

    /** What an applied migration says against the release: changed or vanished ones. Reads, and writes nothing. */
    public List<Problem> contradictions(Release release) {
        Stage first = track.first();
        return contradictions(first, first.ledger().read().ledger(), release);
    }

    private Optional<DeploymentResult> publish(Stage first, LedgerStore.Version version, Release release) {
        Ledger ledger = version.ledger();
        new Evidence(first).refuseAmbiguous(ledger);
        if (ledger.stands(release.bundle().digest())) {
            return Optional.of(new DeploymentResult.NothingToDo(
                    first.environment(), ledger.live().orElseThrow()));
        }
        List<Problem> contradictions = contradictions(first, ledger, release);
        if (!contradictions.isEmpty()) {
            throw new Refusal(contradictions);
        }
        return delivery.deliver(
                first, version, new Assignment(Action.MIGRATE, release.bundle(), Optional.empty(), caller));
    }

    private static List<Problem> contradictions(Stage stage, Ledger ledger, Release release) {
        Evidence evidence = new Evidence(stage);
        return evidence.contradictions(evidence.history(ledger), release.migrations());
    }

    private void refuseAllButTheFirst(EnvironmentName asked) {
        track.path().get(asked).promotesFrom().ifPresent(source -> {
            throw new Refusal(Problems.publishNotToFirst(
                    asked.value(), source.value(), track.path().first().name().value()));
        });
    }
}
