package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshSandbox.class)
class UnchangedPublishIT {
    private static final String DATABASE = "unchanged-publish";
    private static final String FILE = "src/main/resources/db/migration/V1__create_person.sql";

    private final Scenario project = Scenario.of(DATABASE);

    @Test
    void publishingWhatIsLive_sendsNothing_evenWithTheLineEndsOfWindows() {
        project.mvn("db:publish");
        project.write(FILE, project.read(FILE).replace("\n", "\r\n"));

        String output = project.mvn("db:publish");

        assertThat(output).containsPattern("unchanged-publish in dev: nothing to do, bundle [0-9a-f]{12} is live");
        assertThat(output).doesNotContain("waiting for the receipt");
        assertThat(project.sandbox.keys(DATABASE, "dev", DATABASE + "/deployments/"))
                .as("order, claim and receipt of one deployment")
                .hasSize(3);
    }
}
