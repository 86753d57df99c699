package io.github.dbpromote.flywayhost;

import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Stops the run in time by ending its server processes, so that Flyway fails and the receipt is written before the SSM
 * agent kills this program without a word.
 */
final class Watchdog implements AutoCloseable {
    private static final long REPEAT_MILLIS = 1000;

    private final Connections connections;
    private final long lock;
    private final RunLog log;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> alarm;
    private volatile boolean stopped;

    private Watchdog(Deadline deadline, Connections connections, long lock, RunLog log) {
        this.connections = connections;
        this.lock = lock;
        this.log = log;
        // Repeated, for a connection that was just being opened.
        this.alarm = timer.scheduleWithFixedDelay(
                this::stop, deadline.untilStop().toMillis(), REPEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    static Watchdog start(Deadline deadline, Connections connections, long lock, RunLog log) {
        return new Watchdog(deadline, connections, lock, log);
    }

    boolean stopped() {
        return stopped;
    }

    private void stop() {
        stopped = true;
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
        try (Session session = connections.openSession()) {
            new Backends(session, connections.applicationName(), lock).terminate();
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
            if (!timer.awaitTermination(REPEAT_MILLIS, TimeUnit.MILLISECONDS)) {
                log.warn("The watchdog is still busy.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
