package io.github.dbpromote.flywayhost;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Stops the run in time by ending its server processes, so that Flyway fails and the receipt is written before the SSM
 * agent, or the system, kills this program without a word.
 */
final class Watchdog implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;
    private static final long CLOSE_MILLIS = 1000;

    private final Deadline deadline;
    private final Termination termination;
    private final Connections connections;
    private final RunLock lock;
    private final RunLog log;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> alarm;
    private volatile Stop reason;

    private Watchdog(Deadline deadline, Termination termination, Connections connections, RunLock lock, RunLog log) {
        this.deadline = deadline;
        this.termination = termination;
        this.connections = connections;
        this.lock = lock;
        this.log = log;
        this.alarm = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    static Watchdog start(
            Deadline deadline, Termination termination, Connections connections, RunLock lock, RunLog log) {
        return new Watchdog(deadline, termination, connections, lock, log);
    }

    /** Why it stopped the run, if it did. */
    Optional<Stop> stop() {
        return Optional.ofNullable(reason);
    }

    private void look() {
        if (reason == null && deadline.untilStop().isZero()) {
            reason = Stop.TIME_IS_UP;
        }
        if (reason == null && termination.requested()) {
            reason = Stop.TOLD_TO_END;
        }
        // Again and again, for a connection that was just being opened.
        if (reason != null) {
            stopRun();
        }
    }

    private void stopRun() {
        connections.stop();
        try {
            terminate();
            connections.abort();
        } catch (RuntimeException | SQLException e) {
            // It is tried again in a moment; the timer would not, after an exception.
            log.trace(e);
        }
    }

    private void terminate() {
        try {
            lock.terminate(connections);
        } catch (DatabaseTrouble e) {
            // Then the server will notice that its clients are gone.
            log.trace(e);
        }
    }

    @Override
    public void close() {
        alarm.cancel(false);
        timer.shutdown();
        try {
            if (!timer.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                log.warn("The watchdog is still busy.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
