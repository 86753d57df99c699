package io.github.dbpromote.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.cloud.Story;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two jobs of CI, or a person and a job, at the same time on one ledger. */
class ConcurrentPublishersTest {
    @RegisterExtension
    final Cloud cloud = new Cloud();

    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger mostAtWork = new AtomicInteger();
    private final List<DeploymentId> worked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void provision() {
        cloud.provision("dev");
        cloud.forgetRequests();
    }

    @Test
    void ofTheSameRelease_oneIsApplied_andTheOtherHasNothingToDo() throws Exception {
        Release release = Releases.of("V1__create_users.sql");

        List<DeploymentResult> results = publishAtOnce(release, release);

        assertThat(results)
                .hasAtLeastOneElementOfType(DeploymentResult.Finished.class)
                .hasAtLeastOneElementOfType(DeploymentResult.NothingToDo.class);
        assertThat(worked).hasSize(1);
        assertThat(cloud.requests("SendCommand")).hasSize(1);
    }

    @Test
    void ofDifferentReleases_bothAreApplied_oneAfterTheOther() throws Exception {
        List<DeploymentResult> results = publishAtOnce(releaseOf("alice"), releaseOf("bob"));

        assertThat(results)
                .hasOnlyElementsOfType(DeploymentResult.Finished.class)
                .allSatisfy(result -> assertThat(
                                ((DeploymentResult.Finished) result).receipt().succeeded())
                        .isTrue());
        assertThat(worked).hasSize(2).doesNotHaveDuplicates();
        assertThat(mostAtWork).as("in flight at a time").hasValue(1);
        assertThat(Verbs.of(cloud).ledger("dev").revision())
                .as("begun and settled twice")
                .isEqualTo(4);
        assertThat(Verbs.of(cloud).ledger("dev").last().orElseThrow().deployment())
                .isEqualTo(worked.get(1));
    }

    @Test
    void ofManyReleases_eachGetsItsTurn() throws Exception {
        List<DeploymentResult> results = publishAtOnce(
                releaseOf("alice"), releaseOf("bob"), releaseOf("carol"), releaseOf("dave"), releaseOf("eve"));

        assertThat(results).hasOnlyElementsOfType(DeploymentResult.Finished.class);
        assertThat(worked).hasSize(5).doesNotHaveDuplicates();
        assertThat(mostAtWork).hasValue(1);
    }

    private List<DeploymentResult> publishAtOnce(Release... releases) throws Exception {
        CyclicBarrier start = new CyclicBarrier(releases.length);
        ExecutorService threads = Executors.newFixedThreadPool(releases.length);
        try {
            List<Callable<DeploymentResult>> publishers = new ArrayList<>();
            for (int number = 0; number < releases.length; number++) {
                Release release = releases[number];
                Verbs publisher = Verbs.of(cloud).as("publisher " + number).telling(new Story().whenSent(this::work));
                publishers.add(() -> {
                    start.await();
                    return publisher.publish(release);
                });
            }
            List<DeploymentResult> results = new ArrayList<>();
            for (Future<DeploymentResult> result : threads.invokeAll(publishers)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    /** The host refuses what is not in flight; here it also notices any other host at work. */
    private void work(Progress.Sent sent) {
        mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        cloud.host("dev").claims(sent.deployment());
        worked.add(sent.deployment());
        // Before the receipt, with which the next may begin.
        atWork.decrementAndGet();
        cloud.host("dev").succeeds(sent.deployment());
    }

    /** The same migration, and a view as that author likes it. */
    private static Release releaseOf(String author) {
        return Releases.of(Map.of(
                "V1__create_users.sql",
                "create table users (id bigint);\n",
                "R__view.sql",
                "select '" + author + "';\n"));
    }
}
