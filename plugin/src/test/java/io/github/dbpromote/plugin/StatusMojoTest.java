package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.github.dbpromote.core.model.DatabaseName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.settings.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@MojoTest
@Isolated("it reads what all of the JVM prints")
class StatusMojoTest extends GoalScene {
    @Test
    @InjectMojo(goal = "status")
    void status_isATableForPeople(StatusMojo status) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        past("dev").live(release());
        build().migration("V2__more.sql");

        assertThat(printed(status).lines().map(String::strip))
                .contains(
                        "1  users   2026-11-22 05:10   pending   pending",
                        "2  more    pending            pending   pending",
                        "dev      1 migration behind",
                        "qa       never deployed");
        assertThat(said.lines()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "status")
    @Typed("db.format=json")
    void status_isJsonForMachines_withoutAPomToo(StatusMojo status) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        past("dev").live(release());
        build().withoutPom().typed("db.database", cloud.database().value());

        assertThat(printed(status).replaceAll("\\s", ""))
                .startsWith(
                        "{\"format\":1,\"success\":true,\"databases\":[{\"database\":\"" + cloud.database()
                                + "\",\"goal\":\"status\",\"environments\":[{\"environment\":\"dev\",\"state\":\"up-to-date\",\"pending\":0,")
                .contains("\"state\":\"never-deployed\",\"pending\":1,");
    }

    @Test
    @InjectMojo(goal = "status")
    void status_needsADatabaseWhereThereIsNoPom(StatusMojo status) {
        build().withoutPom();

        assertThat(refusalOf(status)).isEqualTo("""
                Which database? There is no POM here with migrations.
                  → Name it: -Ddb.database=users""");
    }

    @Test
    @InjectMojo(goal = "status")
    @Typed("db.format=xml")
    void unknownFormat_isRefused(StatusMojo status) {
        assertThat(refusalOf(status)).startsWith("db.format is \"xml\", but must be text or json.");
    }

    @Test
    @InjectMojo(goal = "status")
    void status_looksAtEveryModule(StatusMojo status) throws Exception {
        DatabaseName products = new DatabaseName("products-of-" + cloud.database());
        cloud.provision().provision(products);
        build().migration("V1__users.sql").module("catalogue", "<database>" + products + "</database>");
        build().migration("catalogue", "V1__products.sql", "SELECT 1;").module("no-database");

        assertThat(printed(status)).contains("\n  " + cloud.database() + " ", "\n  " + products + " ");
    }

    @Test
    @InjectMojo(goal = "status")
    @Typed("db.database=orders")
    void databaseThatNoModuleHas_isRefused(StatusMojo status) {
        build().migration("V1__users.sql").module("products").migration("products", "V1__p.sql", "SELECT 1;");

        assertThat(refusalOf(status))
                .startsWith("No module of this build has a database \"orders\". There are: " + cloud.database()
                        + ", products.");
    }

    @Test
    @InjectMojo(goal = "status")
    void databaseOfTwoModules_isRefused(StatusMojo status) {
        build().migration("V1__users.sql").module("other", "<database>" + cloud.database() + "</database>");
        build().migration("other", "V1__other.sql", "SELECT 1;");

        assertThat(refusalOf(status))
                .startsWith("Several modules of this build have the database \"" + cloud.database() + "\".");
    }

    @Test
    @InjectMojo(goal = "status")
    void databaseThatCannotBeRead_doesNotHideTheOthers(StatusMojo status) {
        cloud.provision();
        build().migration("V1__users.sql").module("products").migration("products", "V1__p.sql", "SELECT 1;");

        assertThat(printedBeforeFailing(status)).contains("\n  " + cloud.database() + " ", "never deployed");
        assertThat(refusalOf(status)).startsWith("No environment is described below /db-promote/products ");
    }

    @Test
    @InjectMojo(goal = "status")
    void environmentThatCannotBeRead_failsTheGoal_afterTheOthersAreShown(StatusMojo status) {
        cloud.provision().store("qa", cloud.database() + "/ledger.json", "{}");
        build().migration("V1__users.sql");

        assertThat(printedBeforeFailing(status)).contains("dev      never deployed");
        assertThat(refusalOf(status)).contains("/ledger.json is not as db-promote writes it: ");
    }

    @Test
    @InjectMojo(goal = "status")
    @Typed("db.format=json")
    void json_isOneDocumentThatTellsOfTheFailure(StatusMojo status) {
        cloud.provision();
        build().migration("V1__users.sql").module("products").migration("products", "V1__p.sql", "SELECT 1;");

        assertThat(printedBeforeFailing(status).replaceAll("\\s", ""))
                .startsWith("{\"format\":1,\"success\":false,\"databases\":[{\"database\":\"" + cloud.database() + "\"")
                .contains("{\"database\":\"products\",\"goal\":\"status\",\"environments\":[]")
                .endsWith("}");
    }

    @Test
    @InjectMojo(goal = "status")
    @Typed("db.format=json")
    void json_hasTheSameShape_whereNothingCouldBeAsked(StatusMojo status) {
        build().migration("V1__users.sql").offline();

        assertThat(printedBeforeFailing(status)).isEqualTo("""
                {
                  "format": 1,
                  "success": false,
                  "databases": [],
                  "problems": [
                    {
                      "code": "offline",
                      "summary": "Maven is offline (-o), and this goal needs AWS.",
                      "remedy": "Run it without -o, or against the sandbox: -Ddb.sandbox"
                    }
                  ]
                }
                """);
    }

    @Test
    @InjectMojo(goal = "status")
    @Typed("db.format=json")
    void json_hasTheSameShape_whereThereIsNoDatabase(StatusMojo status) {
        build().withoutPom();

        assertThat(printedBeforeFailing(status))
                .contains("\"success\": false", "\"databases\": []", "\"code\": \"no-database\"");
    }

    @Test
    @InjectMojo(goal = "status")
    @Typed("db.output=answers/status.json")
    void output_holdsTheAnswerForMachines_beneathWhereMavenWasCalled(StatusMojo status) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");

        assertThat(printed(status)).contains("dev      never deployed");

        assertThat(folder.resolve("answers/status.json"))
                .content()
                .startsWith("{\n  \"format\": 1,\n  \"success\": true,")
                .contains("\"database\": \"" + cloud.database() + "\"", "\"goal\": \"status\"");
    }

    @Test
    @InjectMojo(goal = "status")
    @Typed("db.skip.status=true")
    void goalIsLeftOut_byItsOwnProperty(StatusMojo status) throws Exception {
        assertThat(printed(status)).isEmpty();

        assertThat(said.lines()).containsExactly("Skipped (db.skip.status).");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "status")
    @Typed("db.endpoint=http://aws.acme.test")
    void proxyOfTheSettings_isOnTheWayToAws_andNamedWhereItRefuses(StatusMojo status) throws IOException {
        build().migration("V1__users.sql");
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
            exchange.sendResponseHeaders(407, -1);
            exchange.close();
        });
        proxy.start();
        try {
            session().getRequest().addProxy(proxy(proxy.getAddress().getPort()));

            assertThat(catchThrowable(status::execute))
                    .hasMessageContaining("Could not ")
                    .hasMessageContaining(
                            "the proxy 127.0.0.1:" + proxy.getAddress().getPort()
                                    + " (settings.xml) did not let the request through (it says 407")
                    .hasMessageNotContaining("s3cret");
            assertThat(asked).isNotEmpty().allMatch("http://aws.acme.test/ Basic YWxpY2U6czNjcmV0"::equals);
        } finally {
            proxy.stop(0);
        }
    }

    private static Proxy proxy(int port) {
        Proxy proxy = new Proxy();
        proxy.setProtocol("http");
        proxy.setHost("127.0.0.1");
        proxy.setPort(port);
        proxy.setUsername("alice");
        proxy.setPassword("s3cret");
        return proxy;
    }

    private static String printedBeforeFailing(Mojo goal) {
        return printed(() -> assertThatThrownBy(goal::execute).isInstanceOf(MojoFailureException.class));
    }

    @Test
    @InjectMojo(goal = "status")
    void status_writesNothing(StatusMojo status) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        past("dev").succeeds(past("dev").ordered(release()), release());
        long revision = cloud.ledger("dev").read().ledger().revision();

        assertThat(printed(status))
                .contains("finished on the host (SUCCEEDED), not yet settled: mvn db:settle -Denv=dev");

        assertThat(cloud.ledger("dev").read().ledger().revision()).isEqualTo(revision);
    }

    @Test
    @InjectMojo(goal = "status")
    void status_refusesToRunOffline(StatusMojo status) {
        build().migration("V1__users.sql").offline();

        assertThat(refusalOf(status)).startsWith("Maven is offline (-o), and this goal needs AWS.");
    }

    private static String printed(Mojo goal) {
        return printed(() -> assertThatCode(goal::execute).doesNotThrowAnyException());
    }

    private static String printed(Runnable goal) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            goal.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
