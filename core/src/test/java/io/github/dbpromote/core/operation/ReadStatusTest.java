package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static io.github.dbpromote.core.operation.Verbs.stillRunning;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.sandbox.Provisioning;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.RequestLog;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadStatusTest {
    private static final Release RELEASE = Releases.of("V1__create_users.sql");
    private static final Release NEXT = Releases.of("V1__create_users.sql", "V2__add_email.sql");

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private Verbs alice;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa");
        alice = Verbs.of(cloud);
        alice.story()
                .whenSent(sent -> cloud.host(sent.environment().name().value()).succeeds(sent.deployment()));
    }

    @Test
    void beforeAnything_everyEnvironmentIsEmpty() {
        assertThat(alice.status().environments()).hasSize(2).allSatisfy(environment -> {
            assertThat(environment.ledger().live()).isEmpty();
            assertThat(environment.last()).isEmpty();
            assertThat(environment.inFlight()).isEmpty();
            assertThat(environment.problems()).isEmpty();
        });
    }

    @Test
    void itTellsWhatIsLive_andHowTheNewestEnded() {
        alice.publish(RELEASE);
        alice.promote("qa");
        alice.story().whenSent(sent -> cloud.host("dev").fails(sent.deployment(), "syntax error"));
        Order failed = finished(alice.publish(NEXT)).order();

        EnvironmentStatus dev = status("dev");

        assertThat(dev.ledger().live().orElseThrow().bundle())
                .isEqualTo(RELEASE.bundle().digest());
        assertThat(dev.last().orElseThrow().deployment()).isEqualTo(failed.deployment());
        assertThat(dev.last().orElseThrow().failure().orElseThrow().message()).isEqualTo("syntax error");
        assertThat(status("qa").last().orElseThrow().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void itWritesNothing_notEvenToSettle() {
        alice.publish(RELEASE);
        Order order = stillRunning(alice.withoutWaiting().publish(NEXT)).order();
        cloud.forgetRequests();

        EnvironmentStatus dev = status("dev");

        assertThat(dev.inFlight().orElseThrow().order()).isEqualTo(order);
        assertThat(dev.inFlight().orElseThrow().receipt().orElseThrow().outcome())
                .as("it has ended, and only nobody has settled it")
                .isEqualTo(Outcome.SUCCEEDED);
        assertThat(dev.inFlight().orElseThrow().canBeSettled()).isTrue();
        assertThat(cloud.requests())
                .extracting(RequestLog.Entry::operation)
                .containsOnly("GetParametersByPath", "GetObject");
        assertThat(alice.ledger("dev").inFlight()).hasValue(order.deployment());
    }

    @Test
    void itTellsWhatIsOrdered_andWhatIsWorkedOn() {
        alice.story().whenSent(sent -> {});
        Order order = stillRunning(alice.withoutWaiting().publish(RELEASE)).order();

        assertThat(status("dev").inFlight().orElseThrow()).satisfies(inFlight -> {
            assertThat(inFlight.claim()).isEmpty();
            assertThat(inFlight.canBeSettled()).isFalse();
            assertThat(inFlight.at()).isAfterOrEqualTo(order.createdAt());
        });
        cloud.host("dev").claims(order.deployment());
        assertThat(status("dev").inFlight().orElseThrow()).satisfies(inFlight -> {
            assertThat(inFlight.claim()).isPresent();
            assertThat(inFlight.canBeSettled()).isFalse();
        });
    }

    @Test
    void anEnvironmentThatCannotBeRead_doesNotHideTheOthers() {
        alice.publish(RELEASE);
        cloud.provision(Provisioning.of(cloud.database().value(), "dev", "qa")
                .withParameter("qa", "{\"bucketOwner\": \"999999999999\"}"));

        assertThat(status("dev").ledger().live()).isPresent();
        assertThat(status("qa").problems()).extracting(Problem::code).containsExactly("access-denied");
    }

    @Test
    void anOutage_isToldWhereItHappened() {
        alice.publish(RELEASE);
        cloud.put(cloud.environment("qa").bucket(), cloud.database() + "/ledger.json", "{");
        Track track = alice.track();
        // The SDK tries three times: all of them dev's, which is read first.
        cloud.fault("s3", "GetObject", 3, Fault.Kind.ERROR_500);

        List<EnvironmentStatus> both = new ReadStatus(track).run().environments();

        assertThat(both.get(0).problems()).extracting(Problem::code).containsExactly("aws-refused");
        assertThat(both.get(1).problems()).extracting(Problem::code).containsExactly("malformed");
    }

    private EnvironmentStatus status(String name) {
        return alice.status().environments().stream()
                .filter(status -> status.environment().name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
