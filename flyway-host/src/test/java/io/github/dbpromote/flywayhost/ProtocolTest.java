package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.sandbox.http.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may begin, who may not, and what becomes of the receipt when S3 has a bad moment. */
@ExtendWith(SandboxExtension.class)
class ProtocolTest {
    private static final Map<String, String> FILES = Map.of("V1__one.sql", "CREATE TABLE one (id int);\n");
    private static final Duration MINUTES = Duration.ofMinutes(10);

    private final Scene scene;

    ProtocolTest(Scene scene) {
        this.scene = scene;
    }

    @AfterEach
    void noFaultsForTheNextTest() {
        scene.sandbox().clearFaults();
    }

    @Test
    void secondStart_isRefusedByTheClaimOfTheFirst() {
        Order order = scene.ordered(FILES);
        scene.run(order);
        Scene.Shown second = scene.run(order);

        assertThat(second.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(second.err())
                .isEqualTo("flyway-host: Deployment " + order.deployment() + " is already claimed by " + Scene.HOST
                        + ".\n  → Nothing was done. A deployment is carried out once.\n");
        assertThat(second.out()).isEmpty();
    }

    @Test
    void voidOrder_isNotCarriedOut() throws Exception {
        Order order = scene.ordered(FILES);
        scene.deployments().claim(order.deployment(), Claim.Kind.VOID, "somebody impatient");
        Scene.Shown shown = scene.run(order);

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err()).contains("is void: somebody impatient gave it up.");
        assertThat(scene.ask("SELECT to_regclass('one')")).containsExactly((String) null);
    }

    @Test
    void twoHostsAtOnce_doItOnce() throws Exception {
        Order order = scene.ordered(FILES);
        List<Scene.Shown> shown = atOnce(
                () -> scene.run("migrate", order.deployment().value(), MINUTES, "i-0000000000000000a"),
                () -> scene.run("migrate", order.deployment().value(), MINUTES, "i-0000000000000000b"));

        assertThat(shown).extracting(Scene.Shown::exit).containsExactlyInAnyOrder(ExitCode.SUCCEEDED, ExitCode.REFUSED);
        assertThat(scene.receipt(order).host())
                .isEqualTo(scene.claim(order).orElseThrow().by());
    }

    @Test
    void oneHostStartedTwiceAtOnce_doesItOnce() throws Exception {
        Order order = scene.ordered(FILES);

        assertThat(atOnce(() -> scene.run(order), () -> scene.run(order)))
                .extracting(Scene.Shown::exit)
                .containsExactlyInAnyOrder(ExitCode.SUCCEEDED, ExitCode.REFUSED);
    }

    private static List<Scene.Shown> atOnce(Callable<Scene.Shown> one, Callable<Scene.Shown> other) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Scene.Shown> first = threads.submit(one);
            Future<Scene.Shown> second = threads.submit(other);
            return List.of(first.get(), second.get());
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void orderThatIsNotInFlight_isRefused() {
        Order old = scene.ordered(FILES);
        Order current = scene.ordered(FILES);
        Scene.Shown shown = scene.run(old);

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err())
                .contains("The ledger says that " + current.deployment() + " is in flight, not " + old.deployment());
        assertThat(scene.claim(old)).isEmpty();
    }

    @Test
    void orderWithoutALedger_isRefused() {
        Order order = scene.order(Action.MIGRATE, Bundle.of(FILES), Optional.empty(), MINUTES);
        scene.deployments().store(order);

        assertThat(scene.run(order).err()).contains("The ledger says that nothing is in flight");
    }

    @Test
    void lateOrder_isRefused() {
        Order order = scene.ordered(Action.MIGRATE, Bundle.of(FILES), Duration.ofSeconds(-5));
        Scene.Shown shown = scene.run(order);

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err()).contains("was not to start after " + order.notAfter());
        assertThat(scene.claim(order)).isEmpty();
    }

    @Test
    void otherAction_isRefused() {
        Order order = scene.ordered(FILES);
        Scene.Shown shown = scene.run("repair", order.deployment().value(), MINUTES, Scene.HOST);

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err()).contains("was ordered with action migrate, but started with repair.");
        assertThat(scene.claim(order)).isEmpty();
    }

    @Test
    void unknownOrder_isRefused() {
        Scene.Shown shown = scene.run("migrate", "d-20260101-000000-nobody00", MINUTES, Scene.HOST);

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err()).contains("order.json does not exist");
    }

    @Test
    void lostAnswers_loseNothing() {
        Order order = scene.ordered(FILES);
        scene.sandbox().fault(new Fault("s3", "PutObject", 2, Fault.Kind.LOST_ANSWER));

        Scene.Shown shown = scene.run(order);

        assertThat(shown.exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.claim(order).orElseThrow().by()).isEqualTo(Scene.HOST);
        assertThat(scene.claim(order).orElseThrow().command())
                .isEqualTo(scene.receipt(order).command())
                .isPresent();
        assertThat(scene.receipt(order).succeeded()).isTrue();
    }

    @Test
    void hostOfAnotherEnvironment_refuses() throws Exception {
        Order order = scene.ordered(FILES);
        Path file = scene.configuration().resolve(scene.database() + ".conf");
        Files.writeString(
                file, Files.readString(file).replace("dbPromote.environment=dev", "dbPromote.environment=prod"));
        Scene.Shown shown = scene.run(order);

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err())
                .isEqualTo("flyway-host: This was started for dev, but " + file + " says that this host serves prod.\n"
                        + "  → Nothing was done. Check which hosts carry the environment's tag.\n");
        assertThat(scene.claim(order)).isEmpty();
    }

    @Test
    void receiptOfAnInspection_stands() throws Exception {
        Order order = scene.ordered(Map.of("V1__slow.sql", "SELECT pg_sleep(2);\n"));
        Receipt other = receiptOfAnInspection(order);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Scene.Shown shown;
        try {
            Future<Scene.Shown> run = threads.submit(() -> scene.run(order));
            awaitStatement("pg_sleep");
            scene.deployments().store(other);
            shown = run.get();
        } finally {
            threads.shutdown();
        }

        assertThat(shown.exit()).isEqualTo(ExitCode.NO_RECEIPT);
        assertThat(shown.err()).contains("exists already with another content");
        assertThat(scene.receipt(order)).isEqualTo(other);
    }

    @Test
    void hostThatStalledBeforeTheLock_runsNothingAfterAnInspection() throws Exception {
        Order order = scene.ordered(FILES);
        Receipt other = receiptOfAnInspection(order);
        Scene.Shown shown = stalledBeforeTheLock(order, () -> {
            scene.deployments().store(other);
            scene.settled(other);
        });

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err())
                .isEqualTo("flyway-host: Deployment " + order.deployment() + " has ended meanwhile: its receipt says"
                        + " FAILED.\n  → Nothing was run. An inspection took this host for lost.\n");
        assertThat(scene.receipt(order)).isEqualTo(other);
        assertThat(scene.ask("SELECT to_regclass('one')")).containsExactly((String) null);
        assertThat(scene.state().resolve("receipts/" + order.deployment() + ".json"))
                .doesNotExist();
    }

    @Test
    void hostThatStalledBeforeTheLock_runsNothingWhenAnotherDeploymentIsInFlight() throws Exception {
        Order order = scene.ordered(FILES);
        Order next = scene.order(Action.MIGRATE, Bundle.of(FILES), Optional.empty(), MINUTES);
        Scene.Shown shown = stalledBeforeTheLock(order, () -> scene.inFlight(next.deployment()));

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err())
                .contains("The ledger says that " + next.deployment() + " is in flight, not " + order.deployment());
        assertThat(scene.deployments().readReceipt(order)).isEmpty();
        assertThat(scene.ask("SELECT to_regclass('one')")).containsExactly((String) null);
    }

    /** What the run shows that has claimed, and gets the lock only when something has happened meanwhile. */
    private Scene.Shown stalledBeforeTheLock(Order order, Runnable meanwhile) throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Scene.Shown> run;
            try (Connection connection = scene.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_lock(" + AdvisoryLock.key(order.database()) + ")");
                run = threads.submit(() -> scene.run(order));
                while (scene.claim(order).isEmpty()) {
                    Thread.onSpinWait();
                }
                meanwhile.run();
            }
            return run.get();
        } finally {
            threads.shutdown();
        }
    }

    private static Receipt receiptOfAnInspection(Order order) {
        return new Receipt(
                order.database(),
                order.environment(),
                order.deployment(),
                order.bundle(),
                order.action(),
                Outcome.FAILED,
                Optional.of(Failure.of("host-lost", "too early")),
                "i-00000000000000bad",
                Optional.empty(),
                "a test",
                order.createdAt(),
                order.notAfter(),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void receiptThatS3DoesNotTake_isKeptAndBroughtByTheNextRun() throws Exception {
        Order order = scene.ordered(Map.of("V1__slow.sql", "SELECT pg_sleep(2);\n"));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Scene.Shown shown;
        try {
            Future<Scene.Shown> run = threads.submit(() -> scene.run(order, Duration.ofSeconds(12)));
            awaitStatement("pg_sleep");
            scene.sandbox().fault(new Fault("s3", "PutObject", 10_000, Fault.Kind.ERROR_500));
            shown = run.get();
        } finally {
            threads.shutdown();
        }

        assertThat(shown.exit()).isEqualTo(ExitCode.NO_RECEIPT);
        Path kept = scene.state().resolve("receipts/" + order.deployment() + ".json");
        assertThat(shown.err()).contains("it is kept in " + kept);
        assertThat(Receipt.parse(Files.readAllBytes(kept), "kept").succeeded()).isTrue();

        scene.sandbox().clearFaults();
        Scene.Shown next = scene.run(order);
        assertThat(next.out()).contains("stored the receipt of " + order.deployment());
        assertThat(next.exit()).as("it is claimed already").isEqualTo(ExitCode.REFUSED);
        assertThat(scene.receipt(order).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(kept).doesNotExist();
    }

    private void awaitStatement(String part) throws Exception {
        while (scene.ask("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state = 'active'"
                        + " AND query LIKE '%" + part + "%'")
                .isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
