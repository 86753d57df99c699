package io.github.dbpromote.sandbox.lambda;

import java.time.Duration;
import java.util.Optional;

/** What an execution environment and its runtime agree upon: the runtime asks, the environment hands out. */
final class Conversation {
    /** Where the runtime is. */
    enum Stage {
        /** It initializes, or restores itself. */
        STARTING,
        /** It waits to be snapshotted and restored. */
        CHECKPOINT,
        /** It waits for work. */
        READY,
        /** It works. */
        BUSY,
        /** It is gone, or to be gone. */
        OVER
    }

    /** Of a millisecond; one more is waited, for 0 would be for ever. */
    private static final long NANOS = 1_000_000;

    private Stage stage = Stage.STARTING;
    private Optional<Work.Timed> handed = Optional.empty();
    private Optional<InvocationResult> result = Optional.empty();
    private Optional<InvocationResult.Failed> startFailure = Optional.empty();
    private boolean restored;

    synchronized Stage stage() {
        return stage;
    }

    /** The runtime asks for work, and waits for it; empty if none will come any more. */
    synchronized Optional<Work.Timed> next() throws InterruptedException {
        if (stage == Stage.OVER) {
            return Optional.empty();
        }
        move(Stage.READY);
        while (stage == Stage.READY && handed.isEmpty()) {
            wait();
        }
        if (stage == Stage.OVER) {
            return Optional.empty();
        }
        move(Stage.BUSY);
        return handed;
    }

    /** The runtime is ready for its snapshot, and waits to be restored from it; false if it will not be any more. */
    synchronized boolean checkpoint() throws InterruptedException {
        if (stage == Stage.OVER) {
            return false;
        }
        move(Stage.CHECKPOINT);
        while (stage == Stage.CHECKPOINT && !restored) {
            wait();
        }
        return restored && stage != Stage.OVER;
    }

    /** The runtime has done its work; false if nobody asked for that. */
    synchronized boolean answer(String requestId, InvocationResult answer) {
        boolean expected = stage == Stage.BUSY
                && result.isEmpty()
                && handed.filter(timed -> timed.work().requestId().equals(requestId))
                        .isPresent();
        if (expected) {
            result = Optional.of(answer);
            // At once, for the runtime may ask for more before anybody has read this answer.
            handed = Optional.empty();
            notifyAll();
        }
        return expected;
    }

    /** The runtime could not initialize or restore itself. */
    synchronized void failToStart(InvocationResult.Failed failure) {
        startFailure = Optional.of(failure);
    }

    synchronized Optional<InvocationResult.Failed> startFailure() {
        return startFailure;
    }

    /** The process has ended, or is about to be killed. */
    synchronized void end() {
        move(Stage.OVER);
    }

    synchronized void restore() {
        restored = true;
        move(Stage.STARTING);
    }

    /** Waits while the runtime starts or still works; where it is then, or at the end of the time limit. */
    synchronized Stage awaitRest(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (stage == Stage.STARTING || stage == Stage.BUSY) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return stage;
            }
            wait(left / NANOS + 1);
        }
        return stage;
    }

    /** Hands out work to a runtime that is ready; empty if there is no answer within the time limit, or ever. */
    synchronized Optional<InvocationResult> handOut(Work.Timed work, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        handed = Optional.of(work);
        result = Optional.empty();
        notifyAll();
        while (result.isEmpty() && stage != Stage.OVER) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(left / NANOS + 1);
        }
        return result;
    }

    private void move(Stage next) {
        if (stage != Stage.OVER) {
            stage = next;
        }
        notifyAll();
    }
}
