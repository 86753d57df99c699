package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Order;
import java.util.Map;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.Test;

/** {@code mvn db:publish -Ddb.artifact=…}, and the goal that needs no POM for it. */
@MojoTest
class PublishArtifactTest extends GoalScene {
    private static final Bundle BUNDLE = Bundle.of(Map.of("V1__users.sql", "SELECT 'released';\n"));

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.waitLimit=PT0S")
    void bundleOfARepository_isPublishedByteForByte_inPlaceOfTheProjectsFiles(PublishMojo publish) throws Exception {
        cloud.provision();
        build().migration("V2__not_released_yet.sql").typed("db.artifact", coordinates("1.4.0"));
        localRepository().file(bundle("1.4.0"), BUNDLE.bytes());

        publish.execute();

        assertThat(order().bundle()).isEqualTo(BUNDLE.digest());
        assertThat(cloud.deployments("dev").readBundle(BUNDLE.digest()).bytes()).isEqualTo(BUNDLE.bytes());
        assertThat(said.lines())
                .startsWith("Bundle " + BUNDLE.digest().abbreviated() + " is com.acme:" + cloud.database()
                        + ":jar:migrations:1.4.0");
    }

    @Test
    @InjectMojo(goal = "publish-artifact")
    @Typed("db.waitLimit=PT0S")
    void publishArtifact_needsNoPom(PublishArtifactMojo publish) throws Exception {
        cloud.provision();
        build().withoutPom().typed("db.artifact", coordinates("1.4.0"));
        publish.project = build().session().getCurrentProject();
        localRepository().file(bundle("1.4.0"), BUNDLE.bytes());

        publish.execute();

        assertThat(order().bundle()).isEqualTo(BUNDLE.digest());
    }

    @Test
    @InjectMojo(goal = "publish-artifact")
    @Typed("db.waitLimit=PT0S")
    void publishArtifact_worksFromTheRootOfABuildToo(PublishArtifactMojo publish) throws Exception {
        cloud.provision();
        build().migration("V2__not_released_yet.sql").module("root").typed("db.artifact", coordinates("1.4.0"));
        publish.project = build().session().getAllProjects().get(1);
        localRepository().file(bundle("1.4.0"), BUNDLE.bytes());

        publish.execute();

        assertThat(order().bundle()).isEqualTo(BUNDLE.digest());
    }

    @Test
    @InjectMojo(goal = "publish-artifact")
    void publishArtifact_needsAnArtifact(PublishArtifactMojo publish) {
        assertThat(refusalOf(publish)).isEqualTo("""
                Which bundle? publish-artifact needs one.
                  → Name it: -Ddb.artifact=com.acme:users:1.4.0""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void whatIsLiveAlready_isNotSentAgain(PublishMojo publish) throws Exception {
        cloud.provision();
        build().migration(cloud.database().value(), "V1__users.sql", "SELECT 'released';\n");
        Order order = past("dev").live(release());
        build().delete("V1__users.sql");
        build().typed("db.artifact", coordinates("1.4.0"));
        localRepository().file(bundle("1.4.0"), BUNDLE.bytes());

        publish.execute();

        assertThat(said.lines())
                .last()
                .isEqualTo(cloud.database() + " in dev: nothing to do, bundle "
                        + BUNDLE.digest().abbreviated() + " is live (" + order.deployment() + ")");
    }

    @Test
    @InjectMojo(goal = "publish")
    void appliedMigrationThatTheBundleHasChanged_isRefused(PublishMojo publish) {
        cloud.provision();
        build().migration("V1__users.sql");
        past("dev").live(release());
        build().typed("db.artifact", coordinates("1.4.0"));
        localRepository().file(bundle("1.4.0"), BUNDLE.bytes());

        assertThat(refusalOf(publish))
                .startsWith("Migration 1 users (V1__users.sql) is applied to " + cloud.database() + " in dev already");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.artifact=com.acme:orders:1.4.0")
    void moduleOfAnotherDatabase_isPassedOver(PublishMojo publish) throws Exception {
        build().migration("V1__users.sql").module("catalogue", "<database>orders</database>");

        publish.execute();

        assertThat(said.lines())
                .containsExactly("Passed over: com.acme:orders:jar:migrations:1.4.0 goes to the database orders.");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.waitLimit=PT0S")
    void snapshot_isPublishedWithAWarning(PublishMojo publish) throws Exception {
        cloud.provision();
        build().typed("db.artifact", coordinates("1.5-SNAPSHOT"));
        localRepository().file(bundle("1.5-SNAPSHOT"), BUNDLE.bytes());

        publish.execute();

        assertThat(said.lines())
                .startsWith("com.acme:" + cloud.database() + ":jar:migrations:1.5-SNAPSHOT is a snapshot, this time"
                        + " 1.5-SNAPSHOT: the next time it may hold other migrations.\n"
                        + "  → Good for trying. Release it before its migrations reach a database that you keep.");
    }

    @Test
    @InjectMojo(goal = "publish")
    void missingBundle_isRefusedBeforeAnythingIsAsked(PublishMojo publish) {
        build().typed("db.artifact", coordinates("1.4.0"));
        localRepository();

        assertThat(refusalOf(publish))
                .isEqualTo("There is no com.acme:" + cloud.database()
                        + ":jar:migrations:1.4.0 in the local repository, and Maven is offline (-o).\n"
                        + "  → Run the same command once without -o, or install the artifact.");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    void ordinaryJar_isNoBundle(PublishMojo publish) {
        build().typed("db.artifact", "com.acme:users:jar:1.4.0");
        localRepository().jar("com.acme:users:1.4.0", Map.of("db/migration/V1__x.sql", "SELECT 1;"));

        assertThat(refusalOf(publish)).matches("""
                com\\.acme:users:1\\.4\\.0 is no bundle of db-promote\\. Bundle [0-9a-f]+ was not built by db-promote: \
                its entry "META-INF/MANIFEST\\.MF" is not below db/migration/\\.
                  → Name what db:package has attached, with the classifier migrations: \
                -Ddb\\.artifact=com\\.acme:users:1\\.4\\.0""");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    void bundleWithMoreThanMigrations_isRefused(PublishMojo publish) {
        cloud.provision();
        Bundle bundle = Bundle.of(Map.of("V1__x.sql", "SELECT 1;", "run.sh", "id"));
        build().typed("db.artifact", coordinates("1.4.0"));
        localRepository().file(bundle("1.4.0"), bundle.bytes());

        assertThat(refusalOf(publish))
                .isEqualTo("com.acme:" + cloud.database()
                        + ":jar:migrations:1.4.0!/db/migration/run.sh is neither a migration nor a script"
                        + " configuration, and a bundle holds nothing else.\n  → Build the bundle with db:package.");
        assertThat(cloud.ledger("dev").read().etag()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    void emptyValue_doesNotPublishTheProjectsFiles(PublishMojo publish) {
        build().migration("V1__users.sql").typed("db.artifact", "");

        assertThat(refusalOf(publish)).startsWith("db.artifact is \"\", which names no artifact.");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    void hostileValue_isRefusedInOneCalmSentence(PublishMojo publish) {
        build().typed("db.artifact", "com.acme:users:1.0\n$(curl evil)`{{ x }}'\"../" + "x".repeat(10_000));

        assertThat(refusalOf(publish).lines().findFirst().orElseThrow())
                .isEqualTo("db.artifact is \"com.acme:users:1.0?$(curl evil)`{{ x }}'\"../" + "x".repeat(36)
                        + "…\", which names no artifact.");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    @MojoParameter(name = "artifact", value = "com.acme:users:1.4.0")
    void artifactThatNobodyTyped_isRefused(PublishMojo publish) {
        build().migration("V1__users.sql");

        assertThat(refusalOf(publish)).isEqualTo("""
                db.artifact stands in the POM or in settings, but says what to publish this one time.
                  → Take it out there, and type it: mvn db:publish -Ddb.artifact=com.acme:users:1.4.0""");
        assertThat(cloud.asked()).isEmpty();
    }

    private Order order() {
        DeploymentId sent = cloud.ledger("dev").read().ledger().inFlight().orElseThrow();
        return cloud.deployments("dev").readOrder(sent).value();
    }

    private String coordinates(String version) {
        return "com.acme:" + cloud.database() + ":" + version;
    }

    private String bundle(String version) {
        return "com.acme:" + cloud.database() + ":migrations:" + version;
    }
}
