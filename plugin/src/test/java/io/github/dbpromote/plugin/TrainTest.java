package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.plugin.access.AwsSettings;
import io.github.dbpromote.plugin.access.EnvironmentAccess;
import java.util.List;
import java.util.Optional;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What publish and promote share: they look before they act, at all databases of the build, and can do without acting. */
@MojoTest
class TrainTest extends GoalScene {
    private static final AwsSettings NOTHING_DIFFERENT =
            new AwsSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    @BeforeEach
    void prepareTheEnvironments() {
        cloud.provision();
        build().migration("V1__users.sql").migration("V2__names.sql");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.wait=false")
    void reasonThatIsKnownOfOneDatabase_keepsTheOthersFromBeingSent(PublishMojo publish) {
        String other = cloud.database() + "-other";
        build().module(other).migration(other, "V1__other.sql", "SELECT 1;\n");
        called(publish, MojoExecution.Source.CLI);

        assertThat(refusalOf(publish)).startsWith("No environment is described below /db-promote/" + other);
        assertThat(cloud.asked()).doesNotContain("PutObject", "SendCommand");
        assertThat(refusalOf(publish))
                .isEqualTo(cloud.database() + ": nothing is sent, because of what stands in the way of " + other
                        + " (above).\n  → Mend that first, then run the same command again.");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.wait=false")
    void trainWithoutObstacles_goes(PublishMojo publish) throws Exception {
        String other = cloud.database() + "-other";
        cloud.provision(new DatabaseName(other));
        build().module(other).migration(other, "V1__other.sql", "SELECT 1;\n");
        called(publish, MojoExecution.Source.CLI);

        publish.execute();

        assertThat(cloud.ledger("dev").read().ledger().inFlight()).isPresent();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.wait=false")
    void moduleThatItsPomLeavesOut_isNoObstacle(PublishMojo publish) throws Exception {
        String other = cloud.database() + "-other";
        build().moduleWithProperties(other, "<db.skip>true</db.skip>").migration(other, "V1__other.sql", "SELECT 1;\n");
        called(publish, MojoExecution.Source.CLI);

        publish.execute();

        assertThat(cloud.ledger("dev").read().ledger().inFlight()).isPresent();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.wait=false")
    void moduleThatItsConfigurationLeavesOut_isNoObstacle(PublishMojo publish) throws Exception {
        String other = cloud.database() + "-other";
        build().module(other, "<skip>true</skip>").migration(other, "V1__other.sql", "SELECT 1;\n");
        called(publish, MojoExecution.Source.CLI);

        publish.execute();

        assertThat(cloud.ledger("dev").read().ledger().inFlight()).isPresent();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.wait=false")
    void environmentsThatOneModuleAloneHas_areNotExpectedOfTheOthers(PublishMojo publish) throws Exception {
        String other = cloud.database() + "-other";
        cloud.provision(new DatabaseName(other), "dev");
        build().module(other).migration(other, "V1__other.sql", "SELECT 1;\n");
        publish.environments = List.of(new EnvironmentAccess("prod", NOTHING_DIFFERENT));
        called(publish, MojoExecution.Source.CLI);

        publish.execute();

        assertThat(cloud.ledger("dev").read().ledger().inFlight()).isPresent();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.wait=false")
    void accessesOfAnotherModule_areThoseOfItsOwnConfiguration(PublishMojo publish) {
        String other = cloud.database() + "-other";
        cloud.provision(new DatabaseName(other));
        build().module(other, "<environments><environment><name>staging</name></environment></environments>")
                .migration(other, "V1__other.sql", "SELECT 1;\n");
        called(publish, MojoExecution.Source.CLI);

        assertThat(refusalOf(publish))
                .isEqualTo(
                        "<environments> in the plugin's configuration names \"staging\", which is not on the path of "
                                + other + ". There are: dev, qa, prod.\n  → Correct the name, or take the entry out.");
        assertThat(cloud.asked()).doesNotContain("PutObject", "SendCommand");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.wait=false")
    void goalThatIsBoundToAPhase_looksOnlyAtItsOwnModule(PublishMojo publish) throws Exception {
        String other = cloud.database() + "-other";
        build().module(other).migration(other, "V1__other.sql", "SELECT 1;\n");
        called(publish, MojoExecution.Source.LIFECYCLE);

        publish.execute();

        assertThat(cloud.ledger("dev").read().ledger().inFlight()).isPresent();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.dryRun=true")
    void dryRunOfPublish_showsWhatWouldBeApplied_andWritesNothing(PublishMojo publish) throws Exception {
        publish.dryRun = true;

        publish.execute();

        assertThat(said.lines())
                .anyMatch(line -> line.startsWith(cloud.database() + " in dev: would send bundle ")
                        && line.endsWith(" and apply 2 migrations"))
                .contains("  V1__users.sql", "  V2__names.sql", "  nothing was written or sent (db.dryRun)");
        assertThat(cloud.asked()).doesNotContain("PutObject", "SendCommand");
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void dryRunOfPromote_takesWhatIsLiveUpstream(PromoteMojo promote) throws Exception {
        Order live = past("dev").live(release());
        promote.dryRun = true;

        promote.execute();

        assertThat(said.lines())
                .anyMatch(line -> line.startsWith(cloud.database() + " in qa: would send bundle "
                        + live.bundle().abbreviated() + " to host "));
        assertThat(cloud.deployments("qa").bundles("")).isEmpty();
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed({"env=qa", "db.bundle=ffff"})
    void bundleThatDoesNotExist_isRefusedWithThoseThatSucceeded(PromoteMojo promote) {
        Order live = past("dev").live(release());

        assertThat(refusalOf(promote)).contains("ffff", live.bundle().abbreviated());
    }

    @Test
    @InjectMojo(goal = "repair")
    @Typed({"env=dev", "db.dryRun=true"})
    void goalWithoutADryRun_doesNotActInItsPlace(RepairMojo repair) {
        assertThat(refusalOf(repair)).isEqualTo("""
                db:repair has no dry run: it would have acted.
                  → Leave -Ddb.dryRun out. mvn db:status shows what is where; publish and promote have a dry run.""");
        assertThat(cloud.asked()).isEmpty();
    }
}
