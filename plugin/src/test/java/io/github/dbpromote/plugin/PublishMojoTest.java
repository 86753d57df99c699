package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.plugin.access.EnvironmentAccess;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;

@MojoTest
class PublishMojoTest extends GoalScene {
    @Test
    @InjectMojo(goal = "publish")
    void publish_hasDefaultsForEverything(PublishMojo publish) {
        assertThat(publish.asked()).isEmpty();
        assertThat(publish.waitLimit).isEqualTo("PT50M");
        assertThat(publish.queueTimeout).isEqualTo("PT15M");
        assertThat(publish.deliveryTimeout).isEqualTo("PT10M");
        assertThat(publish.pollInterval).isEqualTo("PT3S");
        assertThat(publish.reason).isNull();
        assertThat(publish.database).isNull();
        assertThat(publish.directories).isNullOrEmpty();
        assertThat(publish.environments).isNullOrEmpty();
        assertThat(publish.skip).isFalse();
        assertThat(publish.sandbox).isFalse();
        assertThat(publish.sandboxReset).isFalse();
        assertThat(publish.sandboxRelay).isFalse();
        assertThat(publish.inSandbox()).isFalse();
        assertThat(publish.sandboxDirectory).isNull();
        assertThat(publish.profile).isNull();
        assertThat(publish.roleArn).isNull();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed({
        "db.env=qa",
        "db.waitLimit=PT1S",
        "db.queueTimeout=PT2S",
        "db.deliveryTimeout=PT30S",
        "db.pollInterval=PT4S",
        "db.reason=hotfix",
        "db.skip=true",
        "db.profile=acme",
        "db.region=eu-west-1",
        "db.roleArn=arn:aws:iam::123456789012:role/deployer",
        "db.endpoint=http://127.0.0.1:5000",
        "db.sandbox=true",
        "db.sandbox.directory=somewhere",
        "db.sandbox.reset=true",
        "db.sandbox.relay=true",
        "db.directories=sql,more/sql"
    })
    void publish_isSetByProperties(PublishMojo publish) {
        assertThat(publish.asked()).contains(new EnvironmentName("qa"));
        assertThat(publish.waitLimit).isEqualTo("PT1S");
        assertThat(publish.queueTimeout).isEqualTo("PT2S");
        assertThat(publish.deliveryTimeout).isEqualTo("PT30S");
        assertThat(publish.pollInterval).isEqualTo("PT4S");
        assertThat(publish.reason).isEqualTo("hotfix");
        assertThat(publish.skip).isTrue();
        assertThat(publish.profile).isEqualTo("acme");
        assertThat(publish.region).isEqualTo("eu-west-1");
        assertThat(publish.roleArn).isEqualTo("arn:aws:iam::123456789012:role/deployer");
        assertThat(publish.endpoint).isEqualTo("http://127.0.0.1:5000");
        assertThat(publish.sandbox).isTrue();
        assertThat(publish.sandboxDirectory).hasName("somewhere");
        assertThat(publish.sandboxReset).isTrue();
        assertThat(publish.sandboxRelay).isTrue();
        assertThat(publish.directories).extracting("name").containsExactly("sql", "sql");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.skip=true")
    void skip_doesNothingAtAll(PublishMojo publish) throws Exception {
        publish.execute();

        assertThat(said.lines()).containsExactly("Skipped (db.skip).");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    void publish_refusesToRunOffline(PublishMojo publish) {
        build().migration("V1__users.sql").offline();

        assertThat(refusalOf(publish)).isEqualTo("""
                Maven is offline (-o), and this goal needs AWS.
                  → Run it without -o, or against the sandbox: -Ddb.sandbox""");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.output=result.json")
    void output_tellsMachinesOfARefusalToo(PublishMojo publish) {
        build().migration("V1__users.sql").offline();

        refusalOf(publish);

        assertThat(folder.resolve("result.json")).hasContent("""
                {
                  "format": 1,
                  "success": false,
                  "databases": [
                    {
                      "database": "%s",
                      "goal": "publish",
                      "outcome": "REFUSED",
                      "applied": [],
                      "problems": [
                        {
                          "code": "offline",
                          "summary": "Maven is offline (-o), and this goal needs AWS.",
                          "remedy": "Run it without -o, or against the sandbox: -Ddb.sandbox"
                        }
                      ]
                    }
                  ],
                  "problems": []
                }""".formatted(cloud.database()));
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.output=result.json")
    void output_tellsMachinesWhatNoDatabaseIsToBlameFor(PublishMojo publish) {
        called(publish, MojoExecution.Source.CLI);

        refusalOf(publish);

        assertThat(folder.resolve("result.json"))
                .content()
                .contains("\"success\": false", "\"databases\": []", "\"code\": \"no-migrations\"");
    }

    @Test
    @InjectMojo(goal = "publish")
    void publish_refusesAProjectWithoutMigrations_whereAPersonCallsIt(PublishMojo publish) {
        called(publish, MojoExecution.Source.CLI);

        assertThat(refusalOf(publish)).isEqualTo("""
                There are no migrations here: %s does not exist or holds none.
                  → Put them there, for instance as V1__create_users.sql, or set <directories> in the plugin's \
                configuration.""".formatted(build().folder().resolve(MavenBuild.MIGRATIONS)));
    }

    @Test
    @InjectMojo(goal = "publish")
    void publish_passesOverAProjectWithoutMigrations_whereItsParentBindsIt(PublishMojo publish) throws Exception {
        called(publish, MojoExecution.Source.LIFECYCLE);

        publish.execute();

        assertThat(said.lines()).containsExactly("Passed over: no migrations here.");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    void databaseOfTwoModules_isRefused(PublishMojo publish) {
        build().migration("V1__users.sql").module("other", "<database>" + cloud.database() + "</database>");
        build().migration("other", "V1__other.sql", "SELECT 1;");

        assertThat(refusalOf(publish))
                .startsWith("Several modules of this build have the database \"" + cloud.database() + "\".");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.database=orders")
    void nameInThePom_isNotOverruledByTheCommandLine(PublishMojo publish) {
        build().migration("V1__users.sql");
        build().project()
                .getProperties()
                .setProperty("db.database", cloud.database().value());

        assertThat(refusalOf(publish))
                .startsWith("No module of this build has a database \"orders\". There are: " + cloud.database() + ".");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.database=orders-of-nobody")
    void nameOnTheCommandLine_namesTheOnlyModule_whereThePomDoesNot(PublishMojo publish) {
        build().migration("V1__users.sql");

        assertThat(refusalOf(publish)).startsWith("No environment is described below /db-promote/orders-of-nobody ");
    }

    @Test
    @InjectMojo(goal = "publish")
    void environmentsThatAreNotOnThePath_areRefused(PublishMojo publish) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        publish.environments = List.of(access("qa"), access("prd"));

        assertThat(refusalOf(publish)).isEqualTo("""
                <environments> in the plugin's configuration names "prd", which is not on the path of %s. There are: \
                dev, qa, prod.
                  → Correct the name, or take the entry out.""".formatted(cloud.database()));
        assertThat(cloud.ledger("dev").read().etag()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    void environmentsWithoutANameOrTwice_areRefusedTogether(PublishMojo publish) throws Exception {
        build().migration("V1__users.sql");
        publish.environments = List.of(access("qa"), access(null), access("qa"), access("QA!"));

        assertThat(refusalOf(publish)).startsWith("""
                An element of <environments> in the plugin's configuration has no <name>.
                  → Say which environment it is for: <environment><name>prod</name>…</environment>
                <environments> in the plugin's configuration has "qa" several times.
                  → Leave one entry for each environment.
                "QA!" cannot be the name of an environment""");
        assertThat(cloud.asked()).isEmpty();
    }

    /** As Maven makes it of the POM: it sets the fields. */
    private static EnvironmentAccess access(String name) throws ReflectiveOperationException {
        EnvironmentAccess access = new EnvironmentAccess();
        Field field = EnvironmentAccess.class.getDeclaredField("name");
        field.setAccessible(true);
        field.set(access, name);
        return access;
    }

    @Test
    @InjectMojo(goal = "publish")
    void publish_passesOverModulesWithoutMigrations(PublishMojo publish) throws Exception {
        build().module("products");

        publish.execute();

        assertThat(said.lines()).containsExactly("Passed over: no migrations here.");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.database=products")
    void databaseOnTheCommandLine_passesOverTheOtherModules(PublishMojo publish) throws Exception {
        build().migration("V1__users.sql").module("catalogue", "<database>products</database>");
        build().migration("catalogue", "V1__products.sql", "SELECT 1;");

        publish.execute();

        assertThat(said.lines()).containsExactly("Passed over: not the database products.");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.database=orders")
    void databaseThatNoModuleHas_isNoSilentSuccess(PublishMojo publish) {
        build().migration("V1__users.sql").module("products").migration("products", "V1__p.sql", "SELECT 1;");

        assertThat(refusalOf(publish)).isEqualTo("""
                No module of this build has a database "orders". There are: %s, products.
                  → Name one of these with -Ddb.database=…, or leave it out for all.""".formatted(cloud.database()));
    }

    @Test
    @InjectMojo(goal = "publish")
    void publish_reportsAllProblemsOfTheMigrations(PublishMojo publish) {
        cloud.provision();
        build().migration("V1__a.sql").migration("V01__b.sql").migration("v2__c.sql");

        assertThat(refusalOf(publish)).contains("V01__b.sql", "Several migrations have the version 01", "v2__c.sql");
        assertThat(cloud.ledger("dev").read().etag()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("env=prd")
    void unknownEnvironment_isRefusedWithTheNearestName(PublishMojo publish) {
        cloud.provision();
        build().migration("V1__users.sql");

        assertThat(refusalOf(publish)).isEqualTo("""
                There is no environment "prd" for %s. The path is dev → qa → prod.
                  → Did you mean prod? Name one of these with -Denv=…""".formatted(cloud.database()));
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("env=qa")
    void publish_goesToTheFirstEnvironmentOnly(PublishMojo publish) {
        cloud.provision();
        build().migration("V1__users.sql");

        assertThat(refusalOf(publish))
                .startsWith("qa promotes from dev; publish only writes to dev.")
                .contains("mvn db:promote -Denv=qa");
    }

    @Test
    @InjectMojo(goal = "publish")
    @MojoParameter(name = "environment", value = "dev")
    @Typed("env=prod")
    void contradictoryEnvironments_areRefusedBeforeAnythingIsAsked(PublishMojo publish) {
        build().migration("V1__users.sql");

        assertThat(refusalOf(publish)).startsWith("This execution is configured for dev, but -Denv=prod was typed.");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.pollInterval=3 seconds")
    void malformedDuration_isRefusedWithAnExample(PublishMojo publish) {
        build().migration("V1__users.sql");

        assertThat(refusalOf(publish)).isEqualTo("""
                db.pollInterval is "3 seconds", which is not a duration.
                  → Durations are written like PT30S, PT50M or P1D.""");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed({"db.deliveryTimeout=PT1S", "db.waitLimit=-PT1S"})
    void durationsOutOfRange_areRefusedTogether(PublishMojo publish) {
        build().migration("V1__users.sql");

        assertThat(refusalOf(publish)).contains("db.waitLimit is PT-1S", "db.deliveryTimeout is PT1S");
    }

    @Test
    @InjectMojo(goal = "publish")
    void databaseThatNobodyHasProvisioned_isRefused(PublishMojo publish) {
        build().migration("V1__users.sql");

        assertThat(refusalOf(publish))
                .startsWith(
                        "No environment is described below /db-promote/" + cloud.database() + " in Parameter Store");
    }

    @Test
    @InjectMojo(goal = "publish")
    void whatIsLiveAlready_isNotSentAgain(PublishMojo publish) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        Order order = past("dev").live(release());

        publish.execute();

        assertThat(said.lines())
                .containsExactly(cloud.database() + " in dev: nothing to do, bundle "
                        + order.bundle().abbreviated() + " is live (" + order.deployment() + ")");
        assertThat(cloud.asked()).doesNotContain("SendCommand");
    }

    @Test
    @InjectMojo(goal = "publish")
    void publish_refusesWhenAnAppliedMigrationChanged(PublishMojo publish) {
        cloud.provision();
        build().migration("V1__users.sql");
        past("dev").live(release());
        build().migration(cloud.database().value(), "V1__users.sql", "SELECT 'edited';");

        assertThat(refusalOf(publish)).isEqualTo("""
                Migration 1 users (V1__users.sql) is applied to %s in dev already, with another content than the project's.
                  → Restore the file as it was, and put the change into a new migration.""".formatted(cloud.database()));
        assertThat(cloud.asked()).doesNotContain("SendCommand");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed({"db.waitLimit=PT0S", "db.reason=hotfix"})
    void publish_canSendAndReturn(PublishMojo publish) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");

        publish.execute();

        DeploymentId sent = cloud.ledger("dev").read().ledger().inFlight().orElseThrow();
        Order order = cloud.deployments("dev").readOrder(sent).value();
        assertThat(order.reason()).isEqualTo(Optional.of("hotfix"));
        assertThat(order.requestedBy()).isEqualTo("arn:aws:iam::123456789012:user/developer");
        assertThat(order.requestedById().orElseThrow().value()).startsWith("AIDA");
        assertThat(order.publishedBy()).hasValue(new Order.Publisher(order.requestedById(), order.requestedBy()));
        assertThat(order.bundle()).isEqualTo(release().bundle().digest());
        assertThat(said.lines())
                .contains(cloud.database() + " in dev: sent, not waited for (" + sent + ")")
                .last()
                .asString()
                .startsWith("  mvn db:status");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed({"db.queueTimeout=PT0S"})
    void deploymentInFlight_isRefusedWithItsHolder(PublishMojo publish) {
        cloud.provision();
        build().migration("V1__users.sql");
        Order order = past("dev").ordered(release());

        assertThat(refusalOf(publish))
                .startsWith("Deployment " + order.deployment() + " of " + cloud.database()
                        + " in dev is still in flight: ordered by alice at ");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.endpoint=http://127.0.0.1:1")
    void outage_keepsItsCause(PublishMojo publish) {
        build().migration("V1__users.sql");

        assertThatThrownBy(publish::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasCauseInstanceOf(SdkException.class)
                .hasMessageContaining("no answer from AWS")
                .hasMessageContaining("Check the network, the proxy and the region");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.endpoint=not an address")
    void malformedEndpoint_isRefused(PublishMojo publish) {
        build().migration("V1__users.sql");

        assertThatThrownBy(publish::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("db.endpoint is \"not an address\", which is not an address.");
    }
}
