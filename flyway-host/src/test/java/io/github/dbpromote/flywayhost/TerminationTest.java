package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A host whose instance shuts down ends what it began, and says so. */
@ExtendWith(SandboxExtension.class)
class TerminationTest {
    private static final String SLOW = "CREATE TABLE slow (id int);\nSELECT pg_sleep(120);\n";

    private final Scene scene;

    @TempDir
    Path directory;

    TerminationTest(Scene scene) {
        this.scene = scene;
    }

    @Test
    void sigterm_cancelsTheMigrationAndLeavesAReceipt() throws Exception {
        Order order = scene.ordered(Map.of("V1__one.sql", "CREATE TABLE one (id int);\n", "V2__slow.sql", SLOW));
        Path output = directory.resolve("output");
        Process process = scene.start(order, Duration.ofMinutes(10), output);
        scene.awaitStatement(order, "pg_sleep", process::isAlive);
        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.NOT_SUCCEEDED.code());
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        Failure failure = receipt.failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("stopped");
        assertThat(failure.message())
                .isEqualTo("The host stopped the run while 2 slow was running: the system told it to end (SIGTERM), as"
                        + " when the instance shuts down.");
        assertThat(failure.detail()).contains("Order it again when a host is up.");
        assertThat(receipt.applied()).containsExactly("V1__one.sql");
        assertThat(scene.ask("SELECT to_regclass('slow')")).containsExactly((String) null);
        assertThat(output).content().contains("FAILED [stopped] V2__slow.sql: The host stopped the run");
    }

    @Test
    void sigtermOutsideATransaction_isExplained() throws Exception {
        Order order = scene.ordered(Map.of("V1__slow.sql", SLOW, "V1__slow.sql.conf", "executeInTransaction=false\n"));
        Process process = scene.start(order, Duration.ofMinutes(10), directory.resolve("output"));
        scene.awaitStatement(order, "pg_sleep", process::isAlive);
        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).isEqualTo(Outcome.AMBIGUOUS);
        assertThat(receipt.failure().orElseThrow().detail().orElseThrow())
                .startsWith("Order it again when a host is up.\nV1__slow.sql runs outside a transaction");
    }

    @Test
    void hostThatIsToEndBeforeItBegan_refuses() {
        Order order = scene.ordered(Map.of("V1__one.sql", "CREATE TABLE one (id int);\n"));
        Termination termination = new Termination();
        termination.request();
        Scene.Shown shown = scene.run(order, termination);

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err()).isEqualTo("""
                        flyway-host: The system told this host to end (SIGTERM), as when the instance shuts down.
                          → Nothing was run. Order it again when a host is up.
                        """);
        assertThat(scene.claim(order)).isEmpty();
    }

    @Test
    void hostThatIsToEndWhileItWaitsForTheLock_leavesAReceipt() throws Exception {
        Order order = scene.ordered(Map.of("V1__one.sql", "CREATE TABLE one (id int);\n"));
        Termination termination = new Termination();
        try (Connection connection = scene.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + AdvisoryLock.key(order.database()) + ")");
            CompletableFuture<Scene.Shown> run = CompletableFuture.supplyAsync(() -> scene.run(order, termination));
            while (scene.claim(order).isEmpty()) {
                Thread.onSpinWait();
            }
            termination.request();
            assertThat(run.get(30, TimeUnit.SECONDS).exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        }

        assertThat(scene.receipt(order).failure().orElseThrow().detail())
                .contains("Nothing was run. Order it again when a host is up.");
        assertThat(scene.ask("SELECT to_regclass('one')")).containsExactly((String) null);
    }
}
