package io.github.dbpromote.sandbox.lambda;

import io.github.dbpromote.sandbox.process.DeathWatch;
import io.github.dbpromote.sandbox.process.ExecutableFile;
import io.github.dbpromote.sandbox.process.ProcessGroup;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process that runs a function's code, one event after the other. */
final class ExecutionEnvironment implements AutoCloseable {
    /**
     * What an environment is made of.
     *
     * @param variables of its process, without those that only the environment itself knows
     * @param log is the function's
     */
    record Parts(
            FunctionConfiguration configuration,
            List<String> command,
            FunctionEnvironment variables,
            RoleSession session,
            FunctionLog log,
            String stream,
            DeathWatch watch,
            Clock clock) {}

    /**
     * How long a runtime may initialize. Lambda gives it ten seconds and then begins again within the function's own time
     * limit; a laptop may be busy with other things.
     */
    private static final Duration INITIALIZATION_LIMIT = Duration.ofMinutes(1);

    private static final Pattern MAXIMUM_MEMORY = Pattern.compile("VmHWM:\\s*(\\d+) kB");
    private static final long KILOBYTES = 1024;

    private final Parts parts;
    private final Conversation conversation = new Conversation();
    private final RuntimeApi api;
    private final Process process;
    private final ProcessGroup group;
    private final CompletableFuture<Void> ended;
    private final long started = System.nanoTime();
    private Optional<Duration> initialization = Optional.empty();
    private Optional<Duration> restoration = Optional.empty();
    private boolean initialized;

    private ExecutionEnvironment(Parts parts) throws IOException {
        this.parts = parts;
        this.api = RuntimeApi.start(conversation, parts.session());
        parts.log().initialization(parts.configuration());
        try {
            this.process = ExecutableFile.start(builder());
        } catch (IOException e) {
            api.close();
            throw e;
        }
        this.group = ProcessGroup.of(process);
        parts.watch().watch(group);
        this.ended = process.onExit().thenRun(conversation::end);
    }

    /** Starts the process; it initializes from now on. */
    static ExecutionEnvironment start(Parts parts) throws IOException {
        return new ExecutionEnvironment(parts);
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(ProcessGroup.leading(parts.command()))
                .directory(parts.variables().taskRoot().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(parts.log().file().toFile()));
        builder.environment().clear();
        builder.environment().putAll(parts.variables().variables(api.address(), parts.session(), parts.stream()));
        return builder;
    }

    FunctionConfiguration configuration() {
        return parts.configuration();
    }

    long pid() {
        return process.pid();
    }

    /** Whether it may be given another event: it lives, and its credentials last for that long, or are still to come. */
    boolean isUsable() {
        Conversation.Stage stage = conversation.stage();
        Instant end = parts.clock().instant().plus(parts.configuration().timeout());
        return stage == Conversation.Stage.CHECKPOINT
                || (stage != Conversation.Stage.OVER && parts.session().lastsUntil(end));
    }

    /** Waits until it is initialized, with SnapStart until the snapshot would be taken. */
    void initialize() throws InterruptedException {
        if (conversation.awaitRest(INITIALIZATION_LIMIT) == Conversation.Stage.CHECKPOINT) {
            parts.log().snapshot(sinceStart());
        }
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Does the work, within the function's time limit; afterwards {@link #isUsable} tells whether more can come. */
    InvocationResult invoke(Work work) throws InterruptedException {
        makeReady();
        if (conversation.stage() != Conversation.Stage.READY) {
            return notStarted(work);
        }
        parts.log().start(work, parts.configuration().version());
        long began = System.nanoTime();
        Duration limit = parts.configuration().timeout();
        Optional<InvocationResult> answer = conversation.handOut(
                new Work.Timed(work, parts.clock().instant().plus(limit)), limit);
        InvocationResult result = answer.orElseGet(() -> withoutAnswer(work, limit));
        report(work, Duration.ofNanos(System.nanoTime() - began));
        if (answer.isEmpty()) {
            close();
        }
        return result;
    }

    /** A runtime that has answered may still be on its way to ask for more. */
    private void makeReady() throws InterruptedException {
        Conversation.Stage stage = conversation.awaitRest(INITIALIZATION_LIMIT);
        if (!initialized && !parts.configuration().snapStart()) {
            initialization = Optional.of(sinceStart());
        }
        initialized = true;
        if (stage == Conversation.Stage.CHECKPOINT) {
            restore();
        }
    }

    private void restore() throws InterruptedException {
        long began = System.nanoTime();
        parts.session().renew();
        conversation.restore();
        conversation.awaitRest(INITIALIZATION_LIMIT);
        restoration = Optional.of(Duration.ofNanos(System.nanoTime() - began));
    }

    private InvocationResult notStarted(Work work) {
        InvocationResult result = conversation
                .startFailure()
                .<InvocationResult>map(failure -> failure)
                .orElseGet(() -> notStartedWithoutAWord(work));
        parts.log().failure(result.payload());
        close();
        return result;
    }

    private InvocationResult notStartedWithoutAWord(Work work) {
        return conversation.stage() == Conversation.Stage.OVER
                ? exited(work)
                : InvocationResult.Failed.byLambda(
                        "Sandbox.Timedout",
                        work.requestId(),
                        "Initialization timed out after " + seconds(INITIALIZATION_LIMIT));
    }

    private InvocationResult withoutAnswer(Work work, Duration limit) {
        InvocationResult result = conversation.stage() == Conversation.Stage.OVER
                ? exited(work)
                : InvocationResult.Failed.byLambda(
                        "Sandbox.Timedout", work.requestId(), "Task timed out after " + seconds(limit));
        parts.log().failure(result.payload());
        return result;
    }

    private InvocationResult exited(Work work) {
        ended.join();
        int status = process.exitValue();
        return InvocationResult.Failed.byLambda(
                "Runtime.ExitError", work.requestId(), "Runtime exited with error: exit status " + status);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f seconds", duration.toMillis() / 1000.0);
    }

    /** Only the first report of an environment tells how it came to be. */
    private void report(Work work, Duration duration) {
        int memory = parts.configuration().memory();
        parts.log().end(work, new FunctionLog.Report(duration, initialization, restoration, memory), maximumMemory());
        initialization = Optional.empty();
        restoration = Optional.empty();
    }

    /** In MB, where the system tells it. */
    private Optional<Long> maximumMemory() {
        try {
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            Matcher matcher = MAXIMUM_MEMORY.matcher(Files.exists(status) ? Files.readString(status) : "");
            return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1)) / KILOBYTES) : Optional.empty();
        } catch (IOException alreadyGone) {
            return Optional.empty();
        }
    }

    /** Kills it, whatever it is doing. */
    @Override
    public void close() {
        // Its runtime asks for work to the last, and would complain in the log about an answer that there is none.
        group.kill();
        ended.join();
        parts.watch().forget(group);
        parts.session().end();
        api.close();
    }
}
