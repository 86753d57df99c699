package io.github.dbpromote.sandbox.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A function with its queue and its environments: as few as do the work, the most recently used first. */
final class DeployedFunction implements AutoCloseable {
    private record Task(Work work, Consumer<InvocationResult> whenDone) {}

    private static final System.Logger LOG = System.getLogger(DeployedFunction.class.getName());

    private final EnvironmentFactory factory;
    private final Optional<String> codeDigest;
    private final ThreadPoolExecutor workers;
    private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
    private final Set<ExecutionEnvironment> alive = new HashSet<>();
    private final Set<Task> pending = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /** @param codeDigest of the zip file that the code comes from; empty for a directory, which may change at any time */
    DeployedFunction(EnvironmentFactory factory, Optional<String> codeDigest) {
        this.factory = factory;
        this.codeDigest = codeDigest;
        int concurrency = factory.configuration().concurrency();
        this.workers = new ThreadPoolExecutor(
                concurrency, concurrency, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread =
                            new Thread(work, "lambda-" + factory.configuration().name());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    FunctionConfiguration configuration() {
        return factory.configuration();
    }

    /** Whether it is exactly what would be made of these. */
    boolean is(FunctionConfiguration configuration, Optional<String> digest) {
        return digest.isPresent() && digest.equals(codeDigest) && configuration.equals(configuration());
    }

    /** Begins its log, and initializes what is snapshotted, so that the first event finds it waiting to be restored. */
    void publish() throws IOException {
        factory.log().clear();
        if (configuration().snapStart()) {
            workers.execute(this::initialize);
        }
    }

    private void initialize() {
        try {
            ExecutionEnvironment environment = take();
            environment.initialize();
            giveBack(environment);
        } catch (IOException | UncheckedIOException e) {
            // The first event meets it again, and is told.
            LOG.log(System.Logger.Level.WARNING, configuration().name() + " could not be initialized", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Queues work, first come, first served.
     *
     * @param whenDone told once, whatever happens
     */
    void submit(Work work, Consumer<InvocationResult> whenDone) {
        Task task = new Task(work, whenDone);
        if (!enqueue(task)) {
            whenDone.accept(gone(work));
        }
    }

    /** False if the function has been closed. */
    private synchronized boolean enqueue(Task task) {
        if (!closed) {
            pending.add(task);
            workers.execute(() -> end(task, invoke(task.work())));
        }
        return !closed;
    }

    private void end(Task task, InvocationResult result) {
        if (pending.remove(task)) {
            task.whenDone().accept(result);
        }
    }

    /** The end of whatever a function was to do that is deleted, or replaced. */
    static InvocationResult gone(Work work) {
        return InvocationResult.Failed.byLambda("Sandbox.Stopped", work.requestId(), "The function was stopped");
    }

    private InvocationResult invoke(Work work) {
        try {
            ExecutionEnvironment environment = take();
            InvocationResult result = environment.invoke(work);
            giveBack(environment);
            return result;
        } catch (IOException | UncheckedIOException e) {
            return InvocationResult.Failed.byLambda("Runtime.InvalidEntrypoint", work.requestId(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return gone(work);
        }
    }

    private ExecutionEnvironment take() throws IOException {
        Optional<ExecutionEnvironment> warm = takeWarm();
        if (warm.isPresent()) {
            return warm.get();
        }
        ExecutionEnvironment started = factory.start();
        if (!remember(started)) {
            started.close();
        }
        return started;
    }

    private synchronized Optional<ExecutionEnvironment> takeWarm() {
        while (!idle.isEmpty()) {
            ExecutionEnvironment environment = idle.pop();
            if (environment.isUsable()) {
                return Optional.of(environment);
            }
            end(environment);
        }
        return Optional.empty();
    }

    /** False if the function has been closed meanwhile. */
    private synchronized boolean remember(ExecutionEnvironment environment) {
        alive.add(environment);
        return !closed;
    }

    private synchronized void giveBack(ExecutionEnvironment environment) {
        if (environment.isUsable() && !closed) {
            idle.push(environment);
        } else {
            end(environment);
        }
    }

    private void end(ExecutionEnvironment environment) {
        environment.close();
        alive.remove(environment);
    }

    /** Ends the environments that are idle, so that the next event meets a cold start. */
    synchronized void retireIdle() {
        while (!idle.isEmpty()) {
            end(idle.pop());
        }
    }

    /** The processes that run now. */
    synchronized Set<Long> processes() {
        return alive.stream().map(ExecutionEnvironment::pid).collect(Collectors.toUnmodifiableSet());
    }

    /** What all environments so far have logged. */
    String log() {
        return factory.log().text();
    }

    /** Kills what runs; what is queued is not begun any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            alive.forEach(ExecutionEnvironment::close);
        }
        workers.shutdownNow();
        pending.forEach(task -> end(task, gone(task.work())));
        try {
            workers.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
