package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshSandbox.class)
class FailedMigrationIT {
    private static final String DATABASE = "failed-migration";
    private static final String FILE = "src/main/resources/db/migration/V2__add_email.sql";

    private final Scenario project = Scenario.of(DATABASE);
    private final SharedSandbox sandbox = project.sandbox;

    @Test
    void aFailedMigration_saysWhereAndWhy_haltsTheTrain_andIsRepairedByEditingTheFile() {
        String output = project.mvnFails("db:publish");

        assertThat(output)
                .containsPattern("failed-migration in dev: deployment d-[0-9a-z-]+ failed\\.")
                .contains(FILE + ":4")
                .contains("column \"nmae\" does not exist")
                .contains("(SQLSTATE 42703)")
                .contains("Applied by this run before it: V1__create_person.sql.")
                .contains("Live: no bundle has ever succeeded here, at version 1.")
                .contains("Correct the file, then: mvn db:publish");
        assertThat(sandbox.applied(DATABASE, "dev")).containsExactly("V1__create_person.sql");
        theTrainIsHalted();

        project.write(FILE, project.read(FILE).replace("nmae", "name"));

        assertThat(project.mvn("db:publish")).contains("failed-migration in dev: applied 1 migration in");
        assertThat(project.mvn("db:promote@qa")).contains("failed-migration in qa: applied 2 migrations in");
        assertThat(sandbox.applied(DATABASE, "qa")).containsExactly("V1__create_person.sql", "V2__add_email.sql");
    }

    private void theTrainIsHalted() {
        assertThat(project.mvnFails("db:promote@qa"))
                .contains("The newest deployment of failed-migration in dev, d-")
                .contains("ended FAILED: nothing can be promoted from there before a later one succeeds.");
        assertThat(project.mvn("db:status"))
                .contains("failed: V2__add_email.sql: ")
                .contains("column \"nmae\" does not exist");
    }
}
