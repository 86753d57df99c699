package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.report.DeploymentRecord.Ending;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeploymentRecordTest {
    private static final DeploymentRecord BEGUN = DeploymentRecord.begun("users", "publish");
    private static final Problem PROBLEM = new Problem("gate-closed", "A freeze is on.", "Wait until Monday.");

    @Test
    void success_tellsWhatWasApplied() {
        Receipt receipt =
                Example.succeeded(Example.order(Example.DEV), List.of("V1__users.sql", "V2__email.sql"), List.of());

        assertThat(document(BEGUN.ended(finished(receipt)).succeeded())).isEqualTo("""
                {
                  "format": 1,
                  "success": true,
                  "databases": [
                    {
                      "database": "users",
                      "goal": "publish",
                      "environment": "dev",
                      "deployment": "d-20261122-051000-abcdefgh",
                      "bundle": "abababababababababababababababababababababababababababababababab",
                      "outcome": "SUCCEEDED",
                      "applied": [
                        "V1__users.sql",
                        "V2__email.sql"
                      ],
                      "problems": []
                    }
                  ],
                  "problems": []
                }""");
    }

    @Test
    void failure_tellsWhereAndWhy_andWhatAPersonIsTold() {
        Failure failure = new Failure(
                "migration-failed",
                "ERROR: column \"emial\" does not exist",
                Optional.of("V2__email.sql"),
                Optional.of(3),
                Optional.of("42703"),
                Optional.of("a hint"));
        Receipt receipt = Example.ended(Example.order(Example.DEV), Outcome.FAILED, failure, List.of());

        assertThat(document(BEGUN.ended(finished(receipt)).failed(List.of(PROBLEM))))
                .isEqualTo("""
                {
                  "format": 1,
                  "success": false,
                  "databases": [
                    {
                      "database": "users",
                      "goal": "publish",
                      "environment": "dev",
                      "deployment": "d-20261122-051000-abcdefgh",
                      "bundle": "abababababababababababababababababababababababababababababababab",
                      "outcome": "FAILED",
                      "applied": [],
                      "failure": {
                        "code": "migration-failed",
                        "message": "ERROR: column \\"emial\\" does not exist",
                        "script": "V2__email.sql",
                        "line": 3,
                        "sqlState": "42703"
                      },
                      "problems": [
                        {
                          "code": "gate-closed",
                          "summary": "A freeze is on.",
                          "remedy": "Wait until Monday."
                        }
                      ]
                    }
                  ],
                  "problems": []
                }""");
    }

    @Test
    void refusal_knowsNoDeployment() {
        DeploymentRecord refused = BEGUN.failed(List.of(PROBLEM));

        assertThat(refused.ending()).isEqualTo(Ending.REFUSED);
        assertThat(refused.deployment()).isEmpty();
        assertThat(refused.success()).isFalse();
    }

    @Test
    void goalThatWasKilled_isNoSuccess() {
        assertThat(document(BEGUN)).contains("\"success\": false", "\"outcome\": \"UNFINISHED\"");
    }

    @Test
    void everyResult_hasItsWord() {
        var order = Example.order(Example.DEV);

        assertThat(BEGUN.ended(new DeploymentResult.NothingToDo(
                                Example.DEV, new Ledger.Live(Example.EARLIER, Example.BUNDLE)))
                        .ending())
                .isEqualTo(Ending.NOTHING_TO_DO);
        assertThat(BEGUN.ended(new DeploymentResult.NotStarted(Example.DEV, order, "Undeliverable", Optional.empty()))
                        .ending())
                .isEqualTo(Ending.NOT_STARTED);
        assertThat(BEGUN.ended(new DeploymentResult.Lost(
                                Example.DEV, order, Example.HOST, Optional.empty(), "Terminated"))
                        .ending())
                .isEqualTo(Ending.LOST);
        assertThat(BEGUN.ended(new DeploymentResult.StillRunning(
                                Example.DEV,
                                order,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                DeploymentResult.Why.NOT_ASKED_TO))
                        .succeeded())
                .matches(DeploymentRecord::success)
                .extracting(DeploymentRecord::ending)
                .isEqualTo(Ending.STILL_RUNNING);
        assertThat(BEGUN.ended(new DeploymentResult.Requested(
                        Example.DEV,
                        Example.DEPLOYMENT,
                        Example.BUNDLE,
                        order.notAfter(),
                        DeploymentResult.Why.NOT_ASKED_TO)))
                .satisfies(asked -> assertThat(asked.deployment()).contains(Example.DEPLOYMENT))
                .extracting(DeploymentRecord::ending)
                .isEqualTo(Ending.REQUESTED);
        assertThat(BEGUN.planned(Example.QA.name(), Example.BUNDLE).succeeded().ending())
                .isEqualTo(Ending.PLANNED);
        assertThat(BEGUN.succeeded().ending()).isEqualTo(Ending.NOTHING_TO_DO);
    }

    private static DeploymentResult finished(Receipt receipt) {
        return new DeploymentResult.Finished(Example.DEV, Example.order(Example.DEV), receipt, Optional.empty());
    }

    private static String document(DeploymentRecord record) {
        return ResultJson.document(List.of(record), List.of());
    }
}
