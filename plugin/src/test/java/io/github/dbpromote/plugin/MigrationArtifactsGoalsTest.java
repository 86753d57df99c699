package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.operation.Release;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.Test;

/** {@code <migrationArtifacts>}: every goal sees the same migrations. */
@MojoTest
class MigrationArtifactsGoalsTest extends GoalScene {
    private static final String SHARED = "com.acme:shared:1.0";

    @Test
    @InjectMojo(goal = "package")
    void package_bundlesTheModulesAndTheArtifacts_asIfAllStoodInOneDirectory(PackageMojo goal) throws Exception {
        build().migration(cloud.database().value(), "V2__y.sql", "SELECT 2;\n");
        localRepository().jar(SHARED, Map.of("db/migration/audit/V1__x.sql", "SELECT 1;\r\n"));
        goal.migrationArtifacts = List.of(SHARED);

        goal.execute();

        assertThat(build().project().getAttachedArtifacts().get(0).getFile())
                .hasBinaryContent(Bundle.of(Map.of("audit/V1__x.sql", "SELECT 1;\n", "V2__y.sql", "SELECT 2;\n"))
                        .bytes());
    }

    @Test
    @InjectMojo(goal = "package")
    void moduleWithoutADirectory_hasTheMigrationsOfItsArtifacts(PackageMojo goal) throws Exception {
        localRepository().jar(SHARED, Map.of("db/migration/V1__x.sql", "SELECT 1;"));
        goal.migrationArtifacts = List.of(SHARED);

        goal.execute();

        assertThat(build().project().getAttachedArtifacts()).hasSize(1);
    }

    @Test
    @InjectMojo(goal = "package")
    void snapshot_isPackagedWithAWarning(PackageMojo goal) throws Exception {
        localRepository().jar("com.acme:shared:2-SNAPSHOT", Map.of("db/migration/V1__x.sql", "SELECT 1;"));
        goal.migrationArtifacts = List.of("com.acme:shared:2-SNAPSHOT");

        goal.execute();

        assertThat(said.lines().get(0)).startsWith("com.acme:shared:2-SNAPSHOT is a snapshot, this time 2-SNAPSHOT: ");
    }

    @Test
    @InjectMojo(goal = "validate")
    void validate_reportsTheArtifactsProblemsAmongTheOthers(ValidateMojo validate) {
        build().migration("V1__users.sql").migration("V2_typo.sql").offline();
        localRepository().jar(SHARED, Map.of("db/migration/V01__x.sql", "SELECT 1;"));
        validate.migrationArtifacts = List.of("com.acme:missing:1", "com.acme:shared:[1,2)", SHARED);

        assertThat(refusalOf(validate))
                .contains("There is no com.acme:missing:1 in the local repository")
                .contains(
                        "An element of <migrationArtifacts> is \"com.acme:shared:[1,2)\", which leaves the version open")
                .contains("V2_typo.sql is not named like a migration")
                .contains("Several migrations have the version 1: src/main/resources/db/migration/V1__users.sql,"
                        + " com.acme:shared:1.0!/db/migration/V01__x.sql.");
    }

    @Test
    @InjectMojo(goal = "validate")
    void emptyElement_isRefused(ValidateMojo validate) {
        build().migration("V1__users.sql").offline();
        validate.migrationArtifacts = Collections.singletonList(null);

        assertThat(refusalOf(validate))
                .startsWith("An element of <migrationArtifacts> is \"\", which names no artifact.");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.waitLimit=PT0S")
    void publish_takesThemInToo(PublishMojo publish) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        localRepository().jar(SHARED, Map.of("db/migration/V2__x.sql", "SELECT 2;"));
        publish.migrationArtifacts = List.of(SHARED);

        publish.execute();

        Order order = cloud.deployments("dev")
                .readOrder(cloud.ledger("dev").read().ledger().inFlight().orElseThrow())
                .value();
        assertThat(cloud.deployments("dev").readBundle(order.bundle()).files())
                .containsOnlyKeys("V1__users.sql", "V2__x.sql");
    }

    @Test
    @InjectMojo(goal = "publish")
    void missingArtifact_stopsPublishBeforeAnythingIsStored(PublishMojo publish) {
        cloud.provision();
        build().migration("V1__users.sql");
        localRepository();
        publish.migrationArtifacts = List.of(SHARED);

        assertThat(refusalOf(publish))
                .startsWith("There is no com.acme:shared:1.0 in the local repository, and Maven is offline (-o).");
        assertThat(cloud.ledger("dev").read().etag()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed({"env=qa", "db.waitLimit=PT0S"})
    void missingArtifact_doesNotStopPromote(PromoteMojo promote) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        Release released = release();
        past("dev").live(released);
        localRepository();
        promote.migrationArtifacts = List.of(SHARED);

        promote.execute();

        Order order = cloud.deployments("qa")
                .readOrder(cloud.ledger("qa").read().ledger().inFlight().orElseThrow())
                .value();
        assertThat(order.bundle()).isEqualTo(released.bundle().digest());
    }
}
