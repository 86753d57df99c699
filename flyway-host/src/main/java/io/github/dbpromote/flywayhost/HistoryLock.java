package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.progress.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Flyway's own lock on the schema history, which Flyway takes for each migration and gives back after it. Whether the
 * deployment is still this host's is asked while Flyway holds it.
 */
final class HistoryLock implements RunLock {
    private final Runnable deployment;

    /** @param deployment looks whether the deployment is still this host's, and throws if it is not */
    HistoryLock(Runnable deployment) {
        this.deployment = deployment;
    }

    @Override
    public String announcement() {
        return "Flyway's own lock keeps other runs away";
    }

    @Override
    public void check() {
        deployment.run();
    }

    @Override
    public void terminate(Connections connections) {
        // Not every server lets its user end what runs there. The watchdog closes the connections.
    }

    /** A migration that the server still works on is not in the schema history, and so counts as half done. */
    @Override
    public boolean endOwnWork(Connections connections, Function<Duration, Waiting> waiting) {
        return true;
    }

    @Override
    public boolean seesLostRuns() {
        return false;
    }

    @Override
    public List<String> awaitEnd(DeploymentId lost, Waiting waiting) {
        return List.of();
    }

    @Override
    public void close() {
        // Flyway has given it back already.
    }
}
