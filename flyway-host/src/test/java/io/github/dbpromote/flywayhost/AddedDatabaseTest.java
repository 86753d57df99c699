package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database of which the host knows nothing but what its driver and Flyway say: H2, which never leaves this process. */
@ExtendWith(SandboxExtension.class)
class AddedDatabaseTest {
    private static final String LOST = "i-00000000000000bad";
    private static final Map<String, String> ONE = Map.of("V1__one.sql", "CREATE TABLE one (id INT);\n");

    /** What a migration calls by {@code CALL MEANWHILE()}. The tests of this class run one after another. */
    public static final class Meanwhile {
        private static Runnable action = () -> {};

        private Meanwhile() {}

        public static void happen() {
            action.run();
        }
    }

    private final Scene scene;
    private final String url;

    AddedDatabaseTest(Scene scene) {
        this.scene = scene;
        this.url = "jdbc:h2:mem:" + scene.database() + ";DB_CLOSE_DELAY=-1";
        configured("");
    }

    private void configured(String lines) {
        scene.configured("flyway.url=" + url + "\nflyway.user=SA\nflyway.schemas=PUBLIC\nflyway.initSql=\n" + lines);
    }

    @Test
    void migrations_areAppliedAndReadBack() throws Exception {
        Order order = scene.ordered(Map.of(
                "V1__one.sql",
                "CREATE TABLE one (id INT);\n",
                "R__view.sql",
                "CREATE OR REPLACE VIEW v AS SELECT 1;\n"));
        Scene.Shown shown = scene.run(order);

        assertThat(shown.err()).isEmpty();
        assertThat(shown.out()).contains("Flyway's own lock keeps other runs away");
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.succeeded()).isTrue();
        assertThat(receipt.tools()).contains(", H2 2.");
        assertThat(receipt.applied()).containsExactly("V1__one.sql", "R__view.sql");
        assertThat(receipt.history()).extracting(AppliedMigration::rank).containsExactly(1, 2);
        assertThat(ask("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME IN ('ONE', 'V')"))
                .containsExactlyInAnyOrder("ONE", "V");
    }

    @Test
    void migrationThatFailed_isNotedByFlyway_andRepaired() throws Exception {
        configured("flyway.placeholders.secret=Larch and Larkspur");
        String half = "CREATE TABLE half (id INT);\n\nINSERT INTO nowhere VALUES ('${secret}');\n";
        Order order = scene.ordered(Map.of("V1__half.sql", half));
        Scene.Shown shown = scene.run(order);

        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        Failure failure = receipt.failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("migration-failed");
        assertThat(failure.line()).contains(3);
        assertThat(failure.message()).contains("NOWHERE").doesNotContain("Larkspur");
        assertThat(failure.detail())
                .contains("V1__half.sql may be half done: this database does not undo a script as a whole.\n"
                        + "Each of its statements counts from the moment at which it ended: compare the database with"
                        + " the script.\nRemove what it left behind; mvn db:repair -Denv=dev; correct the file and"
                        + " publish.");
        assertThat(shown.out() + shown.err()).doesNotContain("Larkspur");
        assertThat(ask("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'HALF'"))
                .as("what it left behind")
                .hasSize(1);

        scene.settled(receipt);
        Order repair = scene.ordered(Action.REPAIR, Bundle.of(Map.of("V1__half.sql", half)), Duration.ofMinutes(5));
        assertThat(scene.run(repair).exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.receipt(repair).history()).isEmpty();
    }

    @Test
    void lostRun_isAmbiguous_andSaysWhatToLookAt() {
        Order order = scene.ordered(ONE);
        scene.deployments().claim(order.deployment(), Claim.Kind.CLAIMED, LOST);
        Scene.Shown shown = scene.run(scene.orderedInspection(order));

        assertThat(shown.exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        assertThat(shown.out()).contains("nobody sees here whether the database still works for " + order.deployment());
        Failure failure = ambiguous(order);
        assertThat(failure.message())
                .isEqualTo("Host " + LOST + " claimed " + order.deployment() + " and left no receipt; 1 of the bundle's"
                        + " migrations is not in the schema history, the first is V1__one.sql.");
        assertThat(failure.detail().orElseThrow()).startsWith("""
                        The server may still be at work on it. Wait until the host's user has no session there any more.
                        V1__one.sql may be half done: this database does not undo a script as a whole.
                        Each of its statements counts from the moment at which it ended: compare the database with the\
                         script.
                        There is no schema history "PUBLIC"."flyway_schema_history" yet: Flyway has applied nothing.
                        If it is complete and stands there as applied:
                        """);
    }

    @Test
    void lostRun_isAmbiguousEvenIfEverythingIsApplied() throws Exception {
        Order order = scene.ordered(ONE);
        scene.deployments().claim(order.deployment(), Claim.Kind.CLAIMED, LOST);
        scene.run(scene.ordered(ONE));
        scene.inFlight(order.deployment());
        scene.run(scene.orderedInspection(order));

        Failure failure = ambiguous(order);
        assertThat(failure.message()).endsWith("the schema history has all of the bundle's migrations.");
        String glance = failure.detail()
                .orElseThrow()
                .lines()
                .filter(line -> line.startsWith("  SELECT"))
                .findFirst()
                .orElseThrow();
        assertThat(ask(glance)).first().isEqualTo("1");
    }

    @Test
    void hostThatWasTakenForLost_beginsNoFurtherMigration() throws Exception {
        Order order = scene.ordered(Map.of(
                "V1__meanwhile.sql",
                "CREATE ALIAS MEANWHILE FOR \"" + Meanwhile.class.getName() + ".happen\";\nCALL MEANWHILE();\n",
                "V2__two.sql",
                "CREATE TABLE two (id INT);\n"));
        Meanwhile.action = () -> scene.run(scene.orderedInspection(order));
        Scene.Shown shown = scene.run(order);

        assertThat(shown.exit()).isEqualTo(ExitCode.NO_RECEIPT);
        assertThat(shown.out()).contains("its receipt says AMBIGUOUS.").contains("Nothing further was started.");
        assertThat(ask("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'TWO'"))
                .isEmpty();
        assertThat(ambiguous(order).code()).isEqualTo("outcome-unknown");
    }

    @Test
    void postgresqlThatTheParameterExpects_isNotThere() {
        Order order = scene.orderedFor(16, ONE);
        scene.run(order);

        Failure failure = scene.receipt(order).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("wrong-postgresql");
        assertThat(failure.message())
                .startsWith("PostgreSQL 16 is expected by \"postgresql\" in parameter /db-promote/" + scene.database()
                        + "/dev, but the server is H2 2.");
    }

    @Test
    void initSqlThatIsRefused_isSaidSo() {
        configured("flyway.initSql=SET NOTHING TO 1");
        Order order = scene.ordered(ONE);
        scene.run(order);

        assertThat(scene.receipt(order).failure().orElseThrow().message())
                .startsWith("The database refuses flyway.initSql: ");
    }

    private Failure ambiguous(Order order) {
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).as(receipt.failure().toString()).isEqualTo(Outcome.AMBIGUOUS);
        return receipt.failure().orElseThrow();
    }

    private List<String> ask(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "SA", scene.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
