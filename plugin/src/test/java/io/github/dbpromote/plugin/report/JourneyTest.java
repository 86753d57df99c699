package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.model.SchemaHistory;
import io.github.dbpromote.core.operation.ReadStatus.DatabaseStatus;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import io.github.dbpromote.core.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JourneyTest {
    private static final DeploymentId LATER = new DeploymentId("d-20261123-080000-ccccdddd");

    @Test
    void bundleThatIsLiveEverywhere_hasArrived() {
        Journey journey = journey(
                live(Example.DEV, Example.BUNDLE),
                live(Example.QA, Example.BUNDLE),
                live(Example.PROD, Example.BUNDLE));

        assertThat(journey.isOver()).isTrue();
        assertThat(journey.missing()).isEmpty();
        assertThat(journey.arrival()).isEqualTo("users: bundle abababababab is live in dev, qa and prod");
    }

    @Test
    void bundleThatOthersAreAheadOf_isOnItsWay() {
        Journey journey = journey(
                live(Example.DEV, Example.BUNDLE),
                live(Example.QA, Example.BUNDLE),
                live(Example.PROD, Example.OLDER_BUNDLE));

        assertThat(journey.isOver()).isFalse();
        assertThat(journey.missing()).extracting(EnvironmentStatus::environment).containsExactly(Example.PROD);
        assertThat(journey.failed()).isEmpty();
    }

    @Test
    void bundleThatFailedSomewhere_goesNoFurther() {
        Journey journey = journey(
                live(Example.DEV, Example.BUNDLE),
                failed(live(Example.QA, Example.OLDER_BUNDLE), Example.BUNDLE),
                live(Example.PROD, Example.OLDER_BUNDLE));

        assertThat(journey.isOver()).isTrue();
        assertThat(journey.failed().map(EnvironmentStatus::environment)).contains(Example.QA);
    }

    @Test
    void anotherBundleThatFailedThereBefore_doesNotEndIt() {
        Journey journey = journey(live(Example.DEV, Example.BUNDLE), failed(never(Example.QA), Example.OLDER_BUNDLE));

        assertThat(journey.isOver()).isFalse();
    }

    @Test
    void whatFailedInTheFirstEnvironment_keepsWhatIsLiveThereFromGoingOn() {
        Journey journey = journey(failed(live(Example.DEV, Example.OLDER_BUNDLE), Example.BUNDLE), never(Example.QA));

        assertThat(journey.isOver()).isTrue();
        assertThat(journey.failed().map(EnvironmentStatus::environment)).contains(Example.DEV);
    }

    @Test
    void nothingIsOver_asLongAsAnythingIsInFlight() {
        assertThat(journey(
                                live(Example.DEV, Example.BUNDLE),
                                new Standing(
                                        Example.QA,
                                        Example.inFlight(
                                                live(Example.QA, Example.BUNDLE).ledger(),
                                                Example.order(Example.QA, LATER, Example.BUNDLE))))
                        .isOver())
                .isFalse();
    }

    @Test
    void environmentThatCannotBeRead_endsItWithTheReason() {
        Journey journey =
                new Journey(StatusExample.of(live(Example.DEV, Example.BUNDLE).status(), StatusExample.unreadable())
                        .database());

        assertThat(journey.isOver()).isTrue();
        assertThat(journey.problems()).extracting(Problem::code).containsExactly("access-denied");
    }

    @Test
    void withoutAnythingLive_thereIsNothingToWaitFor() {
        Journey journey = journey(never(Example.DEV), never(Example.QA));

        assertThat(journey.bundle()).isEmpty();
        assertThat(journey.isOver()).isTrue();
    }

    /** An environment, and what its ledger says. */
    private record Standing(Environment environment, Ledger ledger) {
        EnvironmentStatus status() {
            return new EnvironmentStatus(
                    environment,
                    ledger,
                    Optional.empty(),
                    Optional.empty(),
                    SchemaHistory.EMPTY,
                    Optional.empty(),
                    List.of());
        }
    }

    private static Standing never(Environment environment) {
        return new Standing(environment, Ledger.EMPTY);
    }

    private static Standing live(Environment environment, Digest bundle) {
        Order order = Example.order(environment, Example.DEPLOYMENT, bundle);
        return new Standing(environment, Example.settled(Ledger.EMPTY, Example.succeeded(order, List.of(), List.of())));
    }

    private static Standing failed(Standing before, Digest bundle) {
        Receipt receipt = Example.ended(
                Example.order(before.environment(), LATER, bundle),
                Outcome.FAILED,
                Failure.of("migration-failed", "ERROR: no"),
                List.of());
        return new Standing(before.environment(), Example.settled(before.ledger(), receipt));
    }

    private static Journey journey(Standing... standings) {
        return new Journey(new DatabaseStatus(
                Example.DEV.database(),
                List.of(standings).stream().map(Standing::status).toList(),
                List.of()));
    }
}
