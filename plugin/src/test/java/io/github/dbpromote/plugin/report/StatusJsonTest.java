package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusJsonTest {
    @TempDir
    private Path folder;

    @Test
    void document_isTheWholeStatus() {
        assertThat(ResultJson.document(List.of(StatusExample.eventful(folder)), List.of()))
                .isEqualTo("""
                {
                  "format": 1,
                  "success": true,
                  "databases": [
                    {
                      "database": "users",
                      "goal": "status",
                      "environments": [
                        {
                          "environment": "dev",
                          "state": "behind",
                          "pending": 0,
                          "live": {
                            "deployment": "d-20261122-051000-abcdefgh",
                            "bundle": "abababababababababababababababababababababababababababababababab"
                          },
                          "last": {
                            "deployment": "d-20261122-051000-abcdefgh",
                            "bundle": "abababababababababababababababababababababababababababababababab",
                            "outcome": "SUCCEEDED"
                          },
                          "migrations": [
                            {
                              "version": "1",
                              "description": "users",
                              "script": "V1__users.sql",
                              "state": "changed",
                              "installedOn": "2026-11-22T05:11:30.123"
                            },
                            {
                              "version": "2",
                              "description": "email",
                              "script": "V2__email.sql",
                              "state": "applied",
                              "installedOn": "2026-11-22T05:12:30.123"
                            },
                            {
                              "version": "3",
                              "description": "orders",
                              "script": "V3__orders.sql",
                              "state": "applied",
                              "installedOn": "2026-11-22T05:13:30.123"
                            },
                            {
                              "version": "9",
                              "description": "hotfix",
                              "script": "V9__hotfix.sql",
                              "state": "unknown-to-project",
                              "installedOn": "2026-11-22T05:14:30.123"
                            },
                            {
                              "description": "active",
                              "script": "R__active.sql",
                              "state": "applied",
                              "installedOn": "2026-11-22T05:15:30.123"
                            }
                          ],
                          "problems": []
                        },
                        {
                          "environment": "qa",
                          "promotesFrom": "dev",
                          "state": "failed",
                          "pending": 4,
                          "live": {
                            "deployment": "d-20261120-101500-aaaabbbb",
                            "bundle": "1212121212121212121212121212121212121212121212121212121212121212"
                          },
                          "last": {
                            "deployment": "d-20261122-051000-abcdefgh",
                            "bundle": "abababababababababababababababababababababababababababababababab",
                            "outcome": "FAILED"
                          },
                          "migrations": [
                            {
                              "version": "1",
                              "description": "users",
                              "script": "V1__users.sql",
                              "state": "applied",
                              "installedOn": "2026-11-22T05:11:30.123"
                            },
                            {
                              "version": "2",
                              "description": "email",
                              "script": "V2__email.sql",
                              "state": "pending"
                            },
                            {
                              "version": "3",
                              "description": "orders",
                              "script": "V3__orders.sql",
                              "state": "pending"
                            },
                            {
                              "version": "9",
                              "description": "hotfix",
                              "script": "V9__hotfix.sql",
                              "state": "pending"
                            },
                            {
                              "description": "active",
                              "script": "R__active.sql",
                              "state": "pending"
                            }
                          ],
                          "problems": []
                        },
                        {
                          "environment": "prod",
                          "promotesFrom": "qa",
                          "state": "in-flight",
                          "pending": 5,
                          "inFlight": {
                            "deployment": "d-20261122-051000-abcdefgh",
                            "requestedBy": "alice",
                            "createdAt": "2026-11-22T05:10:00Z",
                            "canBeSettled": false
                          },
                          "migrations": [
                            {
                              "version": "1",
                              "description": "users",
                              "script": "V1__users.sql",
                              "state": "pending"
                            },
                            {
                              "version": "2",
                              "description": "email",
                              "script": "V2__email.sql",
                              "state": "pending"
                            },
                            {
                              "version": "3",
                              "description": "orders",
                              "script": "V3__orders.sql",
                              "state": "pending"
                            },
                            {
                              "version": "9",
                              "description": "hotfix",
                              "script": "V9__hotfix.sql",
                              "state": "pending"
                            },
                            {
                              "description": "active",
                              "script": "R__active.sql",
                              "state": "pending"
                            }
                          ],
                          "problems": []
                        }
                      ],
                      "problems": []
                    }
                  ],
                  "problems": []
                }""");
    }

    @Test
    void whatCannotBeRead_isNoSuccess_andNotCalledPending() {
        ProjectStatus status =
                StatusExample.of(StatusExample.upToDate(Example.history("V1__users.sql")), StatusExample.unreadable());

        assertThat(ResultJson.document(List.of(status), List.of())).isEqualTo("""
                {
                  "format": 1,
                  "success": false,
                  "databases": [
                    {
                      "database": "users",
                      "goal": "status",
                      "environments": [
                        {
                          "environment": "dev",
                          "state": "up-to-date",
                          "pending": 0,
                          "live": {
                            "deployment": "d-20261122-051000-abcdefgh",
                            "bundle": "abababababababababababababababababababababababababababababababab"
                          },
                          "last": {
                            "deployment": "d-20261122-051000-abcdefgh",
                            "bundle": "abababababababababababababababababababababababababababababababab",
                            "outcome": "SUCCEEDED"
                          },
                          "migrations": [
                            {
                              "version": "1",
                              "description": "users",
                              "script": "V1__users.sql",
                              "state": "applied",
                              "installedOn": "2026-11-22T05:11:30.123"
                            }
                          ],
                          "problems": []
                        },
                        {
                          "environment": "qa",
                          "promotesFrom": "dev",
                          "state": "unreadable",
                          "migrations": [
                            {
                              "version": "1",
                              "description": "users",
                              "script": "V1__users.sql",
                              "state": "unreadable"
                            }
                          ],
                          "problems": [
                            {
                              "code": "access-denied",
                              "summary": "Could not read it: access denied.",
                              "remedy": "Check the caller's role."
                            }
                          ]
                        }
                      ],
                      "problems": []
                    }
                  ],
                  "problems": []
                }""");
    }

    @Test
    void finishedOnTheHost_canBeSettled() {
        assertThat(ResultJson.document(List.of(StatusExample.of(StatusExample.finishedOnTheHost())), List.of()))
                .contains("\"state\": \"not-settled\"", "\"canBeSettled\": true");
    }

    @Test
    void clearance_isAMemberOfItsOwn_wordForWord() {
        assertThat(compact(StatusExample.cleared(Outcome.FAILED, "a\nb\u001B$(x)", true)))
                .contains(
                        "\"state\":\"failed\",",
                        "\"outcome\":\"FAILED\"},\"clearance\":{"
                                + "\"deployment\":\"d-20261122-051000-abcdefgh\",\"outcome\":\"FAILED\",\"by\":\"bob\","
                                + "\"reason\":\"a\\nb\\u001b$(x)\"},");
        assertThat(compact(StatusExample.cleared(Outcome.SUCCEEDED, "valid", true)))
                .contains("\"state\":\"up-to-date\",", "\"clearance\":{");
    }

    @Test
    void clearanceThatTheLedgerDoesNotTellOf_leavesItAmbiguous() {
        assertThat(compact(StatusExample.cleared(Outcome.FAILED, "dropped", false)))
                .contains("\"state\":\"ambiguous\",", "\"outcome\":\"AMBIGUOUS\"},\"clearance\":{");
    }

    private static String compact(EnvironmentStatus status) {
        return ResultJson.document(List.of(StatusExample.of(status)), List.of()).replaceAll("\\s", "");
    }

    @Test
    void buildWithoutDatabases_isAnEmptySuccess() {
        assertThat(ResultJson.document(List.of(), List.of())).isEqualTo("""
                {
                  "format": 1,
                  "success": true,
                  "databases": [],
                  "problems": []
                }""");
    }
}
