package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While the host works: what those see who wait, and what those can do who do not want to. */
@ExtendWith(FreshSandbox.class)
class WaitingIT {
    private static final String DATABASE = "waiting";
    private static final String AT_WORK = "waiting in dev: deployment d-[0-9a-z-]+ ";
    private static final int INTERRUPTED = 130;

    private final Scenario project = Scenario.of(DATABASE);
    private final SharedSandbox sandbox = project.sandbox;
    private Maven.Running publisher;

    @AfterEach
    void endThePublisher() {
        if (publisher != null) {
            publisher.process().destroyForcibly();
        }
    }

    @Test
    void whatTakesItsTime_isFollowed_queuedFor_leftAlone_pickedUp_andCancelled() throws Exception {
        assertThat(project.mvn("db:status")).contains("never deployed");

        try (Connection held = sandbox.connect(DATABASE, "dev")) {
            held.createStatement().execute("select pg_advisory_lock(20261125)");
            publisher = project.start("db:publish", "-Ddb.followLog");
            awaitStatement("pg_try_advisory_xact_lock");

            whoFollowsTheLogSeesWhatTheHostPrints();
            whoPublishesToo_waitsItsTimeAndLearnsWhoHoldsTheEnvironment();
            ctrlC_endsTheWaitingAlone();
        }

        assertThat(project.mvn("db:await"))
                .containsPattern("waiting in dev: d-[0-9a-z-]+ (is in flight since|ended SUCCEEDED)")
                .contains("waiting in dev: applied 1 migration in");

        whatRuns_isCancelledOnTheHost();
    }

    private void whoFollowsTheLogSeesWhatTheHostPrints() {
        await(() -> publisher.output().contains("  | 1 pending"));
        assertThat(publisher.output())
                .containsPattern("  \\| claimed d-[0-9a-z-]+ as i-[0-9a-f]{17}")
                .contains("  | holding the lock on waiting")
                .contains("Ctrl-C stops only the waiting");
    }

    private void whoPublishesToo_waitsItsTimeAndLearnsWhoHoldsTheEnvironment() {
        assertThat(project.mvnFails("db:publish", "-Ddb.queueTimeout=PT1S"))
                .containsPattern(
                        "waiting in dev: d-[0-9a-z-]+, ordered by arn:aws:iam::123456789012:user/developer, is in"
                                + " flight; waiting for it, at most ")
                .containsPattern("Deployment d-[0-9a-z-]+ of waiting in dev is still in flight: ordered by"
                        + " arn:aws:iam::123456789012:user/developer at ");
    }

    private void ctrlC_endsTheWaitingAlone() throws Exception {
        publisher.interrupt();
        assertThat(publisher.end().exitCode()).isEqualTo(INTERRUPTED);

        assertThat(project.mvnFails("db:await", "-Denv=dev", "-Ddb.waitLimit=PT1S"))
                .containsPattern(
                        AT_WORK + "has left no receipt within the waiting limit. It is still running on the host,"
                                + " nothing is lost.")
                .containsPattern("mvn db:await -Denv=dev -Ddb.deployment=d-[0-9a-z-]+ +waits for it again");
        awaitStatement("pg_try_advisory_xact_lock");
    }

    private void whatRuns_isCancelledOnTheHost() throws SQLException {
        project.write("src/main/resources/db/migration/V2__too_slow.sql", "SELECT pg_sleep(600);\n");
        publisher = project.start("db:publish");
        awaitStatement("pg_sleep(600)");

        assertThat(project.mvn("db:cancel", "-Denv=dev", "-Ddb.reason=too slow"))
                .containsPattern("waiting in dev: cancelling d-[0-9a-z-]+ on host i-")
                .containsPattern("waiting in dev: d-[0-9a-z-]+ is cancelled")
                .contains("the first is V2__too_slow.sql.");

        Maven.Run cancelled = publisher.end();
        assertThat(cancelled.exitCode()).as(cancelled.output()).isEqualTo(1);
        assertThat(cancelled.output())
                .containsPattern(AT_WORK + "failed\\.")
                .contains("What it had not finished was rolled back: publish or promote again.");
        project.write("src/main/resources/db/migration/V2__too_slow.sql", "SELECT 1;\n");
        assertThat(project.mvn("db:publish")).contains("waiting in dev: applied 1 migration in");
    }

    private void awaitStatement(String part) {
        await(() -> !sandbox.query(
                        DATABASE,
                        "dev",
                        "select pid from pg_stat_activity where application_name like 'db-promote/%' and state = 'active'"
                                + " and query like '%" + part + "%'")
                .isEmpty());
    }

    /** Looks until it is so; a publisher that has ended can never bring it about. */
    private void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertThat(publisher.process().isAlive() || condition.getAsBoolean())
                    .as(publisher.output())
                    .isTrue();
        }
    }
}
