package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an inspection finds after the host's process was killed at different moments. */
@ExtendWith(SandboxExtension.class)
class InspectTest {
    private static final String USERS = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n";

    private final Scene scene;

    @TempDir
    Path directory;

    InspectTest(Scene scene) {
        this.scene = scene;
    }

    @Test
    void transactionalMigrationOfALostHost_failed() throws Exception {
        Order order = scene.ordered(Map.of(
                "V1__create_users.sql", USERS, "V2__slow.sql", "CREATE TABLE slow (id int);\nSELECT pg_sleep(120);\n"));
        killedDuring(order, "pg_sleep");

        Order inspection = scene.orderedInspection(order, Optional.of("cancelled: wrong\u001b[2J release"));
        Scene.Shown shown = scene.run(inspection);

        assertThat(shown.err()).isEmpty();
        assertThat(shown.exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.action()).isEqualTo(Action.MIGRATE);
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        Failure failure = receipt.failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("host-lost");
        assertThat(failure.message())
                .isEqualTo("Host " + Scene.HOST + " claimed " + order.deployment() + " and left no receipt; 1 of the"
                        + " bundle's migrations is not applied, the first is V2__slow.sql. Inspected for a test:"
                        + " cancelled: wrong?[2J release");
        assertThat(receipt.pending()).containsExactly("V2__slow.sql");
        assertThat(receipt.history()).hasSize(1);
        assertThat(scene.claim(inspection).orElseThrow().kind()).isEqualTo(Claim.Kind.CLAIMED);
    }

    @Test
    void migrationOutsideATransactionOfALostHost_isAmbiguous() throws Exception {
        Order order = scene.ordered(Map.of(
                "V1__create_users.sql",
                USERS,
                "V2__index.sql",
                "CREATE INDEX CONCURRENTLY users_name ON users (name);\n"));
        scene.run(scene.ordered(Map.of("V1__create_users.sql", USERS)));
        scene.inFlight(order.deployment());
        try (Connection other = scene.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO users VALUES (1, 'in the way')");
            killedDuring(order, "INDEX CONCURRENTLY");
            scene.run(scene.orderedInspection(order));
            other.rollback();
        }

        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).isEqualTo(Outcome.AMBIGUOUS);
        assertThat(receipt.failure().orElseThrow().script()).contains("V2__index.sql");
        assertThat(receipt.failure().orElseThrow().detail().orElseThrow()).contains("WHERE NOT i.indisvalid");
        assertThat(scene.ask("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"))
                .as("what the detail tells to look for")
                .containsExactly("users_name");
    }

    @Test
    void finishedMigrationOfALostHost_succeeded() {
        Order order = scene.ordered(Map.of("V1__create_users.sql", USERS));
        scene.deployments().claim(order.deployment(), Claim.Kind.CLAIMED, "i-00000000000000bad");
        // Another deployment of the same bundle leaves the database as the lost host would have.
        scene.run(scene.ordered(Map.of("V1__create_users.sql", USERS)));
        scene.inFlight(order.deployment());

        assertThat(scene.run(scene.orderedInspection(order)).exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.receipt(order).succeeded()).isTrue();
        assertThat(scene.receipt(order).history()).hasSize(1);
    }

    @Test
    void repairOfALostHost_failedWhateverIsPending() {
        Order repair = scene.ordered(
                Action.REPAIR,
                Bundle.of(Map.of("V1__index.sql", "CREATE INDEX CONCURRENTLY i ON users (name);\n")),
                Duration.ofMinutes(5));
        scene.deployments().claim(repair.deployment(), Claim.Kind.CLAIMED, "i-00000000000000bad");

        assertThat(scene.run(scene.orderedInspection(repair)).exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        assertThat(scene.receipt(repair).action()).isEqualTo(Action.REPAIR);
        assertThat(scene.receipt(repair).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void bundleThatFlywayCannotRead_isAmbiguous() {
        Order order = scene.ordered(Map.of("V1__owner.sql", "SELECT '${owner}';\n"));
        scene.deployments().claim(order.deployment(), Claim.Kind.CLAIMED, "i-00000000000000bad");
        scene.run(scene.orderedInspection(order));

        assertThat(scene.receipt(order).outcome()).isEqualTo(Outcome.AMBIGUOUS);
        assertThat(scene.receipt(order).failure().orElseThrow().code()).isEqualTo("outcome-unknown");
    }

    @Test
    void deploymentThatStillWorks_isWaitedForAndGetsNoReceipt() throws Exception {
        Order order = scene.ordered(Map.of("V1__create_users.sql", USERS));
        scene.deployments().claim(order.deployment(), Claim.Kind.CLAIMED, "i-00000000000000bad");
        try (Connection statement = scene.connect()) {
            statement.createStatement().execute("SET application_name = 'db-promote/" + order.deployment() + "'");
            Scene.Shown shown = scene.run(scene.orderedInspection(order), Duration.ofSeconds(8));

            assertThat(shown.exit()).isEqualTo(ExitCode.NO_RECEIPT);
            assertThat(shown.err()).contains("The database still works for " + order.deployment());
        }
        assertThat(scene.deployments().readReceipt(order)).isEmpty();
    }

    @Test
    void deploymentWithAReceipt_needsNoInspection() {
        Order order = scene.ordered(Map.of("V1__create_users.sql", USERS));
        scene.run(order);
        Scene.Shown shown = scene.run(scene.orderedInspection(order));

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err()).contains("needs no inspection: its receipt says SUCCEEDED.");
    }

    @Test
    void unclaimedDeployment_needsNoInspection() {
        Order order = scene.ordered(Map.of("V1__create_users.sql", USERS));
        Scene.Shown shown = scene.run(scene.orderedInspection(order));

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err()).contains("needs no inspection: no host ever claimed it.");
    }

    private void killedDuring(Order order, String statement) throws Exception {
        Process process = scene.start(order, Duration.ofMinutes(10), directory.resolve("output"));
        scene.awaitStatement(order, statement, process::isAlive);
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
