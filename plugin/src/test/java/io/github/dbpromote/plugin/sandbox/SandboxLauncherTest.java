package io.github.dbpromote.plugin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes: the sandbox itself, and other Mavens that start, join and kill it. */
class SandboxLauncherTest {
    private static final List<String> PATH = List.of("dev", "qa");

    @TempDir
    Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private Path state;
    private SandboxFiles files;

    @BeforeEach
    void build() {
        state = folder.resolve("state");
        files = new BuiltJars(folder).build("1");
    }

    @AfterEach
    void stopSandbox() {
        RunningSandbox.on(new StateDirectory(state)).ifPresent(RunningSandbox::stop);
    }

    @Test
    void join_startsOnceHoweverManyThreadsAsk() {
        List<CompletableFuture<Long>> threads = IntStream.range(0, 4)
                .mapToObj(thread ->
                        CompletableFuture.supplyAsync(() -> pid(launcher().join())))
                .toList();
        assertThat(threads.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(log)
                .filteredOn(line -> line.startsWith("Starting the sandbox"))
                .hasSize(1);
        assertThat(log.get(1))
                .startsWith("The sandbox is ready at http://127.0.0.1:")
                .endsWith("It goes on when Maven ends; its log is " + state.resolve("sandbox.log") + ".");
    }

    @Test
    void join_twoMavensShareOneSandboxWhichOutlivesBothKilled() throws IOException {
        String joined;
        try (OtherMaven one = OtherMaven.joining(state, files);
                OtherMaven other = OtherMaven.joining(state, files)) {
            joined = one.joined();
            assertThat(other.joined()).isEqualTo(joined);
            one.kill();
            other.kill();
        }
        RunningSandbox sandbox = launcher().join();
        assertThat(pid(sandbox) + " " + sandbox.endpoint()).isEqualTo(joined);
        assertThat(log).isEmpty();
    }

    @Test
    void join_afterKill9OfTheSandboxEverythingIsThereAgain() {
        RunningSandbox killed = launcher().join();
        long killedPid = pid(killed);
        Provisioned before = killed.provision("users", PATH, Map.of());
        kill(killed);

        RunningSandbox again = launcher().join();

        assertThat(pid(again)).isNotEqualTo(killedPid);
        assertThat(again.describe().databases())
                .extracting(SandboxDatabase::database, SandboxDatabase::environment, SandboxDatabase::bucket)
                .isEqualTo(before.environments().stream()
                        .map(each -> tuple(each.database(), each.environment(), each.bucket()))
                        .toList());
    }

    @Test
    void join_whenTheMavenThatWasStartingItIsKilledAnotherOneGoesOn() throws IOException {
        try (OtherMaven starting = OtherMaven.joining(state, files)) {
            assertThat(starting.logged()).startsWith("Starting the sandbox");
            starting.kill();
        }
        RunningSandbox sandbox = launcher().join();
        assertThat(sandbox.isAlive()).isTrue();
        assertThat(pid(launcher().join())).isEqualTo(pid(sandbox));
    }

    @Test
    void join_anotherBuildRestartsItOnTheSameState() throws IOException {
        RunningSandbox old = launcher().join();
        old.provision("users", PATH, Map.of());
        long oldPid = pid(old);
        files = new BuiltJars(folder).build("2");

        RunningSandbox restarted = launcher().join();

        assertThat(pid(restarted)).isNotEqualTo(oldPid);
        assertEnds(oldPid);
        assertThat(restarted.describe().databases()).hasSize(2);
        assertThat(log)
                .contains("The sandbox that runs is of another build of db-promote; restarting it with this one.");
        assertThat(children(state.resolve("lib"))).containsExactly(files.fingerprint());
    }

    @Test
    void join_aBuildThatOverwritesItsJarsDoesNotDisturbIt() throws IOException {
        RunningSandbox sandbox = launcher().join();
        Files.writeString(files.flywayHost(), "half a jar");
        assertThat(sandbox.provision("users", PATH, Map.of()).environments()).hasSize(2);
    }

    @Test
    void join_doesNotTrustAnAnnouncementWhosePidIsAnotherProcessNow() throws IOException {
        Files.createDirectories(state);
        Files.createFile(state.resolve("launch.lock"));
        Files.writeString(
                state.resolve("endpoint.json"),
                EndpointTest.announcement(ProcessHandle.current().pid(), Instant.EPOCH));
        assertThat(pid(launcher().join())).isNotEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void join_replacesASandboxThatHangs() throws Exception {
        RunningSandbox hanging = launcher().join();
        long pid = pid(hanging);
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
        awaitHalt(pid);

        RunningSandbox replacement = launcher(new SandboxLauncher.Patience(Duration.ofMinutes(1), Duration.ZERO))
                .join();

        assertThat(pid(replacement)).isNotEqualTo(pid);
        assertEnds(pid);
    }

    @Test
    void join_oneThatCannotStartEndsWithTheEndOfItsLog() {
        files = new SandboxFiles(new BuiltJars(folder).emptyJar(), List.of(), files.flywayHost());
        assertThatThrownBy(() -> launcher().join())
                .isInstanceOf(Outage.class)
                .hasMessageContaining("The sandbox ended as soon as it was started, with exit code 1. The end of "
                        + state.resolve("sandbox.log"))
                .hasMessageContaining("Could not find or load main class io.github.dbpromote.sandbox.SandboxMain");
    }

    @Test
    void join_oneThatIsNotReadyInTimeIsEnded() throws IOException {
        SandboxLauncher impatient = launcher(new SandboxLauncher.Patience(Duration.ZERO, Duration.ZERO));
        assertThatThrownBy(impatient::join)
                .isInstanceOf(Outage.class)
                .hasMessageContaining("The sandbox was not ready within 0 seconds.");
        assertThat(new StateDirectory(state).isFreeWithin(Duration.ofSeconds(30)))
                .isTrue();
    }

    @Test
    void join_aJarThatCannotBeReadIsNamed() {
        files = new SandboxFiles(folder, List.of(), files.flywayHost());
        assertThatThrownBy(() -> launcher().join())
                .isInstanceOf(Outage.class)
                .hasMessageContaining("The sandbox's file " + folder + " cannot be read");
    }

    @Test
    void join_leavesAFolderAloneThatHoldsSomethingElse() throws IOException {
        Files.writeString(Files.createDirectories(state).resolve("thesis.txt"), "all my work");
        assertThatThrownBy(() -> launcher().join()).isInstanceOf(Refusal.class).hasMessageContaining("left alone");
        assertThat(children(state)).containsExactly("thesis.txt");
    }

    @Test
    void reset_deletesNothingFromAFolderThatHoldsSomethingElse() throws IOException {
        Files.writeString(Files.createDirectories(state).resolve("thesis.txt"), "all my work");
        assertThatThrownBy(() -> launcher().reset()).isInstanceOf(Refusal.class);
        assertThat(state.resolve("thesis.txt")).hasContent("all my work");
    }

    @Test
    void reset_stopsTheSandboxAndStartsOverWithNothing() throws IOException {
        RunningSandbox before = launcher().join();
        before.provision("users", PATH, Map.of());
        long pid = pid(before);

        launcher().reset();

        assertEnds(pid);
        assertThat(children(state)).containsExactly("launch.lock");
        assertThat(launcher().join().describe().databases()).isEmpty();
    }

    @Test
    void reset_withoutASandboxIsDoneAtOnce() throws IOException {
        launcher().reset();
        assertThat(children(state)).containsExactly("launch.lock");
    }

    @Test
    void stop_endsTheProcessAndItNoLongerAnswers() {
        RunningSandbox sandbox = launcher().join();
        long pid = pid(sandbox);
        assertThat(sandbox.isAlive()).isTrue();
        sandbox.stop();
        assertEnds(pid);
        assertThat(sandbox.isAlive()).isFalse();
        assertThatThrownBy(sandbox::describe)
                .isInstanceOf(Outage.class)
                .hasMessageContaining("Run the same command again");
    }

    private SandboxLauncher launcher() {
        return new SandboxLauncher(state, () -> files, log::add);
    }

    private SandboxLauncher launcher(SandboxLauncher.Patience patience) {
        return new SandboxLauncher(state, () -> files, log::add, patience);
    }

    private static long pid(RunningSandbox sandbox) {
        return sandbox.describe().pid();
    }

    private static void kill(RunningSandbox sandbox) {
        ProcessHandle process = ProcessHandle.of(pid(sandbox)).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** On a busy machine threads that were told to halt answer for a while; where Linux does not tell, it is hoped for. */
    private static void awaitHalt(long pid) throws IOException {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        while (Files.isDirectory(threads) && !areHalted(threads)) {
            Thread.onSpinWait();
        }
    }

    private static boolean areHalted(Path threads) throws IOException {
        try (Stream<Path> each = Files.list(threads)) {
            return each.allMatch(thread -> state(thread).startsWith("T"));
        }
    }

    /** The first word after the name, which stands in parentheses: proc(5). */
    private static String state(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"), StandardCharsets.UTF_8);
            return stat.substring(stat.lastIndexOf(')') + 1).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertEnds(long pid) {
        assertThat(ProcessHandle.of(pid)
                        .map(ProcessHandle::onExit)
                        .orElseGet(() -> CompletableFuture.completedFuture(null)))
                .succeedsWithin(Duration.ofSeconds(30));
    }

    private static List<String> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(child -> child.getFileName().toString()).toList();
        }
    }
}
