package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the host gets into the database, and what it says when it does not. */
@ExtendWith(SandboxExtension.class)
class LoginTest {
    private final Scene scene;

    LoginTest(Scene scene) {
        this.scene = scene;
    }

    private Path file() {
        return scene.configuration().resolve(scene.database() + ".conf");
    }

    /** Runs with the sandbox's configuration, changed by those rules. */
    private Order runWith(Map<String, String> replacements, String... removed) throws IOException {
        Map<String, String> settings = Files.readAllLines(file()).stream()
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
        settings.putAll(replacements);
        for (String key : removed) {
            settings.remove(key);
        }
        // Written over, which keeps the file's permissions.
        Files.writeString(
                file(),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining("\n")));
        Order order = scene.ordered(Map.of("V1__one.sql", "CREATE TABLE one (id int);"));
        scene.run(order);
        return order;
    }

    private Failure failureWith(Map<String, String> replacements, String... removed) throws IOException {
        Order order = runWith(replacements, removed);
        assertThat(scene.receipt(order).outcome()).isEqualTo(Outcome.FAILED);
        return scene.receipt(order).failure().orElseThrow();
    }

    @Test
    void secretAsPlainText_isThePassword() throws IOException {
        scene.sandbox().secrets().put(scene.database() + "-plain", scene.password());
        Order order = runWith(Map.of("dbPromote.passwordSecret", scene.database() + "-plain"));

        assertThat(scene.receipt(order).succeeded()).isTrue();
    }

    @Test
    void secretWithUsername_needsNoUserInTheFile() throws IOException {
        String user = scene.sandbox().jdbc(scene.database(), "dev").user();
        scene.sandbox()
                .secrets()
                .put(
                        scene.database() + "-both",
                        "{\"username\":\"" + user + "\",\"password\":\"" + scene.password() + "\"}");
        Order order = runWith(Map.of("dbPromote.passwordSecret", scene.database() + "-both"), "flyway.user");

        assertThat(scene.receipt(order).succeeded()).isTrue();
    }

    @Test
    void passwordInTheFile_works() throws IOException {
        Order order = runWith(Map.of("flyway.password", scene.password()), "dbPromote.passwordSecret");

        assertThat(scene.receipt(order).succeeded()).isTrue();
    }

    @Test
    void wrongPassword_isSaidSoWithThePlaceToMend() throws IOException {
        Failure failure = failureWith(Map.of("flyway.password", "wrong"), "dbPromote.passwordSecret");

        assertThat(failure.code()).isEqualTo("wrong-password");
        assertThat(failure.message())
                .isEqualTo("PostgreSQL does not accept the host's login: password authentication failed for user \""
                        + scene.sandbox().jdbc(scene.database(), "dev").user() + "\".");
        assertThat(failure.detail()).contains("Check flyway.user and flyway.password in " + file() + ".");
        assertThat(failure.sqlState()).contains("28P01");
    }

    @Test
    void wrongPasswordInASecret_namesTheSecret() throws IOException {
        scene.sandbox().secrets().put(scene.database() + "-old", "yesterday's");
        Failure failure = failureWith(Map.of("dbPromote.passwordSecret", scene.database() + "-old"));

        assertThat(failure.detail())
                .contains("Check secret " + scene.database() + "-old, and flyway.user in " + file() + ".");
    }

    @Test
    void unreachableDatabase_isSaidSo() throws IOException {
        Failure failure = failureWith(Map.of("flyway.url", "jdbc:postgresql://127.0.0.1:1/users"));

        assertThat(failure.code()).isEqualTo("database-unreachable");
        assertThat(failure.message()).startsWith("The database cannot be reached: Connection to 127.0.0.1:1 refused.");
        assertThat(failure.detail()).contains("Check flyway.url in " + file() + ", and whether the server is up.");
    }

    @Test
    void unknownServer_isSaidSo() throws IOException {
        Failure failure = failureWith(Map.of("flyway.url", "jdbc:postgresql://users.invalid:5432/users"));

        assertThat(failure.message()).isEqualTo("The database's server users.invalid is not known on this host.");
        assertThat(failure.detail()).contains("Check flyway.url in " + file() + ", and the DNS of this network.");
    }

    @Test
    void silentServer_isGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/users";
            Failure failure = failureWith(
                    Map.of("flyway.url", url + "?sslmode=disable", "flyway.jdbcProperties.socketTimeout", "1"));

            assertThat(failure.message()).isEqualTo("Nothing answers at " + url + ".");
            assertThat(failure.detail()).isPresent().get().asString().contains("routes and security groups");
        }
    }

    @Test
    void demandForTlsThatTheServerDoesNotHave_isSaidSo() throws IOException {
        Failure failure = failureWith(Map.of("flyway.jdbcProperties.sslmode", "require"));

        assertThat(failure.message())
                .isEqualTo("Host and database do not agree on TLS: The server does not support SSL.");
        assertThat(failure.detail()).contains("Check flyway.jdbcProperties.sslmode and sslrootcert in " + file() + ".");
    }

    @Test
    void missingDatabase_isSaidSo() throws IOException {
        String url = scene.sandbox().jdbc(scene.database(), "dev").url();
        Failure failure = failureWith(Map.of("flyway.url", url.replace(scene.database() + "_dev", "nowhere")));

        assertThat(failure.code()).isEqualTo("no-such-database");
        assertThat(failure.message())
                .isEqualTo("The server is there, but not the database: database \"nowhere\" does not exist.");
        assertThat(failure.detail()).contains("Create it, or correct flyway.url in " + file() + ".");
    }

    @Test
    void fullServer_isSaidSo() throws Exception {
        String database = "\"" + scene.database() + "_dev\"";
        scene.execute("ALTER DATABASE " + database + " CONNECTION LIMIT 0");
        Failure failure;
        try {
            failure = failureWith(Map.of());
        } finally {
            scene.executeIn("postgres", "ALTER DATABASE " + database + " CONNECTION LIMIT -1");
        }

        assertThat(failure.code()).isEqualTo("too-many-connections");
        assertThat(failure.message())
                .isEqualTo("PostgreSQL has no connection left for this host: too many connections for database "
                        + database + ".");
        assertThat(failure.sqlState()).contains("53300");
    }

    @Test
    void reader_isToldFromTheWriterBeforeAnythingRuns() throws Exception {
        scene.execute("ALTER DATABASE \"" + scene.database() + "_dev\" SET default_transaction_read_only = on");
        Failure failure = failureWith(Map.of());

        assertThat(failure.code()).isEqualTo("read-only-database");
        assertThat(failure.message()).isEqualTo("The server that answers is a reader: it takes no writes.");
        assertThat(failure.detail())
                .contains("Set flyway.url in " + file() + " to the writer, of an Aurora cluster the cluster endpoint.");
    }

    @Test
    void inspectionOnAReader_saysNothingAboutTheWriter() throws Exception {
        Order lost = scene.ordered(Map.of("V1__one.sql", "CREATE TABLE one (id int);"));
        scene.deployments().claim(lost.deployment(), Claim.Kind.CLAIMED, "i-00000000000000bad");
        scene.execute("ALTER DATABASE \"" + scene.database() + "_dev\" SET default_transaction_read_only = on");
        Scene.Shown shown = scene.run(scene.orderedInspection(lost));

        assertThat(shown.exit()).isEqualTo(ExitCode.NO_RECEIPT);
        assertThat(shown.err())
                .isEqualTo(
                        "flyway-host: The server that answers is a reader: it takes no writes.\n  → Set flyway.url in "
                                + file() + " to the writer, of an Aurora cluster the cluster endpoint.\n");
        assertThat(scene.deployments().readReceipt(lost)).isEmpty();
    }

    @Test
    void otherMajorVersion_isRefusedBeforeAnythingRuns() throws Exception {
        Failure failure = failureWith(Map.of("dbPromote.postgresql", "15"));

        assertThat(failure.code()).isEqualTo("wrong-postgresql");
        assertThat(failure.message())
                .startsWith(
                        "PostgreSQL 15 is expected by dbPromote.postgresql in " + file() + ", but the server is 16.");
        assertThat(failure.detail())
                .contains("Nothing was run. Correct flyway.url in " + file()
                        + ", or after an upgrade of the server dbPromote.postgresql in " + file() + ".");
        assertThat(scene.ask("SELECT to_regclass('one')")).containsExactly((String) null);
    }

    @Test
    void majorVersionOfTheOrder_goesBeforeTheHosts() throws Exception {
        Files.writeString(file(), Files.readString(file()) + "\ndbPromote.postgresql=16\n");
        Order order = scene.orderedFor(15, Map.of("V1__one.sql", "CREATE TABLE one (id int);"));
        scene.run(order);

        Failure failure = scene.receipt(order).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("wrong-postgresql");
        assertThat(failure.message())
                .startsWith("PostgreSQL 15 is expected by \"postgresql\" in parameter /db-promote/" + scene.database()
                        + "/dev, but the server is 16.");
        assertThat(scene.ask("SELECT to_regclass('one')")).containsExactly((String) null);
    }

    @Test
    void expectedMajorVersion_isFine() throws IOException {
        assertThat(scene.receipt(runWith(Map.of("dbPromote.postgresql", "16"))).succeeded())
                .isTrue();
    }

    @Test
    void refusedInitSql_isSaidSo() throws IOException {
        Failure failure = failureWith(Map.of("flyway.initSql", "SET lock_timout = '5s'"));

        assertThat(failure.message())
                .isEqualTo("PostgreSQL refuses flyway.initSql: unrecognized configuration parameter"
                        + " \"lock_timout\".");
        assertThat(failure.detail()).contains("Correct the line in " + file() + ".");
    }

    @Test
    void missingSecret_isSaidSo() throws IOException {
        Failure failure = failureWith(Map.of("dbPromote.passwordSecret", "nobody/knows"));

        assertThat(failure.message()).contains("Could not read secret nobody/knows", "ResourceNotFoundException");
    }

    @Test
    void secretWithoutPassword_isSaidSo() throws IOException {
        scene.sandbox().secrets().put(scene.database() + "-odd", "{\"pass\":\"x\"}");
        Failure failure = failureWith(Map.of("dbPromote.passwordSecret", scene.database() + "-odd"));

        assertThat(failure.code()).isEqualTo("no-password-in-secret");
    }
}
