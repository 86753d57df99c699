package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshSandbox.class)
class BrokenIndexIT {
    private static final String DATABASE = "broken-index";
    private static final String FILE = "src/main/resources/db/migration/V2__index_person_name.sql";

    private final Scenario project = Scenario.of(DATABASE);
    private final SharedSandbox sandbox = project.sandbox;

    @Test
    void whatFailedOutsideATransaction_isRepaired_andThenAppliedCorrected() {
        assertThat(project.mvnFails("db:publish"))
                .contains(FILE + ":1")
                .contains("column \"nmae\" does not exist (SQLSTATE 42703)")
                .contains("runs outside a transaction, so that it may be half done")
                .contains("mvn db:repair");
        project.write(FILE, project.read(FILE).replace("nmae", "name"));
        assertThat(project.mvnFails("db:publish")).contains("failed in an earlier run");
        assertThat(project.mvnFails("db:repair")).contains("Which environment?").contains("mvn db:repair -Denv=dev");

        assertThat(project.mvn("db:repair", "-Denv=dev"))
                .contains(
                        "broken-index in dev: the schema history is repaired; now correct the migration and publish it");
        assertThat(sandbox.json(DATABASE, "dev", DATABASE + "/ledger.json").has("live"))
                .as("a repair makes nothing live")
                .isFalse();

        assertThat(project.mvn("db:publish")).contains("broken-index in dev: applied 1 migration in");
        assertThat(sandbox.query(
                        DATABASE,
                        "dev",
                        "select indisvalid from pg_index where indexrelid = 'person_name_idx'::regclass"))
                .containsExactly("t");
    }
}
