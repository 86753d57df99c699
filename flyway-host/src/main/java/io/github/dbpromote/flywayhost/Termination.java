package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Waiting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The wish of the system that this program ends, SIGTERM, as when the instance shuts down: the run is told, and gets the
 * time to leave a receipt.
 */
final class Termination {
    /** Systemd kills 90 seconds after it asked, unless it was told otherwise (DefaultTimeoutStopSec). */
    private static final Duration PATIENCE = Duration.ofSeconds(80);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CompletableFuture<ExitCode> end = new CompletableFuture<>();

    /** From now on the signal does not end the program at once. */
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "termination"));
    }

    /** Java calls it for the program's own exit too, which has said before how it ended. */
    private void onSignal() {
        request();
        try {
            ExitCode exit = end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            // Else Java would end with 143, which says nothing about a receipt.
            Runtime.getRuntime().halt(exit.code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Whoever looks into it will find a claim without a receipt, as after a kill.
            return;
        }
    }

    void request() {
        requested.countDown();
    }

    /** The run is over, and nothing is left to wait for. */
    void ended(ExitCode exit) {
        end.complete(exit);
    }

    boolean requested() {
        return requested.getCount() == 0;
    }

    /** @throws Refusal if the program is to end */
    void refuseToBegin() {
        if (requested()) {
            throw new Refusal(HostProblems.toldToEnd());
        }
    }

    /** @throws RunFailure if the program is to end */
    void stopHere() {
        if (requested()) {
            throw new RunFailure(FailureReport.ofProblem(HostProblems.toldToEnd()));
        }
    }

    /** Lets time pass until the program is to end, and then throws as {@link #stopHere} does. */
    Waiting.Sleeper sleeper() {
        return duration -> {
            if (requested.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                stopHere();
            }
        };
    }
}
