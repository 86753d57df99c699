package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.sandbox.http.Fault;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PauseTest {
    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa");
        alice = Verbs.of(cloud);
    }

    @Test
    void aPause_standsInTheLedger_withWhoAndWhyAndSinceWhenByS3sClock() {
        Instant before = alice.stage("qa").ledger().read().at();

        ClosedGate.Paused pause = alice.pause("qa");

        assertThat(alice.ledger("qa").paused()).hasValue(pause);
        assertThat(pause.by()).isEqualTo("alice");
        assertThat(pause.reason()).isEqualTo("TICKET-1");
        assertThat(pause.since())
                .isBetween(before, alice.stage("qa").ledger().read().at());
    }

    @Test
    void pausingWithoutAReason_isRefused() {
        assertThatThrownBy(() -> alice.as("bob").pause("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("db:pause needs a reason")
                .hasMessageContaining("-Ddb.reason=");
        assertThat(alice.ledger("qa")).isSameAs(Ledger.EMPTY);
    }

    @Test
    void pausingTwice_tellsWhoWasFirst() {
        ClosedGate.Paused first = alice.pause("qa");
        byte[] before = alice.ledger("qa").toJson();

        assertThatThrownBy(() -> alice.because("another reason").pause("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        cloud.database() + " in qa is paused already, by alice since " + first.since() + ": TICKET-1");
        assertThat(alice.ledger("qa").toJson()).isEqualTo(before);
    }

    @Test
    void resuming_tellsWhichPauseIsOver() {
        ClosedGate.Paused pause = alice.pause("qa");

        assertThat(alice.as("bob").resume("qa")).isEqualTo(pause);
        assertThat(alice.ledger("qa").paused()).isEmpty();
    }

    @Test
    void resumingWhatIsNotPaused_isRefused() {
        cloud.forgetRequests();

        assertThatThrownBy(() -> alice.resume("qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(cloud.database() + " in qa is not paused, so there is nothing to resume.");
        assertThat(cloud.requests("PutObject")).isEmpty();
    }

    @Test
    void whatIsInFlight_goesOn() {
        alice.story().whenSent(sent -> cloud.host("dev").claims(sent.deployment()));
        Order running =
                stillRunning(alice.withoutWaiting().publish(Releases.ofSize(1))).order();

        alice.pause("dev");

        assertThat(alice.ledger("dev").inFlight()).hasValue(running.deployment());
        cloud.host("dev").succeeds(running.deployment());
        alice.settle("dev");
        assertThat(alice.ledger("dev").live().orElseThrow().deployment()).isEqualTo(running.deployment());
        assertThat(alice.ledger("dev").paused()).isPresent();
    }

    @Test
    void anAnswerThatIsLost_pausesOnce() {
        cloud.fault("s3", "PutObject", 1, Fault.Kind.LOST_ANSWER);

        alice.pause("qa");

        assertThat(alice.ledger("qa").revision()).isEqualTo(1);
    }
}
