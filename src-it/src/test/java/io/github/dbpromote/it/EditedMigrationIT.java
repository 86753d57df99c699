package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshSandbox.class)
class EditedMigrationIT {
    private static final String DATABASE = "edited-migration";
    private static final String FOLDER = "src/main/resources/db/migration/";

    private final Scenario project = Scenario.of(DATABASE);
    private final SharedSandbox sandbox = project.sandbox;

    @Test
    void anAppliedMigrationThatWasEditedOrRemoved_isRefusedBeforeAnythingIsStored() throws IOException {
        project.mvn("db:publish");
        String original = project.read(FOLDER + "V1__create_person.sql");
        project.write(FOLDER + "V1__create_person.sql", original.replace("text not null", "varchar(80) not null"));
        Files.delete(project.file(FOLDER + "V2__insert_people.sql"));
        project.write(FOLDER + "V3__add_birthday.sql", "alter table person add birthday date;\n");

        for (String goal : new String[] {"db:publish", "db:validate"}) {
            assertThat(project.mvnFails(goal))
                    .contains("Migration 1 create person (V1__create_person.sql) is applied to edited-migration in dev"
                            + " already, with another content than the project's.")
                    .contains("Restore the file as it was, and put the change into a new migration.")
                    .contains(
                            "Migration 2 insert people (V2__insert_people.sql) is applied to edited-migration in dev, but"
                                    + " the project does not have it.");
        }
        assertThat(sandbox.keys(DATABASE, "dev", DATABASE + "/bundles/")).hasSize(1);
        assertThat(sandbox.keys(DATABASE, "dev", DATABASE + "/deployments/")).hasSize(3);
        assertThat(project.mvn("db:status")).contains("changed").contains("not here");
        assertThat(project.mvn("db:validate", "-Ddb.offline")).contains("Not compared with what is applied: offline.");
    }
}
