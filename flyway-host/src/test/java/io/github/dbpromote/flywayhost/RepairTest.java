package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A repair removes what failed from the schema history, and accepts nothing else. */
@ExtendWith(SandboxExtension.class)
class RepairTest {
    private static final String HISTORY =
            "SELECT installed_rank || ' ' || script || ' ' || type || ' ' || coalesce(checksum, 0) || ' ' || success"
                    + " FROM flyway_schema_history ORDER BY installed_rank";
    private static final String WAY_ON =
            " Restore each file, or publish a bundle that has it as it was applied; then mvn db:repair -Denv=dev.";
    private static final Map<String, String> BROKEN = Map.of(
            "V1__create_users.sql",
            "CREATE TABLE users (id int);\n",
            "V2__add_email.sql",
            "ALTER TABLE users ADD email text;\n",
            "V3__index.sql",
            "CREATE INDEX CONCURRENTLY users_email ON users (emial);\n");

    private final Scene scene;

    RepairTest(Scene scene) {
        this.scene = scene;
        scene.run(scene.ordered(BROKEN));
    }

    @Test
    void failedMigration_isRemoved() {
        Receipt receipt = repaired(BROKEN);

        assertThat(receipt.succeeded()).isTrue();
        assertThat(receipt.history())
                .extracting(AppliedMigration::script)
                .containsExactly("V1__create_users.sql", "V2__add_email.sql");
    }

    @Test
    void correctedFileOfTheFailedMigration_isNoDrift() {
        assertThat(repaired(with("V3__index.sql", "CREATE INDEX CONCURRENTLY users_email ON users (email);\n"))
                        .succeeded())
                .isTrue();
    }

    @Test
    void vanishedFileOfTheFailedMigration_isNoDrift() {
        assertThat(repaired(without("V3__index.sql")).succeeded()).isTrue();
    }

    @Test
    void changedAndVanishedMigrations_areNamedAndNothingIsChanged() throws Exception {
        List<String> before = scene.ask(HISTORY);
        Map<String, String> files = without("V2__add_email.sql");
        files.put("V1__create_users.sql", "CREATE TABLE users (id bigint);\n");

        Receipt receipt = repaired(files);

        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        Failure failure = receipt.failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("repair-refused");
        assertThat(failure.message())
                .isEqualTo("Repair would accept more than the failed migration: 1 create users was applied with another"
                        + " content; 2 add email is applied, but not in the bundle." + WAY_ON);
        assertThat(scene.ask(HISTORY)).isEqualTo(before);
    }

    @Test
    void renamedMigration_isRefused() throws Exception {
        List<String> before = scene.ask(HISTORY);
        Map<String, String> files = without("V2__add_email.sql");
        files.put("V2__add_mail.sql", BROKEN.get("V2__add_email.sql"));

        assertThat(repaired(files).failure().orElseThrow().message())
                .contains(": 2 add mail was applied as V2__add_email.sql. Restore");
        assertThat(scene.ask(HISTORY)).isEqualTo(before);
    }

    @Test
    void vanishedRepeatableWhoseNewestRunFailed_isRefused() throws Exception {
        repaired(BROKEN);
        Map<String, String> files = without("V3__index.sql");
        files.put("R__index.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (id);\n");
        scene.run(scene.ordered(files));
        files.put("R__index.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS j ON users (emial);\n");
        scene.run(scene.ordered(files));
        List<String> before = scene.ask(HISTORY);

        assertThat(repaired(without("V3__index.sql")).failure().orElseThrow().message())
                .contains(": index is applied, but not in the bundle.");
        assertThat(scene.ask(HISTORY)).isEqualTo(before).hasSize(4);
    }

    @Test
    void vanishedMigrationThatTheHostIgnores_staysAsItIs() {
        scene.configured("flyway.ignoreMigrationPatterns=*:missing");

        Receipt receipt = repaired(without("V1__create_users.sql"));

        assertThat(receipt.succeeded()).isTrue();
        assertThat(receipt.history()).extracting(AppliedMigration::type).containsExactly("SQL", "SQL");
    }

    private Receipt repaired(Map<String, String> files) {
        Order order = scene.ordered(Action.REPAIR, Bundle.of(files), Duration.ofMinutes(10));
        scene.run(order);
        return scene.receipt(order);
    }

    private static Map<String, String> with(String name, String text) {
        Map<String, String> files = new HashMap<>(BROKEN);
        files.put(name, text);
        return files;
    }

    private static Map<String, String> without(String name) {
        Map<String, String> files = new HashMap<>(BROKEN);
        files.remove(name);
        return files;
    }
}
