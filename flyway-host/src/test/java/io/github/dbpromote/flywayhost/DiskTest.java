package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.sandbox.http.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A host that cannot write to its disk refuses before it claims; later it goes on, and says what it could not keep. */
@ExtendWith(SandboxExtension.class)
class DiskTest {
    private static final Map<String, String> FILES = Map.of("V1__one.sql", "CREATE TABLE one (id int);\n");
    private static final Map<String, String> SLOW = Map.of("V1__slow.sql", "SELECT pg_sleep(2);\n");
    /** More than the small disk holds, since Flyway logs each notice. */
    private static final Map<String, String> LOUD = Map.of("V1__loud.sql", """
            DO $$
            BEGIN
              FOR i IN 1..4000 LOOP
                RAISE NOTICE '%', repeat('x', 1000);
              END LOOP;
            END $$;
            """);

    private final Scene scene;

    @TempDir
    Path directory;

    DiskTest(Scene scene) {
        this.scene = scene;
    }

    @AfterEach
    void noFaultsForTheNextTest() {
        scene.sandbox().clearFaults();
    }

    @Test
    void fullDisk_isFoundBeforeTheClaim() throws Exception {
        Order order = scene.ordered(FILES);
        String said = saidOnADiskOf("256k", order, ExitCode.REFUSED);

        assertThat(said)
                .isEqualTo(
                        "flyway-host: " + scene.state() + " has no room for the 1024 KB that a run may need: No space"
                                + " left on device.\n  → Nothing was done. Free some space there (older logs in "
                                + scene.state().resolve("logs") + "), and order again.\n");
        assertThat(scene.claim(order)).isEmpty();
    }

    @Test
    void diskWithoutRoomForAFolder_isFullToo_andNotMissing() throws Exception {
        Order order = scene.ordered(FILES);
        String said = saidOnADiskOf("256k,nr_inodes=1", order, ExitCode.REFUSED);

        assertThat(said)
                .startsWith("flyway-host: " + scene.state() + " has no room for the 1024 KB that a run may need: ")
                .contains("No space left on device.\n  → Nothing was done. Free some space there");
        assertThat(scene.claim(order)).isEmpty();
    }

    @Test
    void diskThatFillsWhileTheHostWorks_costsNoReceipt() throws Exception {
        Order order = scene.ordered(LOUD);
        String said = saidOnADiskOf("2m", order, ExitCode.SUCCEEDED);

        assertThat(said)
                .contains("flyway-host: No copy of the receipt could be kept on this host: ")
                .contains("flyway-host: The log " + scene.state().resolve("logs/" + order.deployment() + ".log")
                        + " is incomplete: the disk may be full. The receipt does not depend on it.\n");
        assertThat(scene.receipt(order).applied()).containsExactly("V1__loud.sql");
    }

    /** Runs with a disk of that size for logs and receipts, which only this process and its children see. */
    private String saidOnADiskOf(String size, Order order, ExitCode expected) throws Exception {
        List<String> ownMounts = System.getProperty("user.name").equals("root")
                ? List.of("unshare", "-m")
                : List.of("unshare", "-r", "-m");
        List<String> small = List.of(
                "sh",
                "-c",
                "mount -t tmpfs -o size=" + size + " tmpfs '" + Files.createDirectories(scene.state())
                        + "' && exec \"$@\"",
                "sh");
        List<String> surroundings =
                Stream.concat(ownMounts.stream(), small.stream()).toList();
        assumeTrue(canStart(surroundings), "a process may have mounts of its own here");
        Path output = directory.resolve("output");
        Process process = scene.startIn(surroundings, order, Duration.ofMinutes(2), output);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(() -> read(output)).isEqualTo(expected.code());
        return read(output);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean canStart(List<String> surroundings) throws Exception {
        List<String> command = new ArrayList<>(surroundings);
        command.add("true");
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    @Test
    void logThatCannotBeWritten_isSaidAndCostsNoReceipt() throws Exception {
        Order order = scene.ordered(FILES);
        Path log = scene.state().resolve("logs/" + order.deployment() + ".log");
        Files.createDirectories(log.getParent());
        Files.createSymbolicLink(log, Path.of("/dev/full"));
        Scene.Shown shown = scene.run(order);

        assertThat(shown.exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(shown.err())
                .isEqualTo("flyway-host: The log " + log + " is incomplete: the disk may be full. The receipt does not"
                        + " depend on it.\n");
        assertThat(scene.receipt(order).succeeded()).isTrue();
    }

    @Test
    void receiptThatS3Denies_isKeptAndTheDenialSaidOnce() throws Exception {
        Order order = scene.ordered(SLOW);
        Scene.Shown shown = deniedAfterTheClaim(order);

        assertThat(shown.exit()).isEqualTo(ExitCode.NO_RECEIPT);
        assertThat(shown.err())
                .containsOnlyOnce("The receipt is not stored. ")
                .endsWith("flyway-host: The receipt could not be stored; it is kept in "
                        + scene.state().resolve("receipts/" + order.deployment() + ".json")
                        + ", and the next run on this host will bring it.\n");
    }

    @Test
    void receiptThatNobodyTakes_isLeftToAnInspection() throws Exception {
        Order order = scene.ordered(SLOW);
        Path inTheWay = scene.state().resolve("receipts/" + order.deployment() + ".json/something");
        Files.createDirectories(inTheWay);
        Scene.Shown shown = deniedAfterTheClaim(order);
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());

        assertThat(shown.exit()).isEqualTo(ExitCode.NO_RECEIPT);
        assertThat(shown.err())
                .contains("No copy of the receipt could be kept on this host: ")
                .endsWith("flyway-host: The receipt could neither be stored nor kept on this host. mvn db:resolve"
                        + " -Denv=dev finds out what is applied.\n");
    }

    private Scene.Shown deniedAfterTheClaim(Order order) throws Exception {
        CompletableFuture<Scene.Shown> run =
                CompletableFuture.supplyAsync(() -> scene.run(order, Duration.ofSeconds(12)));
        scene.awaitStatement(order, "pg_sleep", () -> !run.isDone());
        scene.sandbox().fault(new Fault("s3", "PutObject", 10_000, Fault.Kind.ACCESS_DENIED));
        return run.get(30, TimeUnit.SECONDS);
    }
}
