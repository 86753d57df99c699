package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a migration does and says, on a real PostgreSQL and over the protocol of S3 and Secrets Manager. */
@ExtendWith(SandboxExtension.class)
class MigrateTest {
    private static final String USERS = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n";
    private static final Duration SHORT = Duration.ofSeconds(8);

    @Test
    void success_listsEveryMigrationInTheReceipt(Scene scene) throws Exception {
        Order order = scene.ordered(Map.of(
                "V1__create_users.sql", USERS,
                "sub/V2__add_email.sql", "ALTER TABLE users ADD email text;\n",
                "R__active_users.sql", "CREATE OR REPLACE VIEW active_users AS SELECT * FROM users;\n"));

        Scene.Shown shown = scene.run(order);

        assertThat(shown.err()).isEmpty();
        assertThat(shown.exit()).isEqualTo(ExitCode.SUCCEEDED);
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.succeeded()).isTrue();
        assertThat(receipt.applied())
                .containsExactly("V1__create_users.sql", "sub/V2__add_email.sql", "R__active_users.sql");
        assertThat(receipt.history())
                .extracting(AppliedMigration::label)
                .containsExactly("1 create users", "2 add email", "repeatable active users");
        assertThat(receipt.history()).allMatch(row -> row.installedOn().matches("\\d{4}-\\d\\d-\\d\\dT.*"));
        assertThat(receipt.host()).isEqualTo(Scene.HOST);
        assertThat(receipt.command()).contains("6f7b9f0e-2f4c-4d44-8f3a-0a1b2c3d4e5f");
        assertThat(receipt.tools()).matches("flyway-host 0\\.1\\.0, Flyway 13\\.12\\.0, PostgreSQL 16\\.\\d+");
        assertThat(scene.ask("SELECT count(*) FROM active_users")).containsExactly("0");
        assertThat(shown.out().lines())
                .anyMatch(line -> line.matches("applying 1 create users … done in \\d+ ms"))
                .last()
                .asString()
                .matches("SUCCEEDED: 3 applied \\(log: .*" + order.deployment() + "\\.log\\)");
    }

    @Test
    void logsAndReceipts_areForTheOwnerOnly(Scene scene) throws Exception {
        Order order = scene.ordered(Map.of("V1__create_users.sql", USERS));
        scene.run(order);

        Path log = scene.state().resolve("logs/" + order.deployment() + ".log");
        Path receipt = scene.state().resolve("receipts/uploaded/" + order.deployment() + ".json");
        assertThat(log).content().contains("Migrating schema");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(receipt)))
                .isEqualTo("rw-------");
        assertThat(Receipt.parse(Files.readAllBytes(receipt), "copy")).isEqualTo(scene.receipt(order));
    }

    @Test
    void connections_carryTheDeploymentsNameAndEndWithTheirClient(Scene scene) throws Exception {
        Order order = scene.ordered(Map.of("V1__look.sql", """
                CREATE TABLE seen AS
                SELECT current_setting('application_name') || ' ' || current_setting('client_connection_check_interval')
                       || ' ' || current_setting('lock_timeout') AS what;
                """));
        scene.run(order);

        assertThat(scene.ask("SELECT what FROM seen"))
                .as("the last is what the host's flyway.initSql sets")
                .containsExactly("db-promote/" + order.deployment() + " 5s 30s");
    }

    @Test
    void nothingPending_succeedsAndAppliesNothing(Scene scene) {
        Map<String, String> files = Map.of("V1__create_users.sql", USERS);
        scene.run(scene.ordered(files));
        Order again = scene.ordered(files);

        assertThat(scene.run(again).exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.receipt(again).applied()).isEmpty();
        assertThat(scene.receipt(again).history()).hasSize(1);
    }

    @Test
    void changedRepeatable_isAppliedAgain(Scene scene) {
        scene.run(scene.ordered(Map.of("R__answer.sql", "CREATE OR REPLACE VIEW answer AS SELECT 41 AS a;\n")));
        Order changed = scene.ordered(Map.of("R__answer.sql", "CREATE OR REPLACE VIEW answer AS SELECT 42 AS a;\n"));

        assertThat(scene.run(changed).exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.receipt(changed).applied()).containsExactly("R__answer.sql");
    }

    @Test
    void baselinedMigrations_areNotPending(Scene scene) throws Exception {
        scene.configured("flyway.baselineOnMigrate=true\nflyway.baselineVersion=1");
        scene.execute("CREATE TABLE users (id bigint PRIMARY KEY, name text)");
        Order order = scene.ordered(
                Map.of("V1__create_users.sql", USERS, "V2__add_email.sql", "ALTER TABLE users ADD email text;\n"));

        assertThat(scene.run(order).exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.receipt(order).applied()).containsExactly("V2__add_email.sql");
        assertThat(scene.receipt(order).history())
                .extracting(AppliedMigration::type)
                .containsExactly("BASELINE", "SQL");
    }

    @Test
    void failedMigration_isNamedByFileAndLineAsTheProjectHasThem(Scene scene) throws Exception {
        Order order = scene.ordered(
                Map.of("V1__create_users.sql", USERS, "V2__break.sql", """
                -- adds what is missing
                ALTER TABLE users ADD age int;

                INSERT INTO users (id, name, age)
                VALUES
                  (1, 'Ö', 1),
                  (2, 'two', ages);
                """, "V3__later.sql", "SELECT 1;\n"));

        Scene.Shown shown = scene.run(order);

        assertThat(shown.exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        Failure failure = receipt.failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("migration-failed");
        assertThat(failure.script()).contains("V2__break.sql");
        assertThat(failure.line()).contains(7);
        assertThat(failure.sqlState()).contains("42703");
        assertThat(failure.message()).isEqualTo("column \"ages\" does not exist");
        assertThat(failure.detail().orElseThrow())
                .isEqualTo("Hint: Perhaps you meant to reference the column \"users.age\".");
        assertThat(receipt.applied()).containsExactly("V1__create_users.sql");
        assertThat(receipt.pending()).containsExactly("V2__break.sql", "V3__later.sql");
        assertThat(scene.ask("SELECT count(*) FROM information_schema.columns WHERE column_name = 'age'"))
                .as("rolled back")
                .containsExactly("0");
        assertThat(shown.out()).contains("FAILED [migration-failed] V2__break.sql:7: column \"ages\" does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4|-- one~-- two~SELECT~  nope;~",
                "2|/* a~ b */ SELECT nope;~",
                "5|~~SELECT 1;~~  SELECT nope;~",
                "3|SELECT '😀ü',~  '${who}',~  nope;~",
                "4|DO $$~BEGIN~  PERFORM 1;~  PERFORM END;~END $$;~",
                "4|CREATE FUNCTION f() RETURNS int LANGUAGE sql~AS $$~  SELECT 1;~  SELECT nope;~$$;~",
                "2|CREATE TABLE t (id int UNIQUE);~INSERT INTO t VALUES (1),~  (1);~"
            })
    void line_isThatOfTheFile(int line, String text, Scene scene) {
        scene.configured("flyway.placeholders.who=somebody");
        Order order = scene.ordered(Map.of("V1__x.sql", text.replace('~', '\n')));
        scene.run(order);

        assertThat(scene.receipt(order).failure().orElseThrow().line()).contains(line);
    }

    @Test
    void batch_namesTheScriptButNoLineThatMayBeWrong(Scene scene) {
        scene.configured("flyway.batch=true");
        Order order = scene.ordered(Map.of("V1__x.sql", """
                CREATE TABLE t (id int PRIMARY KEY);
                INSERT INTO t VALUES (1);
                INSERT INTO t VALUES (2);
                INSERT INTO t VALUES (1);
                INSERT INTO t VALUES (3);
                """));
        scene.run(order);

        Failure failure = scene.receipt(order).failure().orElseThrow();
        assertThat(failure.script()).contains("V1__x.sql");
        assertThat(failure.message()).startsWith("duplicate key value violates unique constraint");
        assertThat(failure.sqlState()).contains("23505");
        assertThat(failure.line()).isEmpty();
    }

    @Test
    void mendedMigration_goesOnWhereTheFailedOneStopped(Scene scene) {
        scene.run(scene.ordered(Map.of("V1__create_users.sql", USERS, "V2__add_email.sql", "ALTER TABLE user ADD x;")));
        Order mended = scene.ordered(
                Map.of("V1__create_users.sql", USERS, "V2__add_email.sql", "ALTER TABLE users ADD email text;"));

        assertThat(scene.run(mended).exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.receipt(mended).applied()).containsExactly("V2__add_email.sql");
    }

    @Test
    void raisedException_showsWhereInTheFunctionItCameFrom(Scene scene) {
        Order order = scene.ordered(Map.of("V1__check.sql", """
                DO $$
                BEGIN
                  RAISE EXCEPTION 'too few rows' USING HINT = 'load them first';
                END $$;
                """));
        scene.run(order);

        Failure failure = scene.receipt(order).failure().orElseThrow();
        assertThat(failure.message()).isEqualTo("too few rows");
        assertThat(failure.sqlState()).contains("P0001");
        assertThat(failure.line()).contains(1);
        assertThat(failure.detail().orElseThrow())
                .contains("Hint: load them first", "Where: PL/pgSQL function inline_code_block line 3 at RAISE");
    }

    @Test
    void indexConcurrently_isNotKeptWaitingByAnyOfOurLocks(Scene scene) throws Exception {
        Order order = scene.ordered(Map.of(
                "V1__create_users.sql", USERS,
                "V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);\n",
                "V3__more.sql", "DROP INDEX CONCURRENTLY users_name;\nCREATE INDEX CONCURRENTLY n2 ON users (name);\n",
                "V3__more.sql.conf", "executeInTransaction=false\n"));

        assertThat(scene.run(order, Duration.ofSeconds(30)).exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'n2'::regclass"))
                .containsExactly("t");
    }

    @Test
    void failedIndexConcurrently_isRepairedByHandAndThenGoesOn(Scene scene) throws Exception {
        Map<String, String> files = Map.of(
                "V1__create_users.sql",
                USERS + "INSERT INTO users VALUES (1, 'a'), (2, 'a');\n",
                "V2__unique.sql",
                "CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name);\n");
        Order order = scene.ordered(files);

        assertThat(scene.run(order).exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        Failure failure = receipt.failure().orElseThrow();
        assertThat(failure.sqlState()).contains("23505");
        assertThat(failure.script()).contains("V2__unique.sql");
        assertThat(failure.detail().orElseThrow())
                .contains("V2__unique.sql runs outside a transaction, so that it may be half done.")
                .contains("WHERE NOT i.indisvalid")
                .endsWith("\nRemove what it left behind; mvn db:repair -Denv=dev; correct the file and publish.");
        assertThat(receipt.history()).last().matches(row -> !row.success());
        assertThat(receipt.pending()).containsExactly("V2__unique.sql");

        Order again = scene.ordered(files);
        scene.run(again);
        assertThat(scene.receipt(again).failure().orElseThrow().code()).isEqualTo("validation-failed");
        assertThat(scene.receipt(again).failure().orElseThrow().message())
                .isEqualTo("Migration 2 unique failed in an earlier run, and the schema history still says so. Remove"
                        + " what it left behind; mvn db:repair -Denv=dev; correct the file and publish.");

        scene.execute("DROP INDEX users_name");
        scene.execute("DELETE FROM users WHERE id = 2");
        Order repair = scene.ordered(Action.REPAIR, Bundle.of(files), Duration.ofMinutes(10));
        assertThat(scene.run(repair).exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.receipt(repair).action()).isEqualTo(Action.REPAIR);
        assertThat(scene.receipt(repair).history()).allMatch(AppliedMigration::success);

        Order last = scene.ordered(files);
        assertThat(scene.run(last).exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.receipt(last).applied()).containsExactly("V2__unique.sql");
    }

    @Test
    void changedAppliedMigration_isRefusedBeforeAnythingRuns(Scene scene) {
        scene.run(scene.ordered(Map.of("V1__create_users.sql", USERS, "V2__x.sql", "SELECT 1;")));
        Order order = scene.ordered(Map.of(
                "V1__create_users.sql", USERS + "-- better\n", "V2__x.sql", "SELECT 2;", "V3__new.sql", "SELECT 3;"));
        scene.run(order);

        Receipt receipt = scene.receipt(order);
        Failure failure = receipt.failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("validation-failed");
        assertThat(failure.script()).contains("V1__create_users.sql");
        assertThat(failure.message())
                .isEqualTo("Migration 1 create users is applied already, with another content than the bundle's.");
        assertThat(failure.detail())
                .contains("Migration 2 x is applied already, with another content than the bundle's.");
        assertThat(receipt.applied()).isEmpty();
        assertThat(receipt.pending()).containsExactly("V3__new.sql");
    }

    @Test
    void vanishedMigration_isRefused(Scene scene) {
        scene.run(scene.ordered(Map.of("V1__create_users.sql", USERS, "V2__x.sql", "SELECT 1;")));
        Order order = scene.ordered(Map.of("V2__x.sql", "SELECT 1;"));
        scene.run(order);

        assertThat(scene.receipt(order).failure().orElseThrow().message())
                .isEqualTo("Migration 1 create users is applied already, but the bundle does not have it.");
    }

    @Test
    void lateMigration_isRefusedUnlessTheHostAllowsItsOrder(Scene scene) {
        scene.run(scene.ordered(Map.of("V1__a.sql", "SELECT 1;", "V3__c.sql", "SELECT 3;")));
        Map<String, String> files =
                Map.of("V1__a.sql", "SELECT 1;", "V2__b.sql", "SELECT 2;", "V3__c.sql", "SELECT 3;");
        Order refused = scene.ordered(files);
        scene.run(refused);
        assertThat(scene.receipt(refused).failure().orElseThrow().code()).isEqualTo("validation-failed");
        assertThat(scene.receipt(refused).pending()).containsExactly("V2__b.sql");

        scene.configured("flyway.outOfOrder=true");
        Order allowed = scene.ordered(files);
        assertThat(scene.run(allowed).exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.receipt(allowed).applied()).containsExactly("V2__b.sql");
    }

    @Test
    void ignoredMigration_isStillPending(Scene scene) {
        scene.configured("flyway.ignoreMigrationPatterns=*:ignored");
        scene.run(scene.ordered(Map.of("V1__a.sql", "SELECT 1;", "V3__c.sql", "SELECT 3;")));
        Order order =
                scene.ordered(Map.of("V1__a.sql", "SELECT 1;", "V2__b.sql", "SELECT 2;", "V3__c.sql", "SELECT 3;"));

        assertThat(scene.run(order).exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        Failure failure = scene.receipt(order).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("still-pending");
        assertThat(failure.message()).endsWith("of the bundle these are not applied: V2__b.sql.");
    }

    @Test
    void placeholderValues_neverAppear(Scene scene) {
        scene.configured("flyway.placeholders.partner=acme-secret\nflyway.placeholders.key=k3y");
        Order order = scene.ordered(Map.of(
                "V1__ok.sql",
                "CREATE TABLE t AS SELECT '${partner}' AS p;\n",
                "V2__break.sql",
                "SELECT '${key}';\nSELECT \"${partner}\", '${key}' FROM t;\n"));

        Scene.Shown shown = scene.run(order);

        Failure failure = scene.receipt(order).failure().orElseThrow();
        assertThat(failure.message()).isEqualTo("column \"***\" does not exist");
        assertThat(failure.line()).contains(2);
        assertThat(new String(scene.receipt(order).toJson(), StandardCharsets.UTF_8) + shown.out() + shown.err())
                .doesNotContain("acme-secret")
                .doesNotContain("k3y")
                .doesNotContain(scene.password());
    }

    @Test
    void missingPlaceholder_isFoundBeforeAnythingRuns(Scene scene) {
        Order order = scene.ordered(
                Map.of("V1__create_users.sql", USERS, "V2__owner.sql", "SELECT 1;\nSELECT '${owner}';\n"));
        scene.run(order);

        Receipt receipt = scene.receipt(order);
        Failure failure = receipt.failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("placeholder-missing");
        assertThat(failure.message()).isEqualTo("The host has no value for the placeholder ${owner}.");
        assertThat(failure.script()).contains("V2__owner.sql");
        assertThat(failure.line()).contains(2);
        assertThat(receipt.applied()).isEmpty();
        assertThat(receipt.history()).isEmpty();
    }

    @Test
    void openBody_isNamedByFileAndLine(Scene scene) {
        Order order = scene.ordered(
                Map.of("V1__open.sql", "SELECT 1;\n\nCREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;\n"));
        scene.run(order);

        Failure failure = scene.receipt(order).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("unparsable");
        assertThat(failure.script()).contains("V1__open.sql");
        assertThat(failure.line()).contains(3);
    }

    @Test
    void mixtureOfTransactionalAndNot_isNamedByFileAndLine(Scene scene) throws Exception {
        Order order = scene.ordered(Map.of(
                "V1__create_users.sql",
                USERS,
                "V2__mixed.sql",
                "ALTER TABLE users ADD email text;\n\nCREATE INDEX CONCURRENTLY i ON users (email);\n"));
        scene.run(order);

        Failure failure = scene.receipt(order).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("mixed-transactions");
        assertThat(failure.script()).contains("V2__mixed.sql");
        assertThat(failure.line()).contains(3);
        assertThat(scene.ask("SELECT to_regclass('users')"))
                .as("it is found before anything runs")
                .containsExactly((String) null);
    }

    @Test
    void wrongName_isRefusedAloud(Scene scene) {
        Order order = scene.ordered(Map.of("V1_create_users.sql", USERS));
        scene.run(order);

        Failure failure = scene.receipt(order).failure().orElseThrow();
        assertThat(failure.message()).contains("Invalid SQL filenames");
        assertThat(failure.detail().orElseThrow()).contains("V1_create_users.sql");
    }

    @Test
    void filledSchemaWithoutHistory_isLeftAlone(Scene scene) throws Exception {
        scene.execute("CREATE TABLE theirs (id int)");
        Order order = scene.ordered(Map.of("V1__create_users.sql", USERS));
        scene.run(order);

        assertThat(scene.receipt(order).failure().orElseThrow().message()).startsWith("Found non-empty schema(s)");
        assertThat(scene.ask("SELECT to_regclass('users')")).containsExactly((String) null);
    }

    @Test
    void failedCallback_isAFailure(Scene scene) {
        Order order = scene.ordered(Map.of(
                "V1__create_users.sql", USERS, "afterMigrate.sql", "SELECT 1;\nGRANT SELECT ON users TO nobody;\n"));

        assertThat(scene.run(order).exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.failure().orElseThrow().script()).contains("afterMigrate.sql");
        assertThat(receipt.failure().orElseThrow().line()).contains(2);
        assertThat(receipt.applied()).containsExactly("V1__create_users.sql");
        assertThat(receipt.pending()).isEmpty();
    }

    @Test
    void foreignFile_isRefused(Scene scene) {
        Order order = scene.ordered(Map.of("V1__create_users.sql", USERS, "V2__x.sh", "rm -rf /\n"));
        scene.run(order);

        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receipt.failure().orElseThrow().code()).isEqualTo("refused-file");
        assertThat(receipt.failure().orElseThrow().script()).contains("V2__x.sh");
    }

    @Test
    void missingBundle_isAFailureOfTheClaimedDeployment(Scene scene) {
        Order order = scene.order(
                Action.MIGRATE,
                Bundle.of(Map.of("V1__never_stored.sql", "SELECT 1;")),
                Optional.empty(),
                Duration.ofMinutes(5));
        scene.deployments().store(order);
        scene.inFlight(order.deployment());

        assertThat(scene.run(order).exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        assertThat(scene.receipt(order).failure().orElseThrow().code()).isEqualTo("missing-object");
    }

    @Test
    void timeLimit_stopsATransactionalMigrationWithoutATrace(Scene scene) throws Exception {
        Order order = scene.ordered(Map.of(
                "V1__create_users.sql", USERS, "V2__slow.sql", "CREATE TABLE slow (id int);\nSELECT pg_sleep(60);\n"));

        Scene.Shown shown = scene.run(order, SHORT);

        assertThat(shown.exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receipt.failure().orElseThrow().code()).isEqualTo("stopped");
        assertThat(receipt.failure().orElseThrow().message())
                .isEqualTo("The host stopped the run while 2 slow was running: it had 4 s of the execution timeout of"
                        + " 8 s.");
        assertThat(receipt.applied()).containsExactly("V1__create_users.sql");
        assertThat(receipt.pending()).containsExactly("V2__slow.sql");
        assertThat(scene.ask("SELECT to_regclass('slow')")).containsExactly((String) null);
    }

    @Test
    void timeLimit_isAmbiguousOutsideATransaction(Scene scene) {
        Order order = scene.ordered(Map.of(
                "V1__slow.sql", "CREATE TABLE half (id int);\nSELECT pg_sleep(60);\n",
                "V1__slow.sql.conf", "executeInTransaction=false\n"));

        assertThat(scene.run(order, SHORT).exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).isEqualTo(Outcome.AMBIGUOUS);
        assertThat(receipt.failure().orElseThrow().script()).contains("V1__slow.sql");
        assertThat(receipt.failure().orElseThrow().detail().orElseThrow()).contains("it may be half done");
    }

    @Test
    void heldLock_failsInTimeAndNamesTheHolder(Scene scene) throws Exception {
        Order order = scene.ordered(Map.of("V1__create_users.sql", USERS));
        try (var connection = scene.connect();
                var statement = connection.createStatement()) {
            statement.execute("SET application_name = 'db-promote/d-somebody-else'");
            statement.execute("SELECT pg_advisory_lock(" + AdvisoryLock.key(order.database()) + ")");
            scene.run(order, SHORT);
        }

        Failure failure = scene.receipt(order).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("lock-unavailable");
        assertThat(failure.message()).startsWith("db-promote/d-somebody-else (process ");
    }

    @Test
    void lostLock_letsNoFurtherMigrationBegin(Scene scene) {
        Order order = scene.ordered(Map.of(
                "V1__kills.sql",
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND (classid::bigint << 32)"
                        + " | objid::bigint = "
                        + AdvisoryLock.key(new DatabaseName(scene.database())) + ";\n",
                "V2__never.sql",
                "SELECT 1;\n"));
        scene.run(order);

        Receipt receipt = scene.receipt(order);
        assertThat(receipt.failure().orElseThrow().code()).isEqualTo("lock-lost");
        assertThat(receipt.applied()).containsExactly("V1__kills.sql");
        assertThat(receipt.pending()).containsExactly("V2__never.sql");
    }

    @Test
    void brokenConnection_isDecidedByTheHistory(Scene scene) {
        Order order = scene.ordered(Map.of(
                "V1__create_users.sql", USERS, "V2__suicide.sql", "SELECT pg_terminate_backend(pg_backend_pid());\n"));
        scene.run(order);

        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receipt.failure().orElseThrow().sqlState()).contains("57P01");
        assertThat(receipt.failure().orElseThrow().script()).contains("V2__suicide.sql");
        assertThat(receipt.applied()).containsExactly("V1__create_users.sql");
        assertThat(receipt.pending()).isEqualTo(List.of("V2__suicide.sql"));
    }
}
