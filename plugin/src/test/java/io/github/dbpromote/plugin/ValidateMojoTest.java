package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecution;
import org.junit.jupiter.api.Test;

@MojoTest
class ValidateMojoTest extends GoalScene {
    private static final String OFFLINE = "Not compared with what is applied: offline.";

    @Test
    @InjectMojo(goal = "validate")
    void validate_reportsEveryProblemAtOnce(ValidateMojo validate) {
        build().migration("V1__users.sql")
                .migration("V01__again.sql")
                .migration("V2_typo.sql")
                .migration(cloud.database().value(), "V3__empty.sql", "")
                .migration("V4__x.sql.conf");
        build().project().getBuild().getResources().get(0).setFiltering(true);

        assertThat(refusalOf(validate))
                .contains("Several migrations have the version 01", "V01__again.sql")
                .contains("V2_typo.sql is not named like a migration")
                .contains("V3__empty.sql is empty")
                .contains("V4__x.sql.conf configures a script that does not exist")
                .contains("src/main/resources")
                .endsWith("Not compared with what is applied: the problems above come first.");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "validate")
    void validate_saysWhatIsInOrder(ValidateMojo validate) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");

        validate.execute();

        assertThat(said.lines()).containsExactly(inOrder("1 migration"));
    }

    @Test
    @InjectMojo(goal = "validate")
    void offlineMaven_leavesTheComparisonOut_andSaysSo(ValidateMojo validate) throws Exception {
        build().migration("V1__users.sql").migration("V2__more.sql").offline();

        validate.execute();

        assertThat(said.lines()).containsExactly(OFFLINE, inOrder("2 migrations"));
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "validate")
    @Typed("db.offline=true")
    void offlineProperty_leavesTheComparisonOut_andSaysSo(ValidateMojo validate) throws Exception {
        build().migration("V1__users.sql");

        validate.execute();

        assertThat(said.lines()).containsExactly(OFFLINE, inOrder("1 migration"));
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "validate")
    @Typed("db.endpoint=http://127.0.0.1:1")
    void unreachableAws_isNoFaultOfTheMigrations(ValidateMojo validate) throws Exception {
        build().migration("V1__users.sql");

        validate.execute();

        assertThat(said.lines()).hasSize(2).last().isEqualTo(inOrder("1 migration"));
        assertThat(said.lines().get(0))
                .startsWith("Not compared with what is applied: Could not read the parameters below /db-promote/"
                        + cloud.database() + " (region eu-central-1): no answer from AWS");
    }

    @Test
    @InjectMojo(goal = "validate")
    void databaseThatNobodyHasProvisionedYet_isNoFaultOfTheMigrations(ValidateMojo validate) throws Exception {
        build().migration("V1__users.sql");

        validate.execute();

        assertThat(said.lines().get(0))
                .startsWith("Not compared with what is applied: No environment is described below /db-promote/");
    }

    @Test
    @InjectMojo(goal = "validate")
    void appliedMigrationsThatChangedOrVanished_areReportedTogether(ValidateMojo validate) {
        cloud.provision();
        build().migration("V1__users.sql").migration("V2__more.sql");
        past("dev").live(release());
        build().migration(cloud.database().value(), "V1__users.sql", "SELECT 'edited';");
        build().delete("V2__more.sql");

        assertThat(refusalOf(validate))
                .contains("Migration 1 users (V1__users.sql) is applied to " + cloud.database() + " in dev already")
                .contains("V2__more.sql");
        assertThat(cloud.asked()).doesNotContain("SendCommand");
    }

    @Test
    @InjectMojo(goal = "validate")
    void problemsBesideTheFiles_areReportedTogetherWithTheComparison(ValidateMojo validate) {
        cloud.provision();
        build().migration("V1__users.sql");
        past("dev").live(release());
        build().migration(cloud.database().value(), "V1__users.sql", "SELECT 'edited';");
        build().project().getBuild().getResources().get(0).setFiltering(true);

        assertThat(refusalOf(validate))
                .contains("Migration 1 users (V1__users.sql) is applied to " + cloud.database() + " in dev already")
                .contains("src/main/resources")
                .doesNotContain("Not compared");
    }

    @Test
    @InjectMojo(goal = "validate")
    void ledgerThatSomebodyTamperedWith_isRefused(ValidateMojo validate) {
        cloud.provision().store("dev", cloud.database() + "/ledger.json", "{\"format\": 1, \"revision\": \"many\"}");
        build().migration("V1__users.sql");

        assertThat(refusalOf(validate)).contains("/ledger.json is not as db-promote writes it: ");
    }

    @Test
    @InjectMojo(goal = "validate")
    @Typed("db.endpoint=my emulator")
    void malformedSetting_isRefused(ValidateMojo validate) {
        build().migration("V1__users.sql");

        assertThat(refusalOf(validate)).startsWith("db.endpoint is \"my emulator\"");
    }

    @Test
    @InjectMojo(goal = "validate")
    void onlyModuleWithoutMigrations_isPassedOver(ValidateMojo validate) throws Exception {
        called(validate, MojoExecution.Source.LIFECYCLE);

        validate.execute();

        assertThat(said.lines()).containsExactly("Passed over: no migrations here.");
    }

    private String inOrder(String migrations) {
        return cloud.database() + ": " + migrations + " in order, bundle "
                + release().bundle().digest().abbreviated();
    }
}
