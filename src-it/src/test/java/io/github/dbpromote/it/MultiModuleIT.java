package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(FreshSandbox.class)
class MultiModuleIT {
    private final Scenario project = Scenario.of("multi-module");
    private final SharedSandbox sandbox = project.sandbox;

    @Test
    void eachGoalDoesEachDatabaseOnce_alsoInParallel() {
        String output = project.mvn("-T2", "db:publish");

        assertThat(output)
                .contains("orders in dev: applied 1 migration in")
                .contains("warehouse in dev: applied 2 migrations in")
                .contains("Passed over: no migrations here.");
        assertThat(sandbox.applied("orders", "dev")).containsExactly("V1__create_purchase.sql");
        assertThat(sandbox.applied("warehouse", "dev")).containsExactly("V1__create_article.sql", "R__scarce.sql");

        onlyOneOfThemIsPromoted();
        oneJsonDocumentSpeaksOfBoth();
        withoutAPomTheDatabaseIsNamed();
    }

    private void onlyOneOfThemIsPromoted() {
        assertThat(project.mvn("db:promote", "-Denv=qa", "-Ddb.database=warehouse"))
                .contains("warehouse in qa: applied 2 migrations in")
                .doesNotContain("orders in qa");
        assertThat(sandbox.keys("orders", "qa", "orders/")).isEmpty();
    }

    private void oneJsonDocumentSpeaksOfBoth() {
        JsonNode status = JsonMapper.shared().readTree(project.mvn("-q", "db:status", "-Ddb.format=json"));

        assertThat(status.path("format").asInt()).isEqualTo(1);
        assertThat(status.path("success").asBoolean()).isTrue();
        assertThat(status.path("databases"))
                .extracting(database -> database.path("database").asString())
                .containsExactly("orders", "warehouse");
        assertThat(states(status, "orders")).containsExactly("up-to-date", "never-deployed", "never-deployed");
        assertThat(states(status, "warehouse")).containsExactly("up-to-date", "up-to-date", "never-deployed");
    }

    private void withoutAPomTheDatabaseIsNamed() {
        String goal = "io.github.dbpromote:db-maven-plugin:" + Maven.VERSION + ":status";
        Scenario elsewhere = Scenario.of("no-project");

        assertThat(elsewhere.mvn(goal, "-Ddb.database=orders")).containsPattern("dev +up to date");
        assertThat(elsewhere.mvnFails(goal)).contains("Which database?").contains("-Ddb.database=users");
    }

    private static List<String> states(JsonNode status, String database) {
        return status.path("databases")
                .valueStream()
                .filter(it -> it.path("database").asString().equals(database))
                .flatMap(it -> it.path("environments").valueStream())
                .map(it -> it.path("state").asString())
                .toList();
    }
}
