package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.progress.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What keeps a run apart from every other on the same database, and knows what the server still does for it. */
sealed interface RunLock extends AutoCloseable permits AdvisoryLock, HistoryLock {
    /** For people. */
    String announcement();

    /** @throws RunFailure if another run may have begun meanwhile */
    void check();

    /** Ends what the server does for the run of these connections, as far as it can be told to. */
    void terminate(Connections connections);

    /**
     * What the server still does for the run, because only its client failed, must end before anything is read.
     *
     * @return whether nothing more will change
     */
    boolean endOwnWork(Connections connections, Function<Duration, Waiting> waiting);

    /** Whether it is seen here that a lost host's run has ended. */
    boolean seesLostRuns();

    /** @return what the server still does for that deployment at the limit, as far as it is seen */
    List<String> awaitEnd(DeploymentId deployment, Waiting waiting);

    @Override
    void close();
}
