package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Waiting;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Starts a sandbox on a state directory, or joins the one that runs there. However many threads and Mavens ask at once,
 * one of them starts it.
 */
public final class SandboxLauncher {
    private static final String MAIN = "io.github.dbpromote.sandbox.SandboxMain";

    /**
     * The sandbox's exit code if another one holds its directory: one whose launcher was killed before it was ready, and
     * which will be ready soon.
     */
    private static final int IN_USE = 3;

    /** The first start unpacks PostgreSQL and makes its cluster. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** After which it ends by itself; with everything in it, it is there again in seconds. */
    private static final Duration IDLE_LIMIT = Duration.ofMinutes(30);

    /** One that holds the directory in silence is starting or ending. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(100);

    private final StateDirectory state;
    private final Supplier<SandboxFiles> artifacts;
    private final Consumer<String> log;
    private final Patience patience;
    private final DetachedProcess detached = DetachedProcess.here();

    /**
     * Does nothing yet.
     *
     * @param stateDirectory made when it is needed; it holds nothing else
     * @param artifacts asked at each join
     * @param log hears, a line each, what takes time
     */
    public SandboxLauncher(Path stateDirectory, Supplier<SandboxFiles> artifacts, Consumer<String> log) {
        this(stateDirectory, artifacts, log, new Patience(START_LIMIT, SILENCE_LIMIT));
    }

    SandboxLauncher(Path stateDirectory, Supplier<SandboxFiles> artifacts, Consumer<String> log, Patience patience) {
        this.state = new StateDirectory(stateDirectory);
        this.artifacts = Objects.requireNonNull(artifacts, "artifacts");
        this.log = Objects.requireNonNull(log, "log");
        this.patience = patience;
    }

    /**
     * How long it waits.
     *
     * @param start for one that it started
     * @param silence for one that holds the directory and does not answer
     */
    record Patience(Duration start, Duration silence) {}

    /**
     * Joins the sandbox that runs, or starts it. One from other files than these is restarted with everything that is in
     * it.
     *
     * @throws Refusal if the directory holds something else
     * @throws Outage if there is no sandbox to be had
     */
    public RunningSandbox join() {
        SandboxFiles files = artifacts.get();
        String fingerprint = fingerprint(files);
        return alone(() -> {
            Optional<RunningSandbox> running = running();
            if (running.isPresent() && running.get().isFrom(fingerprint)) {
                return running.get();
            }
            running.ifPresent(this::stopOther);
            return start(files);
        });
    }

    /**
     * Ends the sandbox, if it runs, and deletes everything that was in it.
     *
     * @throws Refusal if the directory holds something else: then nothing is deleted
     * @throws Outage if the sandbox does not end, or its files cannot be deleted
     */
    public void reset() {
        alone(() -> {
            running().ifPresent(RunningSandbox::stop);
            state.empty();
            log.accept("Emptied the sandbox in " + state.root() + ".");
            return state;
        });
    }

    private <T> T alone(LaunchLock.Work<T> work) {
        try {
            state.create();
            return state.launchLock().holding(work);
        } catch (IOException | UncheckedIOException e) {
            throw new Outage(SandboxProblems.unusableDirectory(state.root(), e), e);
        }
    }

    private static String fingerprint(SandboxFiles files) {
        try {
            return files.fingerprint();
        } catch (IOException e) {
            throw new Outage(SandboxProblems.unusableFiles(files.sandbox(), e), e);
        }
    }

    /** The one that serves; if there is none, nobody holds the directory. */
    private Optional<RunningSandbox> running() {
        Optional<Optional<RunningSandbox>> settled = waiting(patience.silence()).until(passed -> {
            Optional<RunningSandbox> serving = RunningSandbox.on(state);
            return serving.isPresent() || !state.isInUse() ? Optional.of(serving) : Optional.empty();
        });
        if (settled.isEmpty()) {
            state.evict();
        }
        return settled.flatMap(serving -> serving);
    }

    private void stopOther(RunningSandbox other) {
        log.accept("The sandbox that runs is of another build of db-promote; restarting it with this one.");
        other.stop();
    }

    private RunningSandbox start(SandboxFiles originals) throws IOException {
        StateDirectory.Copies copies = state.keep(originals);
        state.prepareStart();
        log.accept("Starting the sandbox in " + state.root() + " …");
        Process process = launch(copies);
        RunningSandbox started = waiting(patience.start())
                .until(passed -> ready(process, copies.fingerprint()))
                .orElseThrow(() -> tooSlow(process));
        state.forgetAllBut(copies.fingerprint());
        log.accept("The sandbox is ready at " + started.endpoint() + ". It goes on when Maven ends; its log is "
                + state.log() + ".");
        return started;
    }

    private Process launch(StateDirectory.Copies copies) {
        try {
            return detached.start(command(copies), state.root(), state.log());
        } catch (IOException e) {
            throw new Outage(SandboxProblems.notStarted(e), e);
        }
    }

    /** One simple collector and no second compiler: it starts quicker and leaves the laptop to others. */
    private List<String> command(StateDirectory.Copies copies) {
        String classPath =
                copies.files().classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                classPath,
                MAIN,
                "--state",
                state.root().toString(),
                "--flyway-host",
                copies.files().flywayHost().toString(),
                "--fingerprint",
                copies.fingerprint(),
                "--idle",
                IDLE_LIMIT.toString());
    }

    private Optional<RunningSandbox> ready(Process process, String fingerprint) {
        if (!process.isAlive() && process.exitValue() != IN_USE) {
            throw new Outage(SandboxProblems.ended(process.exitValue(), state.log(), state.endOfLog()), null);
        }
        return RunningSandbox.on(state).filter(sandbox -> sandbox.isFrom(fingerprint));
    }

    private Outage tooSlow(Process process) {
        detached.end(process);
        return new Outage(SandboxProblems.notReady(patience.start(), state.log(), state.endOfLog()), null);
    }

    private static Waiting waiting(Duration limit) {
        return new Waiting(InstantSource.system(), Waiting.Sleeper.real(), POLL, limit);
    }
}
