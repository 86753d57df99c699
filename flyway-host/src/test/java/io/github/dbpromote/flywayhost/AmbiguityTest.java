package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An end that only a person can judge says which migration, what to look at, with which SQL, and what to do then. */
@ExtendWith(SandboxExtension.class)
class AmbiguityTest {
    private static final String DECISION = """
            If it is complete and stands there as applied:
              mvn db:resolve -Denv=dev -Ddb.as=succeeded -Ddb.reason="…"
            Else remove what it left behind; then this lets it run again:
              mvn db:resolve -Denv=dev -Ddb.as=failed -Ddb.reason="…\"""";
    private static final Duration SHORT = Duration.ofSeconds(8);

    private final Scene scene;

    AmbiguityTest(Scene scene) {
        this.scene = scene;
    }

    @Test
    void interruptedIndex_isExplainedAndShownByTheSqlThatIsGiven() throws Exception {
        scene.configured("flyway.schemas=app");
        Map<String, String> table = Map.of("V1__users.sql", "CREATE TABLE app.users (id int);\n");
        scene.run(scene.ordered(table));
        Order order = scene.ordered(Map.of(
                "V1__users.sql",
                table.get("V1__users.sql"),
                "V2__index.sql",
                "CREATE INDEX CONCURRENTLY users_id ON app.users (id);\n"));
        try (Connection other = scene.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO app.users VALUES (1)");
            assertThat(scene.run(order, SHORT).exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        }

        String detail = ambiguous(order).detail().orElseThrow();
        assertThat(detail).endsWith("""

                        V2__index.sql runs outside a transaction, so that it may be half done.
                        CREATE INDEX CONCURRENTLY that did not end leaves an invalid index, which must be dropped:
                          %s
                        What is applied:
                          SELECT installed_rank, version, description, success FROM "app"."flyway_schema_history"\
                         ORDER BY installed_rank DESC LIMIT 5;
                        """.formatted(Leftover.CREATE_INDEX.sql()) + DECISION);
        List<String> sql =
                detail.lines().filter(line -> line.startsWith("  SELECT")).toList();
        assertThat(scene.rows(sql.get(0))).containsExactly("app users users_id");
        assertThat(scene.rows(sql.get(1))).first().asString().isEqualTo("1 1 users t");
    }

    @Test
    void otherStatements_areToBeComparedWithTheScript() {
        Order order = scene.ordered(Map.of(
                "V1__slow.sql", "CREATE TABLE half (id int);\nSELECT pg_sleep(60);\n",
                "V1__slow.sql.conf", "executeInTransaction=false\n"));
        scene.run(order, SHORT);

        assertThat(ambiguous(order).detail().orElseThrow()).contains("""
                        V1__slow.sql runs outside a transaction, so that it may be half done.
                        Each of its statements counts from the moment at which it ended: compare the database with the\
                         script.
                        What is applied:
                        """).endsWith(DECISION);
    }

    @Test
    void bundleThatFlywayCannotRead_saysWhereToLook() {
        Order order = scene.ordered(Map.of("V1__owner.sql", "SELECT '${owner}';\n"));
        scene.deployments().claim(order.deployment(), Claim.Kind.CLAIMED, "i-00000000000000bad");
        scene.run(scene.orderedInspection(order));

        Failure failure = ambiguous(order);
        assertThat(failure.code()).isEqualTo("outcome-unknown");
        assertThat(failure.detail())
                .contains("There is no schema history \"public\".\"flyway_schema_history\" yet: Flyway has applied"
                        + " nothing.\n" + DECISION);
    }

    @Test
    void databaseThatCannotBeAskedAfterwards_leavesTheQuestionToAPerson() throws Exception {
        String name = scene.database() + "_dev";
        Order order = scene.ordered(Map.of("V1__close.sql", "ALTER DATABASE \"" + name + "\" CONNECTION LIMIT 0;\n"));
        try {
            scene.run(order);
        } finally {
            scene.executeIn("postgres", "ALTER DATABASE \"" + name + "\" CONNECTION LIMIT -1");
        }

        Failure failure = ambiguous(order);
        assertThat(failure.code()).isEqualTo("outcome-unknown");
        assertThat(failure.message()).startsWith("The database could not be asked afterwards what was applied.");
        assertThat(failure.detail()).contains("""
                        V1__close.sql was begun last. It runs in a transaction: if it is not in the schema history, it\
                         left nothing behind.
                        What is applied:
                          SELECT installed_rank, version, description, success FROM\
                         "public"."flyway_schema_history" ORDER BY installed_rank DESC LIMIT 5;
                        """ + DECISION);
    }

    private Failure ambiguous(Order order) {
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).as(receipt.failure().toString()).isEqualTo(Outcome.AMBIGUOUS);
        return receipt.failure().orElseThrow();
    }
}
