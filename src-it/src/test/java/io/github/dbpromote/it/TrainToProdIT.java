package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshSandbox.class)
class TrainToProdIT {
    private static final String DATABASE = "train-to-prod";

    private final Scenario project = Scenario.of(DATABASE);
    private final SharedSandbox sandbox = project.sandbox;

    @Test
    void oneCallTakesTheSameBytesToProd_andTheMistakesOnTheWayAreExplained() {
        beforeAnythingIsPublished();

        String output = project.mvn("db:publish", "db:promote@qa", "db:promote@prod", "db:status");

        for (String environment : List.of("dev", "qa", "prod")) {
            assertThat(output).contains("train-to-prod in " + environment + ": applied 2 migrations");
            assertThat(sandbox.query(DATABASE, environment, "select count(*) from person"))
                    .containsExactly("2");
            assertThat(sandbox.keys(DATABASE, environment, DATABASE + "/bundles/"))
                    .containsExactly(DATABASE + "/bundles/" + bundle() + ".jar");
        }
        assertThat(sourceOf("qa")).isEqualTo("dev");
        assertThat(sourceOf("prod")).isEqualTo("qa");
        assertTheTableSaysSo(output);

        whatIsLiveIsNotSentAgain();
        theMistakesOfPromoting();
    }

    private void beforeAnythingIsPublished() {
        assertThat(project.mvn("db:status")).contains("never deployed");
        assertThat(project.mvnFails("db:promote", "-Denv=qa"))
                .contains(
                        "Nothing has ever succeeded for train-to-prod in dev, so there is nothing to promote from it.");
    }

    private void assertTheTableSaysSo(String output) {
        Matcher row = Pattern.compile("1  create person( +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d){3}")
                .matcher(output);
        assertThat(row.find()).as(output).isTrue();
        assertThat(output).containsPattern("prod +up to date");
    }

    private void whatIsLiveIsNotSentAgain() {
        String output = project.mvn("db:publish", "db:promote@qa", "db:promote@prod");

        assertThat(output)
                .contains("train-to-prod in dev: nothing to do, bundle ")
                .contains("train-to-prod in qa: nothing to do, bundle ")
                .contains("train-to-prod in prod: nothing to do, bundle ");
        assertThat(sandbox.keys(DATABASE, "prod", DATABASE + "/deployments/")).hasSize(3);
    }

    private void theMistakesOfPromoting() {
        assertThat(project.mvnFails("db:promote"))
                .contains("Which environment?")
                .contains("-Denv=qa");
        assertThat(project.mvnFails("db:promote", "-Denv=dev"))
                .contains("train-to-prod in dev is the first environment of the path");
        assertThat(project.mvnFails("db:promote", "-Denv=prd"))
                .contains("There is no environment \"prd\" for train-to-prod. The path is dev → qa → prod.")
                .contains("Did you mean prod?");
        assertThat(project.mvnFails("db:publish", "-Denv=prod"))
                .contains("prod promotes from qa; publish only writes to dev.");
        assertThat(project.mvnFails("db:promote@qa", "-Denv=prod"))
                .contains("This execution is configured for qa, but -Denv=prod was typed.");
    }

    private String bundle() {
        return sandbox.json(DATABASE, "dev", DATABASE + "/ledger.json")
                .path("live")
                .path("bundle")
                .asString();
    }

    private String sourceOf(String environment) {
        String deployment = sandbox.json(DATABASE, environment, DATABASE + "/ledger.json")
                .path("live")
                .path("deployment")
                .asString();
        return sandbox.json(DATABASE, environment, DATABASE + "/deployments/" + deployment + "/order.json")
                .path("source")
                .path("environment")
                .asString();
    }
}
