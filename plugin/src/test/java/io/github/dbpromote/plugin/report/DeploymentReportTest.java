package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Clearance;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.DeploymentResult.Why;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentReportTest {
    private static final Ledger.Live BEFORE = new Ledger.Live(Example.EARLIER, Example.OLDER_BUNDLE);
    private static final Optional<Claim> CLAIMED = Optional.of(new Claim(
            Example.DEPLOYMENT, Claim.Kind.CLAIMED, "writer", Example.HOST, Optional.empty(), Optional.empty()));
    private static final Failure SQL_ERROR = new Failure(
            "migration-failed",
            "ERROR: column \"emial\" does not exist",
            Optional.of("V7__x.sql"),
            Optional.of(12),
            Optional.of("42703"),
            Optional.of("Hint: Perhaps you meant to reference the column \"users.email\".\nPosition: 40"));

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void nothingToDo_namesWhatIsLive() {
        tell(new DeploymentResult.NothingToDo(Example.DEV, new Ledger.Live(Example.EARLIER, Example.BUNDLE)));

        assertThat(said)
                .containsExactly(
                        "users in dev: nothing to do, bundle abababababab is live (d-20261120-101500-aaaabbbb)");
    }

    @Test
    void aRequestThatWasNotWaitedFor_namesTheIdToAsk() {
        tell(requested(Why.NOT_ASKED_TO));

        assertThat(said)
                .containsExactly(
                        "users in dev: the relay is asked, not waited for (d-20261122-051000-abcdefgh)",
                        "  mvn db:await -Denv=dev -Ddb.deployment=d-20261122-051000-abcdefgh   waits for it again",
                        "  mvn db:status                                                       shows how it stands");
    }

    @Test
    void aRelayThatDidNotAnswer_isAFailure_andNothingBeginsBehindOnesBack() {
        assertThat(refusal(requested(Why.LIMIT_REACHED)))
                .startsWith("users in dev: the relay has not answered request d-20261122-051000-abcdefgh, and does not"
                        + " begin it after 2026-11-22 05:20 UTC.")
                .contains("See whether dev has a relay that new requests wake")
                .doesNotContain("db:await");
        assertThat(refusal(requested(Why.CREDENTIALS_EXPIRED)))
                .startsWith(
                        "users in dev: request d-20261122-051000-abcdefgh outlived the AWS credentials of this build."
                                + " The relay may begin it until 2026-11-22 05:20 UTC.");
    }

    @Test
    void aRelayThatDidNotAnswer_isAFailure_alsoForWhomTheWaitingLimitIsNone() {
        DeploymentReport lenient = new DeploymentReport(Example.project(folder), false, said::add);

        assertThatThrownBy(() -> lenient.tell(requested(Why.LIMIT_REACHED))).isInstanceOf(Refusal.class);
    }

    private static DeploymentResult requested(Why why) {
        return new DeploymentResult.Requested(
                Example.DEV, Example.DEPLOYMENT, Example.BUNDLE, Instant.parse("2026-11-22T05:20:00Z"), why);
    }

    @Test
    void success_saysHowManyHowLongAndHowFar() {
        tell(finished(Example.succeeded(
                Example.order(Example.DEV),
                List.of("V2__b.sql", "V3__c.sql"),
                Example.history("V1__a.sql", "V2__b.sql", "V3__c.sql"))));

        assertThat(said).containsExactly("users in dev: applied 2 migrations in 3 s, now at version 3");
    }

    @Test
    void success_ofABundleThatWasAppliedAlready_doesNotCountToZero() {
        tell(finished(
                Example.succeeded(Example.order(Example.DEV), List.of(), Example.history("V1__a.sql", "V2__b.sql"))));

        assertThat(said).containsExactly("users in dev: had every migration already, now at version 2");
    }

    @Test
    void failureInTheFirstEnvironment_leadsToTheFileAndBackToPublish() {
        Receipt receipt = Example.receipt(
                Example.order(Example.DEV),
                Outcome.FAILED,
                Optional.of(SQL_ERROR),
                List.of("V5__e.sql", "V6__f.sql"),
                Example.history("V4__d.sql", "V5__e.sql", "V6__f.sql"));

        assertThat(refusal(finished(receipt))).isEqualTo("""
                users in dev: deployment d-20261122-051000-abcdefgh failed.
                  src/main/resources/db/migration/V7__x.sql:12
                  ERROR: column "emial" does not exist (SQLSTATE 42703)
                  Hint: Perhaps you meant to reference the column "users.email".
                  Position: 40
                  Applied by this run before it: V5__e.sql, V6__f.sql.
                  Live: bundle 121212121212 (d-20261120-101500-aaaabbbb), at version 6.
                  → Correct the file, then: mvn db:publish
                    What was applied before is not applied twice.""");
        assertThat(said).isEmpty();
    }

    @Test
    void failureFurtherDownThePath_leavesTheFileAsItSucceededBefore() {
        Receipt receipt = Example.ended(Example.order(Example.QA), Outcome.FAILED, SQL_ERROR, List.of());

        assertThat(refusal(new DeploymentResult.Finished(
                        Example.QA, Example.order(Example.QA), receipt, Optional.empty())))
                .isEqualTo("""
                        users in qa: deployment d-20261122-051000-abcdefgh failed.
                          src/main/resources/db/migration/V7__x.sql:12
                          ERROR: column "emial" does not exist (SQLSTATE 42703)
                          Hint: Perhaps you meant to reference the column "users.email".
                          Position: 40
                          Applied by this run before it: nothing.
                          Live: no bundle has ever succeeded here.
                          → It is applied in dev, so the file must stay as it is. Mend what it met in qa, then: mvn db:promote -Denv=qa""");
    }

    @Test
    void failureOfAScriptThatTheProjectNoLongerHas_namesTheScript() {
        Failure failure = new Failure(
                "migration-failed",
                "ERROR: out of luck",
                Optional.of("V6__gone.sql"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(refusal(finished(Example.ended(Example.order(Example.DEV), Outcome.FAILED, failure, List.of()))))
                .contains("\n  V6__gone.sql\n  ERROR: out of luck\n");
    }

    @Test
    void failureThatNoScriptIsToBlameFor_asksToMendTheCause() {
        Failure failure = Failure.of("database-unreachable", "The database does not answer.");

        assertThat(refusal(finished(Example.ended(Example.order(Example.DEV), Outcome.FAILED, failure, List.of()))))
                .isEqualTo("""
                        users in dev: deployment d-20261122-051000-abcdefgh failed.
                          The database does not answer.
                          Applied by this run before it: nothing.
                          Live: bundle 121212121212 (d-20261120-101500-aaaabbbb).
                          → Mend the cause, then run the same command again; what was applied is not applied twice.""");
    }

    @Test
    void ambiguousEnd_sendsAPersonToTheDatabase() {
        Failure failure = Failure.of("half-done", "The host died while V7__x.sql ran outside a transaction.");

        assertThat(refusal(finished(Example.ended(Example.order(Example.DEV), Outcome.AMBIGUOUS, failure, List.of()))))
                .isEqualTo("""
                        users in dev: deployment d-20261122-051000-abcdefgh ended, but nobody knows how.
                          The host died while V7__x.sql ran outside a transaction.
                          Applied by this run before it: nothing.
                          Live: bundle 121212121212 (d-20261120-101500-aaaabbbb).
                          → Nothing is sent there until a person has looked at the database and cleared it:
                            mvn db:resolve -Denv=dev -Ddb.reason="…" -Ddb.as=failed      what it left behind is removed
                            mvn db:resolve -Denv=dev -Ddb.reason="…" -Ddb.as=succeeded   it is complete""");
    }

    @Test
    void notStarted_saysThatNothingRanAndNothingWill() {
        Order order = Example.order(Example.DEV);

        assertThat(refusal(new DeploymentResult.NotStarted(
                        Example.DEV, order, "Undeliverable\nno agent", Optional.empty())))
                .isEqualTo("""
                        users in dev: no host started deployment d-20261122-051000-abcdefgh.
                          Undeliverable
                          no agent
                          → Nothing was run, and it never will be; the environment is free. Mend the cause, then run the same command again.""");
    }

    @Test
    void notStarted_whereItIsPlainWhy_saysWhatToDoThere() {
        Order order = Example.order(Example.DEV);
        Problem obstacle = new Problem("no-flyway-host", "Host i-1 has none.", "Install it.");

        assertThat(refusal(new DeploymentResult.NotStarted(
                        Example.DEV, order, "Failed: flyway-host: not found", Optional.of(obstacle))))
                .isEqualTo("""
                        users in dev: no host started deployment d-20261122-051000-abcdefgh.
                          Host i-1 has none.
                          Failed: flyway-host: not found
                          → Nothing was run, and it never will be; the environment is free.
                            Install it. Then run the same command again.""");
    }

    @Test
    void lost_saysThatNobodyKnows() {
        Order order = Example.order(Example.DEV);

        assertThat(refusal(new DeploymentResult.Lost(
                        Example.DEV, order, Example.HOST, Optional.empty(), "Terminated\nexit 137")))
                .isEqualTo("""
                        users in dev: host i-0123456789abcdef0 began deployment d-20261122-051000-abcdefgh, its command is over, and it left no receipt.
                          Terminated
                          exit 137
                          → Nobody knows yet what was applied, so nothing else is sent there. Have a host find out:
                            mvn db:resolve -Denv=dev""");
    }

    @Test
    void lostAgain_namesTheInspection() {
        Order order = Example.order(Example.DEV);

        assertThat(refusal(new DeploymentResult.Lost(
                        Example.DEV, order, Example.HOST, Optional.of(Example.EARLIER), "Terminated")))
                .contains("it left no receipt. Nor did inspection d-20261120-101500-aaaabbbb find out how it ended.");
    }

    @Test
    void waitingLimit_endsTheBuildButNotTheWork() {
        assertThat(refusal(stillRunning(Why.LIMIT_REACHED, CLAIMED))).isEqualTo("""
                users in qa: deployment d-20261122-051000-abcdefgh has left no receipt within the waiting limit. It is still running on the host, nothing is lost.
                  → mvn db:await -Denv=qa -Ddb.deployment=d-20261122-051000-abcdefgh   waits for it again
                    mvn db:status                                                      shows how it stands""");
    }

    @Test
    void waitingLimitBeforeAnyHostHasTakenIt_doesNotSpeakOfAHost() {
        assertThat(refusal(stillRunning(Why.LIMIT_REACHED, Optional.empty())))
                .startsWith("users in qa: deployment d-20261122-051000-abcdefgh has left no receipt within the waiting"
                        + " limit. No host has taken it yet, and one may until 2026-11-22 05:20 UTC; nothing is lost.");
    }

    @Test
    void waitingLimit_isNoFailureForWhoSaidSo() {
        new DeploymentReport(Example.project(folder), false, said::add).tell(stillRunning(Why.LIMIT_REACHED, CLAIMED));

        assertThat(said)
                .containsExactly(
                        "users in qa: deployment d-20261122-051000-abcdefgh has left no receipt within the waiting limit."
                                + " It is still running on the host, nothing is lost.",
                        "  mvn db:await -Denv=qa -Ddb.deployment=d-20261122-051000-abcdefgh   waits for it again",
                        "  mvn db:status                                                      shows how it stands");
    }

    @Test
    void expiredCredentials_endTheBuildButNotTheWork() {
        assertThat(refusal(stillRunning(Why.CREDENTIALS_EXPIRED, CLAIMED)))
                .startsWith("users in qa: deployment d-20261122-051000-abcdefgh outlived the AWS credentials of this"
                        + " build. It is still running on the host, nothing is lost.\n  → mvn db:await ");
    }

    @Test
    void notAskedToWait_isNoFailure() {
        tell(stillRunning(Why.NOT_ASKED_TO, Optional.empty()));

        assertThat(said)
                .containsExactly(
                        "users in qa: sent, not waited for (d-20261122-051000-abcdefgh)",
                        "  mvn db:await -Denv=qa -Ddb.deployment=d-20261122-051000-abcdefgh   waits for it again",
                        "  mvn db:status                                                      shows how it stands");
    }

    @Test
    void cancelledAndInspected_isNotSaidToBeStillRunning() {
        report().tellCancelled(killed(Why.NOT_ASKED_TO, Optional.of(Example.EARLIER)));

        assertThat(said)
                .startsWith(
                        "users in qa: the host was told to stop d-20261122-051000-abcdefgh. What was applied is being found"
                                + " out (d-20261120-101500-aaaabbbb).",
                        "  mvn db:await -Denv=qa -Ddb.deployment=d-20261122-051000-abcdefgh   waits for it again");
    }

    @Test
    void cancelledWithoutAnybodyWhoFindsOut_leadsToResolve() {
        assertThatThrownBy(() -> report().tellCancelled(killed(Why.CREDENTIALS_EXPIRED, Optional.empty())))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "users in qa: the host was told to stop d-20261122-051000-abcdefgh. It has left no receipt yet,"
                                + " and nobody finds out what was applied.\n  → mvn db:resolve -Denv=qa");
    }

    private static DeploymentResult killed(Why why, Optional<DeploymentId> inspection) {
        return new DeploymentResult.StillRunning(
                Example.QA, Example.order(Example.QA), CLAIMED, inspection, Optional.empty(), why);
    }

    @Test
    void clearedAsSucceeded_leadsToTheHostThatConfirmsIt() {
        tell(cleared(Example.DEV, Outcome.SUCCEEDED));

        assertThat(said)
                .containsExactly(
                        "users in dev: d-20261122-051000-abcdefgh counts as succeeded from now on, recorded for alice",
                        "  mvn db:publish   has a host confirm it; nothing is applied twice");
    }

    @Test
    void clearedAsFailed_leadsToTheNextTry() {
        tell(cleared(Example.QA, Outcome.FAILED));

        assertThat(said)
                .containsExactly(
                        "users in qa: d-20261122-051000-abcdefgh counts as failed from now on, recorded for alice",
                        "  mvn db:promote -Denv=qa   goes on from there");
    }

    @Test
    void cancelledBeforeAnyHostHadTakenIt_isWhatTheUserWanted() {
        report().tellCancelled(new DeploymentResult.NotStarted(
                Example.DEV, Example.order(Example.DEV), "cancelled", Optional.empty()));

        assertThat(said)
                .containsExactly("users in dev: cancelled, no host had taken d-20261122-051000-abcdefgh and none will");
    }

    @Test
    void cancelledOnTheHost_saysWhatIsAppliedAndLive() {
        Failure lost = Failure.of("host-lost", "Host i-1 claimed it and left no receipt; 1 migration is not applied.");

        report().tellCancelled(finished(Example.ended(Example.order(Example.DEV), Outcome.FAILED, lost, List.of())));

        assertThat(said)
                .containsExactly(
                        "users in dev: d-20261122-051000-abcdefgh is cancelled",
                        "  Host i-1 claimed it and left no receipt; 1 migration is not applied.",
                        "  Live: bundle 121212121212 (d-20261120-101500-aaaabbbb).");
    }

    @Test
    void whatEndedBeforeItCouldBeCancelled_isNotCalledCancelled() {
        assertThatThrownBy(() -> report().tellCancelled(finished(Example.succeeded(
                        Example.order(Example.DEV), List.of("V1__a.sql"), Example.history("V1__a.sql")))))
                .isInstanceOf(Refusal.class)
                .hasMessage("""
                        users in dev: d-20261122-051000-abcdefgh could not be cancelled any more, it had ended SUCCEEDED.
                          → mvn db:status shows what is where.""");
    }

    private static DeploymentResult cleared(Environment environment, Outcome as) {
        Order order = Example.order(environment);
        Failure failure = Failure.of("half-done", "Half done.");
        return new DeploymentResult.Cleared(
                environment,
                order,
                Example.ended(order, Outcome.AMBIGUOUS, failure, List.of()),
                new Clearance(order.deployment(), as, "alice", "looked"));
    }

    private static DeploymentResult stillRunning(Why why, Optional<Claim> claim) {
        return new DeploymentResult.StillRunning(
                Example.QA, Example.order(Example.QA), claim, Optional.empty(), Optional.empty(), why);
    }

    private static DeploymentResult finished(Receipt receipt) {
        return new DeploymentResult.Finished(Example.DEV, Example.order(Example.DEV), receipt, Optional.of(BEFORE));
    }

    private void tell(DeploymentResult result) {
        report().tell(result);
    }

    private DeploymentReport report() {
        return new DeploymentReport(Example.project(folder, "V7__x.sql"), true, said::add);
    }

    private String refusal(DeploymentResult result) {
        var thrown = assertThatThrownBy(() -> tell(result)).isInstanceOf(Refusal.class);
        return thrown.actual().getMessage();
    }
}
