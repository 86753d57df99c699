package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.Test;

@MojoTest
class SandboxMojoTest extends GoalScene {
    @Test
    @InjectMojo(goal = "sandbox")
    void sandbox_hasADatabaseForEachModule_asTheProjectConfiguresItsHosts(SandboxMojo sandbox) {
        build().migration("V1__users.sql").module("products").migration("products", "V1__p.sql", "SELECT 1;");
        build().file("products", "src/sandbox/qa.conf", "flyway.placeholders.a=b\n");

        assertThat(sandbox.wanted())
                .extracting(SandboxedDatabase::name)
                .containsExactly(cloud.database().value(), "products");
        assertThat(sandbox.wanted().get(1).hostConfigurations()).containsOnlyKeys("qa");
    }

    @Test
    @InjectMojo(goal = "sandbox")
    void sandbox_servesWhatIsThere_whereThereIsNoPom(SandboxMojo sandbox) {
        build().withoutPom();

        assertThat(sandbox.wanted()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "sandbox")
    @Typed("db.database=orders")
    void whatIsNotInOrder_isRefusedBeforeAnythingIsStarted(SandboxMojo sandbox) {
        build().migration("V1__users.sql").module("products");
        sandbox.sandboxDirectory = folder.resolve("sandbox").toFile();

        assertThat(refusalOf(sandbox)).startsWith("No module of this build has a database \"orders\".");
        assertThat(sandbox.sandboxDirectory).doesNotExist();
    }
}
