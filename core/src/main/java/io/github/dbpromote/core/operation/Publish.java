package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.model.SchemaHistory;
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
        return delivery.run(first, () -> {}, version -> intent(first, version, release));
    }

    /**
     * A bundle whose migrations somebody else has read and compared, where nobody here knows Flyway. Should the comparison
     * be outdated, the host's Flyway refuses.
     *
     * @throws Refusal as above
     */
    DeploymentResult run(Bundle bundle, EnvironmentName asked) {
        refuseAllButTheFirst(asked);
        Stage first = track.first();
        return delivery.run(first, () -> {}, version -> intent(first, version, bundle, Optional.empty()));
    }

    /**
     * What {@link #run} would do now. Reads, and writes nothing.
     *
     * @throws Refusal as run does, but not for what is in flight there
     */
    public Plan plan(Release release, Optional<EnvironmentName> asked) {
        asked.ifPresent(this::refuseAllButTheFirst);
        Stage first = track.first();
        return delivery.plan(first, version -> intent(first, version, release));
    }

    private Intent intent(Stage first, LedgerStore.Version version, Release release) {
        return intent(first, version, release.bundle(), Optional.of(release.migrations()));
    }

    /** @param migrations to be compared with what is applied; empty where somebody else has done so */
    private Intent intent(
            Stage first, LedgerStore.Version version, Bundle bundle, Optional<List<Migration>> migrations) {
        Ledger ledger = version.ledger();
        Evidence evidence = new Evidence(first);
        evidence.refuseAmbiguous(ledger);
        if (ledger.stands(bundle.digest())) {
            return new Intent.Nothing(ledger.live().orElseThrow());
        }
        List<String> pending =
                migrations.map(wanted -> pending(evidence, ledger, wanted)).orElse(List.of());
        Arrival arrival = Arrival.published(bundle.digest(), caller.asPublisher());
        List<ClosedGate> passedOver = new Gatekeeper(first).admit(version, arrival, caller);
        return new Intent.Deploy(Assignment.publication(bundle, passedOver, caller), pending);
    }

    /** @throws Refusal if a migration that is applied has changed or vanished */
    private static List<String> pending(Evidence evidence, Ledger ledger, List<Migration> wanted) {
        SchemaHistory applied = evidence.history(ledger);
        List<Problem> contradictions = evidence.contradictions(applied, wanted);
        if (!contradictions.isEmpty()) {
            throw new Refusal(contradictions);
        }
        return applied.pendingOf(wanted);
    }

    private void refuseAllButTheFirst(EnvironmentName asked) {
        track.path().get(asked).promotesFrom().ifPresent(source -> {
            throw new Refusal(Problems.publishNotToFirst(
                    asked.value(), source.value(), track.path().first().name().value()));
        });
    }
}
