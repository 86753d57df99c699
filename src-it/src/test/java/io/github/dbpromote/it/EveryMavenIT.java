package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What everybody does, on each Maven that users have, each on the oldest and the newest Java that users have. */
@Tag("every-maven")
@ParameterizedClass(name = "{0}")
@MethodSource("installations")
@ExtendWith(FreshSandbox.class)
class EveryMavenIT {
    private static final String INVOICE = "src/main/resources/db/migration/V1__create_invoice.sql";

    @Parameter
    private Installation installation;

    static Stream<Installation> installations() {
        return mavens().flatMap(
                        maven -> Java.oldestAndNewest().stream().map(java -> new Installation(maven, java.home())));
    }

    private static Stream<Path> mavens() {
        try (Stream<Path> homes = Files.list(Path.of(System.getProperty("it.mavens")))) {
            return homes.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterParameterizedClassInvocation
    static void stopTheSandbox(Installation installation) {
        Scenario.sandboxOf(installation).stop();
    }

    @Test
    void twoDatabases_arePublishedInParallel_promotedAndShown() {
        Scenario project = Scenario.of("multi-module", installation);

        assertThat(project.mvn("-T2", "db:publish"))
                .contains("orders in dev: applied 1 migration in")
                .contains("warehouse in dev: applied 2 migrations in")
                .contains("Passed over: no migrations here.");
        assertThat(project.mvn("db:promote", "db:settle", "-Denv=qa"))
                .contains("orders in qa: applied 1 migration in")
                .contains("warehouse in qa: applied 2 migrations in")
                .contains("warehouse in qa: nothing in flight");
        assertThat(project.sandbox.applied("warehouse", "qa"))
                .containsExactly("V1__create_article.sql", "R__scarce.sql");

        JsonNode status = JsonMapper.shared().readTree(project.answer("-q", "db:status", "-Ddb.format=json"));
        assertThat(status.path("success").asBoolean()).isTrue();
        for (JsonNode database : status.path("databases")) {
            assertThat(database.path("environments").valueStream())
                    .extracting(environment -> environment.path("state").asString())
                    .containsExactly("up-to-date", "up-to-date", "never-deployed");
        }
        assertThat(project.mvn("db:status")).containsPattern("(?m)^ +prod +never deployed$");
    }

    @Test
    void oneFailedMigration_saysWhere_andStopsNeitherTheOtherModuleNorItsOwnCorrection() {
        Scenario project = Scenario.of("named-by-property", installation);

        assertThat(project.mvnFails("-fae", "db:publish"))
                .contains("accounts-db in dev: applied 1 migration in")
                .containsPattern("invoices in dev: deployment d-[0-9a-z-]+ failed\\.")
                .contains(INVOICE + ":3")
                .contains("column \"totl\" of relation \"invoice\" does not exist (SQLSTATE 42703)");

        project.write("billing/" + INVOICE, project.read("billing/" + INVOICE).replace("totl", "total"));
        assertThat(project.mvn("db:publish", "-Ddb.database=invoices"))
                .contains("Passed over: not the database invoices.")
                .contains("invoices in dev: applied 1 migration in");
        assertThat(project.mvnFails("db:promote")).contains("Which environment?");
        bundlesAreDeployedWithTheirProjects(project);
    }

    private static void bundlesAreDeployedWithTheirProjects(Scenario project) {
        Path repository = project.file("deployed");

        project.mvn("deploy", "-Dmaven.install.skip", "-DaltDeploymentRepository=there::" + repository.toUri());

        assertThat(repository.resolve("it/accounts/1.0/accounts-1.0.pom")).exists();
        assertThat(repository.resolve("it/accounts/1.0/accounts-1.0-migrations.jar"))
                .hasSameBinaryContentAs(project.file("accounts/target/accounts-1.0-migrations.jar"));
    }

    @Test
    void help_describesEveryGoalWithItsParameters() {
        assertThat(Scenario.of("multi-module", installation).mvn("db:help", "-Ddetail"))
                .contains(List.of("db:publish", "db:promote", "db:status", "db:validate", "db:package", "db:settle"))
                .contains("User property: db.env")
                .contains("User property: db.waitLimit");
    }
}
