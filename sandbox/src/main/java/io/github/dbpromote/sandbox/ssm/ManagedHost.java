package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.Hashing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A managed node with its agent: takes commands in, runs some at a time, tells the ends. */
public final class ManagedHost {
    /** CommandWorkersLimit of the agent's default configuration; further commands wait for a worker. */
    private static final int WORKERS = 5;

    private final String environment;
    private final Path root;
    private final Supplier<Map<String, String>> awsEnvironment;
    private final OutputTargets targets;
    private final Clock clock;
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, ManagedHost::thread);
    private final Map<Invocation, AgentRun> runs = new ConcurrentHashMap<>();
    private final Deque<Runnable> uponConnection = new ArrayDeque<>();
    private boolean online = true;
    private volatile String tag;
    private volatile boolean stopping;

    ManagedHost(
            String environment,
            Path root,
            Supplier<Map<String, String>> awsEnvironment,
            OutputTargets targets,
            Clock clock) {
        this.environment = environment;
        this.tag = environment;
        this.root = root;
        this.awsEnvironment = awsEnvironment;
        this.targets = new OutputTargets(targets.upload(), logWhenOnline(targets.log()));
        this.clock = clock;
    }

    /** It is the agent that brings the lines: cut off, it brings them later. */
    private OutputLog logWhenOnline(OutputLog log) {
        return (group, stream, message) -> whenOnline(() -> log.put(group, stream, message));
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "ssm-agent-worker");
        thread.setDaemon(true);
        return thread;
    }

    /** What it is called in the sandbox. */
    public String environment() {
        return environment;
    }

    /** The value of the host's tag {@code FlywayHost}: the environment, unless somebody has changed it. */
    public String tag() {
        return tag;
    }

    /** Gives the tag {@code FlywayHost} another value, where infrastructure calls hosts otherwise than the sandbox. */
    public void retag(String value) {
        tag = value;
    }

    /** The root of the host's file tree. */
    public Path root() {
        return root;
    }

    /** {@code i-} and 17 hexadecimal digits, always the same for an environment. */
    public String instanceId() {
        return instanceIdOf(environment);
    }

    /** The instance id of an environment's host. */
    public static String instanceIdOf(String environment) {
        return "i-0" + Hashing.sha256Hex("flyway-host/" + environment).substring(0, 16);
    }

    public synchronized boolean isOnline() {
        return online;
    }

    /** Connects the agent again: it takes in the commands that wait, and tells how others ended meanwhile. */
    public void goOnline() {
        Deque<Runnable> waiting;
        synchronized (this) {
            online = true;
            waiting = new ArrayDeque<>(uponConnection);
            uponConnection.clear();
        }
        waiting.forEach(Runnable::run);
    }

    /** Cuts the agent off: no command reaches it, no end is told; scripts that run go on. */
    public synchronized void goOffline() {
        online = false;
    }

    /** SIGKILL to the process groups of all commands that run, as if the machine had run out of memory. */
    public void killRunning() {
        runs.values().forEach(run -> run.kill(ShellRun.End.KILLED));
    }

    boolean isBusy() {
        return !runs.isEmpty();
    }

    void send(Invocation invocation, AgentRun.Order order) {
        if (!isOnline()) {
            invocation.sentToOfflineHost();
        }
        whenOnline(() -> workers.execute(() -> run(invocation, order)));
    }

    void cancel(Invocation invocation) {
        whenOnline(() -> {
            AgentRun run = runs.get(invocation);
            if (run != null) {
                run.kill(ShellRun.End.CANCELLED);
            }
        });
    }

    private void run(Invocation invocation, AgentRun.Order order) {
        AgentRun run = new AgentRun(invocation, order, root, awsEnvironment.get(), targets, clock);
        // Known before it begins, so that no cancellation can come between.
        runs.put(invocation, run);
        try {
            if (!stopping && invocation.begin(clock.instant())) {
                var results = run.run();
                whenOnline(() -> invocation.finish(results));
            }
        } finally {
            runs.remove(invocation);
        }
    }

    private void whenOnline(Runnable message) {
        synchronized (this) {
            if (!online) {
                uponConnection.add(message);
                return;
            }
        }
        message.run();
    }

    /** Ends the agent and all that it runs; what waits is not begun any more. */
    void stop() {
        stopping = true;
        workers.shutdown();
        killRunning();
    }

    /** Whether all commands have ended in that time. */
    boolean awaitStop(Duration limit) throws InterruptedException {
        return workers.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
