package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** MariaDB in place of PostgreSQL, with what somebody put beside the host's program. */
@Tag("infrastructure")
@ExtendWith(FreshSandbox.class)
class OtherDatabaseIT {
    private static final String DATABASE = "other-database";
    private static final String NOT_INSTALLED =
            "MariaDB is not installed here (Debian has it in mariadb-server-core and"
                    + " mariadb-client-core), so that no other database than PostgreSQL was tried.";
    private static final String CONFIGURATION = "etc/db-promote/other-database.conf";
    private static final String PROGRAM = "opt/db-promote";
    private static final String LAUNCHER = "usr/local/bin/flyway-host";
    private static final String MIGRATIONS = "src/main/resources/db/migration/";

    private final Scenario project = Scenario.of(DATABASE);
    private final Scenario aws = project.inAws();
    private final SharedSandbox sandbox = project.sandbox;
    private MariaDb mariaDb;
    private Maven.Running publisher;

    @BeforeEach
    void startMariaDb() throws Exception {
        if (!MariaDb.isInstalled()) {
            System.out.println(NOT_INSTALLED);
            assertThat(System.getenv("CI")).as(NOT_INSTALLED).isNull();
            abort(NOT_INSTALLED);
        }
        mariaDb = MariaDb.start("users_dev", "users_qa");
    }

    @AfterEach
    void stopMariaDb() throws Exception {
        if (publisher != null) {
            publisher.process().destroyForcibly();
        }
        if (mariaDb != null) {
            mariaDb.close();
        }
    }

    @Test
    void mariaDb_isPublishedTo_promotedTo_repaired_andLookedAfter() throws Exception {
        // The sandbox makes what infrastructure would make; from here on it passes for AWS, and mends nothing.
        assertThat(project.mvn("db:status")).contains("never deployed");
        for (String environment : List.of("dev", "qa")) {
            configure(environment);
        }

        whatIsMissingOnTheHost_isSaid();
        theSameBytes_goToQa();
        aMigrationThatFailed_isRepaired();
        aHostThatWasKilled_leavesTheQuestionToAPerson();
        aHostThatIsToldToEnd_leavesAReceipt();

        assertThat(aws.mvn("db:promote@qa", "db:status"))
                .contains("other-database in qa: applied 3 migrations in")
                .containsPattern("qa +up to date");
    }

    private void whatIsMissingOnTheHost_isSaid() throws Exception {
        assertThat(aws.mvnFails("db:publish"))
                .contains("for flyway.url, which begins with jdbc:mariadb:, there is no JDBC driver on this host.")
                .contains("Put the jar of the driver (org.mariadb.jdbc:mariadb-java-client) into a folder beside")
                .contains("there is no module of Flyway's on this host.")
                .contains("org.flywaydb:flyway-mysql:");
        for (String environment : List.of("dev", "qa")) {
            putDriversBesideTheProgram(environment);
        }

        assertThat(aws.mvnFails("db:publish"))
                .contains(
                        "PostgreSQL 16 is expected by \"postgresql\" in parameter /db-promote/other-database/dev, but the"
                                + " server is MariaDB ")
                .contains(
                        "Nothing was run. Remove \"postgresql\" in parameter /db-promote/other-database/dev, or correct"
                                + " flyway.url in ");
        for (String environment : List.of("dev", "qa")) {
            sandbox.changeParameter(DATABASE, environment, parameter -> parameter.remove("postgresql"));
        }

        change("flyway.password=.*", "flyway.password=not-the-one");
        assertThat(aws.mvnFails("db:publish"))
                .contains("MariaDB does not accept the host's login: Access denied for user 'migrator'")
                .doesNotContain("not-the-one");
        change("flyway.password=.*", "flyway.password=" + MariaDb.PASSWORD);

        mariaDb.administer("SET GLOBAL read_only = 1");
        assertThat(aws.mvnFails("db:publish")).contains("The server that answers is a reader: it takes no writes.");
        mariaDb.administer("SET GLOBAL read_only = 0");

        mariaDb.stop();
        assertThat(aws.mvnFails("db:publish")).contains("The database cannot be reached: ");
        mariaDb.start();
    }

    private void theSameBytes_goToQa() throws SQLException {
        String output = aws.mvn("db:publish", "db:promote@qa", "db:status");

        assertThat(output)
                .contains("other-database in dev: applied 2 migrations in")
                .contains("other-database in qa: applied 2 migrations in")
                .containsPattern("1  create person( +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d){2}");
        assertThat(mariaDb.query("users_qa", "SELECT name FROM person ORDER BY id"))
                .containsExactly("Ada", "Größe");
        assertThat(mariaDb.query("users_qa", "SELECT script FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("V1__create_person.sql", "V2__count_people.sql");
        assertThat(receipt("qa").path("tools").asString()).containsPattern("Flyway [0-9.]+, MariaDB [0-9]+\\.[0-9]+");
        assertThat(aws.mvn("db:publish")).contains("other-database in dev: nothing to do, bundle ");
    }

    private void aMigrationThatFailed_isRepaired() throws SQLException {
        project.write(
                MIGRATIONS + "V3__audit.sql",
                "CREATE TABLE audit (id INT);\n\nINSERT INTO audit\n  SELECT '${nobody}' FROM nowhere;\n");
        assertThat(aws.mvnFails("db:publish"))
                .contains(MIGRATIONS + "V3__audit.sql:3")
                .contains("Table 'users_dev.nowhere' doesn't exist (SQLSTATE 42S02)")
                .contains("V3__audit.sql may be half done: this database does not undo a script as a whole.")
                .contains("mvn db:repair -Denv=dev");
        assertThat(receipt("dev").path("outcome").asString()).isEqualTo("FAILED");
        assertThat(receipt("dev").toString()).contains("\"success\":false");
        assertThat(mariaDb.query("users_dev", "SHOW TABLES LIKE 'audit'"))
                .as("what a person has to remove")
                .containsExactly("audit");
        mariaDb.execute("users_dev", "DROP TABLE audit");
        project.write(MIGRATIONS + "V3__audit.sql", "CREATE TABLE audit (id INT);\n");

        assertThat(aws.mvnFails("db:publish")).contains("failed in an earlier run");
        assertThat(aws.mvn("db:repair", "-Denv=dev")).contains("the schema history is repaired");
        assertThat(aws.mvn("db:publish")).contains("other-database in dev: applied 1 migration in");
    }

    private void aHostThatWasKilled_leavesTheQuestionToAPerson() throws Exception {
        publishing("V4__slow.sql");
        sandbox.killHost("dev");
        assertThat(publisher.end().exitCode()).as(publisher.output()).isEqualTo(1);

        assertThat(aws.mvnFails("db:resolve", "-Denv=dev"))
                .contains("left no receipt; 1 of the bundle's migrations is not in the schema history, the first is"
                        + " V4__slow.sql.")
                .contains("The server may still be at work on it")
                .contains("SHOW FULL PROCESSLIST;")
                .contains("V4__slow.sql may be half done")
                .contains("SELECT * FROM `users_dev`.`flyway_schema_history` ORDER BY 1 DESC;")
                .contains("mvn db:resolve -Denv=dev -Ddb.as=failed");
        assertThat(receipt("dev").path("outcome").asString()).isEqualTo("AMBIGUOUS");
        assertThat(aws.mvnFails("db:publish")).contains("mvn db:resolve -Denv=dev");
        endWhatTheServerStillDoes();
        clearAndPublish("V4__slow.sql");
    }

    private void aHostThatIsToldToEnd_leavesAReceipt() throws Exception {
        publishing("V5__slower.sql");
        programOnTheHost().destroy();
        assertThat(publisher.end().output())
                .contains("the system told it to end (SIGTERM)")
                .contains("V5__slower.sql may be half done");
        assertThat(receipt("dev").path("outcome").asString()).isEqualTo("AMBIGUOUS");
        endWhatTheServerStillDoes();
        clearAndPublish("V5__slower.sql");
    }

    private ProcessHandle programOnTheHost() {
        String program = sandbox.fileOnHost("dev", PROGRAM).toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(program))
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    /** Until the database is in the middle of it. */
    private void publishing(String script) throws Exception {
        String table = table(script);
        project.write(MIGRATIONS + script, "CREATE TABLE " + table + " (id INT);\nDO SLEEP(600);\n");
        publisher = aws.start("db:publish");
        awaitSleeper();
    }

    private void clearAndPublish(String script) throws SQLException {
        mariaDb.execute("users_dev", "DROP TABLE " + table(script));
        project.write(MIGRATIONS + script, "CREATE TABLE " + table(script) + " (id INT);\n");
        aws.mvn("db:resolve", "-Denv=dev", "-Ddb.as=failed", "-Ddb.reason=removed the table");
        assertThat(aws.mvn("db:publish")).contains("other-database in dev: applied 1 migration in");
    }

    private static String table(String script) {
        return script.substring(script.indexOf("__") + 2, script.indexOf('.'));
    }

    /** As a person would: the server does not notice that its client is gone. */
    private void endWhatTheServerStillDoes() throws SQLException {
        for (String connection : sleepers()) {
            mariaDb.execute("users_dev", "KILL " + connection);
        }
    }

    private List<String> sleepers() throws SQLException {
        return mariaDb.query("users_dev", "SELECT id FROM information_schema.processlist WHERE info LIKE 'DO SLEEP%'");
    }

    /** Looks until it is so; a publisher that has ended can never bring it about. */
    private void awaitSleeper() throws SQLException, InterruptedException {
        while (sleepers().isEmpty()) {
            assertThat(publisher.process().waitFor(100, TimeUnit.MILLISECONDS))
                    .as(publisher.output())
                    .isFalse();
        }
    }

    private void configure(String environment) throws IOException {
        Path file = sandbox.fileOnHost(environment, CONFIGURATION);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.removeIf(line -> line.startsWith("flyway.") || line.startsWith("dbPromote.passwordSecret"));
        lines.addAll(List.of(
                "flyway.url=" + mariaDb.url("users_" + environment),
                "flyway.user=" + MariaDb.USER,
                "flyway.password=" + MariaDb.PASSWORD,
                "flyway.placeholders.nobody=Nobody in particular",
                "flyway.initSql=SET lock_wait_timeout = 30",
                ""));
        Files.writeString(file, String.join("\n", lines));
    }

    private void change(String line, String to) throws IOException {
        Path file = sandbox.fileOnHost("dev", CONFIGURATION);
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^" + line + "$", to));
    }

    /** As docs/other-databases.md has it. */
    private void putDriversBesideTheProgram(String environment) throws IOException, URISyntaxException {
        Path drivers = sandbox.fileOnHost(environment, PROGRAM + "/drivers");
        Files.createDirectories(drivers);
        for (String type : List.of("org/mariadb/jdbc/Driver", "org/flywaydb/database/mysql/MySQLDatabaseType")) {
            Path jar = jarOf(type);
            Files.copy(jar, drivers.resolve(jar.getFileName()));
        }
        String program = drivers.getParent().toString();
        Path launcher = sandbox.fileOnHost(environment, LAUNCHER);
        Files.writeString(
                launcher,
                Files.readString(launcher)
                        .replace(
                                "-jar '" + program + "/flyway-host.jar'",
                                classPath().replace("/" + PROGRAM, program)));
    }

    private static String classPath() throws IOException {
        Matcher launcher = Pattern.compile("exec java (-cp .+) \"\\$@\"")
                .matcher(Files.readString(Maven.ROOT.resolve("docs/other-databases.md")));
        assertThat(launcher.find()).isTrue();
        return launcher.group(1);
    }

    private static Path jarOf(String type) throws IOException, URISyntaxException {
        var resource = OtherDatabaseIT.class.getClassLoader().getResource(type + ".class");
        JarURLConnection connection = (JarURLConnection) resource.openConnection();
        return Path.of(connection.getJarFileURL().toURI());
    }

    /** Of the newest deployment. */
    private JsonNode receipt(String environment) {
        String deployment = sandbox.json(DATABASE, environment, DATABASE + "/ledger.json")
                .path("last")
                .path("deployment")
                .asString();
        return sandbox.json(DATABASE, environment, DATABASE + "/deployments/" + deployment + "/receipt.json");
    }
}
