package io.github.dbpromote.sandbox.ssm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Copies what a step prints to CloudWatch Logs while it runs. A failure ends the copying and nothing else. */
final class OutputFollower {
    /** The agent's is a second. */
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private static final System.Logger LOG = System.getLogger(OutputFollower.class.getName());

    private final FollowedFile output;
    private final FollowedFile error;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = new Thread(this::follow, "ssm-agent-log");
    private boolean broken;

    private OutputFollower(FollowedFile output, FollowedFile error) {
        this.output = output;
        this.error = error;
    }

    /**
     * Begins to follow the two streams of a step.
     *
     * @param directory with the files {@code stdout} and {@code stderr}
     * @param prefix of the streams' names
     */
    static OutputFollower start(Path directory, OutputLog log, String group, String prefix) {
        OutputFollower follower = new OutputFollower(
                new FollowedFile(directory.resolve("stdout"), event -> log.put(group, prefix + "/stdout", event)),
                new FollowedFile(directory.resolve("stderr"), event -> log.put(group, prefix + "/stderr", event)));
        follower.thread.setDaemon(true);
        follower.thread.start();
        return follower;
    }

    private void follow() {
        try {
            while (!broken && !over.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                copy(() -> {
                    output.takeLines();
                    error.takeLines();
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Copies nothing more. */
    void stop() {
        over.countDown();
    }

    /** Copies the rest, after the script has ended. */
    void finish(String agentsWords) throws InterruptedException {
        stop();
        thread.join();
        if (!broken) {
            copy(() -> {
                output.takeRest("");
                error.takeRest(agentsWords);
            });
        }
    }

    @FunctionalInterface
    private interface Copying {
        void run() throws IOException;
    }

    private void copy(Copying copying) {
        try {
            copying.run();
        } catch (IOException | RuntimeException e) {
            broken = true;
            LOG.log(System.Logger.Level.WARNING, "Output was not copied to CloudWatch Logs", e);
        }
    }
}
