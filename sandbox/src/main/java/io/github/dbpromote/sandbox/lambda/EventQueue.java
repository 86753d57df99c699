package io.github.dbpromote.sandbox.lambda;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The queue behind asynchronous invocations: tries again what failed, and keeps what it gives up. */
final class EventQueue implements AutoCloseable {
    /**
     * An attempt.
     *
     * @param number from 1
     * @param delays how long the next attempts would wait
     */
    record Attempt(String function, String requestId, JsonNode event, int number, List<Duration> delays) {
        private boolean isLast() {
            return number > delays.size();
        }

        private Duration nextDelay() {
            return delays.get(number - 1);
        }

        private Attempt next() {
            return new Attempt(function, requestId, event, number + 1, delays);
        }

        private DeadLetter deadLetter(InvocationResult.Failed failure) {
            return new DeadLetter(requestId, event, number, failure.errorType(), failure.payload());
        }
    }

    private record Waiting(Attempt attempt, Instant due) {}

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Clock clock;
    private final BiConsumer<Attempt, Consumer<InvocationResult>> invocation;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<String, List<DeadLetter>> deadLetters = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "lambda-retries");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> looking;
    private Duration ahead = Duration.ZERO;
    private int underWay;

    /** @param invocation makes an attempt and tells its result, once */
    EventQueue(Clock clock, BiConsumer<Attempt, Consumer<InvocationResult>> invocation) {
        this.clock = clock;
        this.invocation = invocation;
        this.looking = timer.scheduleWithFixedDelay(
                this::beginDue, LOOK_AGAIN.toMillis(), LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    void add(Attempt first) {
        synchronized (this) {
            underWay++;
        }
        begin(first);
    }

    private void begin(Attempt attempt) {
        invocation.accept(attempt, result -> end(attempt, result));
    }

    private synchronized void end(Attempt attempt, InvocationResult result) {
        if (result instanceof InvocationResult.Failed failure) {
            if (attempt.isLast()) {
                deadLetters
                        .computeIfAbsent(attempt.function(), absent -> new ArrayList<>())
                        .add(attempt.deadLetter(failure));
            } else {
                waiting.add(new Waiting(attempt.next(), now().plus(attempt.nextDelay())));
            }
        }
        underWay--;
        notifyAll();
    }

    private Instant now() {
        return clock.instant().plus(ahead);
    }

    /** Lets time pass for whatever waits to be tried again. */
    void advance(Duration time) {
        synchronized (this) {
            ahead = ahead.plus(time);
        }
        beginDue();
    }

    private void beginDue() {
        List<Waiting> due;
        synchronized (this) {
            due = waiting.stream().filter(next -> !next.due().isAfter(now())).toList();
            waiting.removeAll(due);
            underWay += due.size();
        }
        due.forEach(next -> begin(next.attempt()));
    }

    /** Waits until nothing is queued or running; what waits for its time to be tried again does not count. */
    synchronized boolean awaitQuiet(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (underWay > 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            // At least a millisecond, for 0 would be for ever.
            wait(left / 1_000_000 + 1);
        }
        return true;
    }

    synchronized boolean isBusy() {
        return underWay > 0;
    }

    /** How many events of the function wait for their time to be tried again. */
    synchronized int waiting(String function) {
        return (int) waiting.stream()
                .filter(next -> next.attempt().function().equals(function))
                .count();
    }

    synchronized List<DeadLetter> deadLetters(String function) {
        return List.copyOf(deadLetters.getOrDefault(function, List.of()));
    }

    /** Forgets all about the function. */
    synchronized void forget(String function) {
        waiting.removeIf(next -> next.attempt().function().equals(function));
        deadLetters.remove(function);
    }

    @Override
    public void close() {
        looking.cancel(false);
        timer.shutdownNow();
    }
}
