package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One command, and everything that can be in its way between Maven and the database. Each obstacle is made where people
 * make it, read in Maven's output, and taken away; then the same command goes on to the next.
 */
@ExtendWith(FreshSandbox.class)
class HostMistakesIT {
    private static final String DATABASE = "host-mistakes";
    private static final String LAUNCHER = "usr/local/bin/flyway-host";
    private static final String CONFIGURATION = "etc/db-promote/host-mistakes.conf";
    private static final int SCREEN = 24;

    private final Scenario project = Scenario.alone(DATABASE);
    private final SharedSandbox sandbox = project.sandbox;

    @AfterEach
    void leaveTheSandboxAsItWas() throws IOException {
        if (sandbox.runs()) {
            sandbox.host("dev", "\"state\": \"online\"");
            sandbox.host("dev", "\"disk\": \"free\"");
            sandbox.startPostgresql();
            bringBack(LAUNCHER);
            sandbox.stop();
        }
    }

    @Test
    void everyObstacleOnTheWayToTheDatabase_isSaidWithItsRemedy_andWithoutItTheSameCommandGoesOn() throws Exception {
        // The sandbox makes what infrastructure would make; from here on it passes for AWS, and mends nothing.
        assertThat(project.mvn("db:status")).contains("never deployed");

        whereNoHostCanBeFound();
        whereNoCommandCanBeSent();
        whereTheHostDoesNotStart();
        whereTheHostKnowsNothingOfTheDatabase();
        whereTheDatabaseIsNotAsExpected();

        assertThat(sandbox.query(DATABASE, "dev", "select to_regclass('person')"))
                .as("what all these calls have done")
                .containsExactly((String) null);
        assertThat(project.inAws().mvn("db:publish")).contains("host-mistakes in dev: applied 1 migration in");

        whereAnotherObjectStandsInTheBundlesPlace();
    }

    private void whereNoHostCanBeFound() {
        sandbox.host("dev", "\"state\": \"offline\"");
        refused(
                "No Flyway host of host-mistakes in dev is online: i-",
                "(tag FlywayHost=dev) lost the connection to Systems Manager.",
                "Start the instance or its SSM agent, then run the same command again. Nothing was stored or sent.");
        sandbox.host("dev", "\"state\": \"online\"");

        parameter(parameter -> ((ObjectNode) parameter.path("hosts")).put("value", "nobody"));
        refused(
                "Systems Manager knows no instance with the tag FlywayHost=nobody, so there is no Flyway host for"
                        + " host-mistakes in dev",
                "Check that the host runs, carries the tag, and that its role lets the SSM agent register"
                        + " (AmazonSSMManagedInstanceCore).");
        parameter(parameter -> ((ObjectNode) parameter.path("hosts")).put("value", "dev"));
        assertThat(sandbox.keys(DATABASE, "dev", DATABASE + "/")).isEmpty();
    }

    private void whereNoCommandCanBeSent() {
        document("db-promote-host-mistakes-dev-migrat");
        refused(
                "There is no SSM document db-promote-host-mistakes-dev-migrat, which the parameter of host-mistakes in"
                        + " dev names",
                "correct \"documents\" in the parameter, then run the same command again.");
        document("db-promote-host-mistakes-dev-migrate");

        sandbox.deny("ssm", "SendCommand");
        refused(
                "You may not send document db-promote-host-mistakes-dev-migrate to host i-",
                "Have ssm:SendCommand allowed for you on that document and on instances with the tag");
    }

    private void whereTheHostDoesNotStart() throws IOException {
        sandbox.createDocument(
                "host-mistakes-other-words", "exec flyway-host apply 'host-mistakes' '{{ deployment }}'");
        document("host-mistakes-other-words");
        refused(
                "5 arguments are needed, but 3 were given: apply host-mistakes d-",
                "The SSM document fixes the arguments.",
                "if the document is of another version, update the older of the two.");
        document("db-promote-host-mistakes-dev-migrate");

        putAside(LAUNCHER);
        refused(
                "of host-mistakes in dev has no flyway-host on its PATH",
                "flyway-host: not found",
                "the environment is free.",
                "Install flyway-host and Java 17 on that host: docs/aws.md says where. Then run the same command again.");

        // In the words of today, for no earlier version than this one was ever released.
        program("""
                #!/bin/sh
                echo "flyway-host: Order $4 has format 1, but this version of db-promote understands formats up to 0." >&2
                echo "  → Nothing was done. This is flyway-host 0.0.9: install on this host the version of the plugin that" \
                    "wrote it." >&2
                exit 2
                """);
        refused(
                "has format 1, but this version of db-promote understands formats up to 0.",
                "This is flyway-host 0.0.9: install on this host the version of the plugin that wrote it.",
                "the environment is free. Mend the cause, then run the same command again.");
        bringBack(LAUNCHER);
    }

    private void whereTheHostKnowsNothingOfTheDatabase() throws IOException {
        putAside(CONFIGURATION);
        refused(
                "host-mistakes.conf, so this host knows nothing of that database.",
                "Write it, for its owner alone (chmod 600):",
                "the environment is free. Mend the cause, then run the same command again.");
        bringBack(CONFIGURATION);
    }

    private void whereTheDatabaseIsNotAsExpected() throws IOException {
        Path configuration = sandbox.fileOnHost("dev", CONFIGURATION);
        String right = Files.readString(configuration);
        Files.writeString(
                configuration, right.replaceAll("(?m)^dbPromote\\.passwordSecret=.*$", "flyway.password=not-the-one"));
        refused(
                "PostgreSQL does not accept the host's login: password authentication failed for user",
                "Applied by this run before it: nothing.",
                "Mend the cause, then run the same command again; what was applied is not applied twice.");
        Files.writeString(configuration, right);

        sandbox.stopPostgresql();
        refused("The database cannot be reached: ", "and whether the server is up.");
        sandbox.startPostgresql();

        parameter(parameter -> parameter.put("postgresql", "15"));
        refused(
                "PostgreSQL 15 is expected by \"postgresql\" in parameter /db-promote/host-mistakes/dev, but the server"
                        + " is 16.",
                "Nothing was run. Correct flyway.url in ",
                "or after an upgrade of the server \"postgresql\" in parameter /db-promote/host-mistakes/dev.");
        parameter(parameter -> parameter.put("postgresql", "16"));
    }

    private void whereAnotherObjectStandsInTheBundlesPlace() throws IOException {
        String file = "src/main/resources/db/migration/V2__add_email.sql";
        project.write(file, "ALTER TABLE person ADD COLUMN email text;\n");
        project.inAws().mvn("db:package");
        String key = DATABASE + "/bundles/" + bundle() + ".jar";
        sandbox.create(DATABASE, "dev", key, "not the bundle".getBytes(StandardCharsets.UTF_8));
        assertThat(project.inAws().mvnFails("db:publish"))
                .contains(key + " exists already with another content.")
                .contains("It is never overwritten. Find out who wrote it");

        project.write(file, "ALTER TABLE person ADD COLUMN email varchar(320);\n");
        assertThat(project.inAws().mvn("db:publish")).contains("host-mistakes in dev: applied 1 migration in");
    }

    @Test
    void aFullDiskOnTheHost_isSaidBeforeAnythingRuns_andFreedTheSameCommandSucceeds() throws Exception {
        assumeTrue(canGiveAProcessADiskOfItsOwn(), "a process may have mounts of its own here");
        String database = "full-disk";
        assertThat(project.mvn("db:status", "-Ddb.database=" + database)).contains("never deployed");
        sandbox.host("dev", "\"disk\": \"full\"");

        assertThat(project.inAws().mvnFails("db:publish", "-Ddb.database=" + database))
                .contains("full-disk in dev: no host started deployment d-")
                .contains("has no room for the 1024 KB that a run may need: ")
                .contains("No space left on device")
                .contains("Free some space there (older logs in ")
                .contains("the environment is free. Mend the cause, then run the same command again.");

        sandbox.host("dev", "\"disk\": \"free\"");
        assertThat(project.inAws().mvn("db:publish", "-Ddb.database=" + database))
                .containsPattern("full-disk in dev: applied [12] migrations? in");
    }

    /** As the sandbox plays it. */
    private static boolean canGiveAProcessADiskOfItsOwn() throws InterruptedException {
        try {
            return new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String bundle() throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(project.file("target/host-mistakes-1.0-migrations.jar"));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says so on one screen, and leaves the environment to the next. */
    private void refused(String... sentences) {
        String output = project.inAws().mvnFails("db:publish");

        assertThat(output).contains(List.of(sentences));
        assertThat(output.lines().filter(line -> !line.startsWith("[INFO]"))).hasSizeLessThan(SCREEN);
        if (!sandbox.keys(DATABASE, "dev", DATABASE + "/ledger.json").isEmpty()) {
            JsonNode ledger = sandbox.json(DATABASE, "dev", DATABASE + "/ledger.json");
            assertThat(ledger.has("inFlight")).as(output).isFalse();
            assertThat(ledger.has("live")).as(output).isFalse();
        }
    }

    private void document(String name) {
        parameter(parameter -> ((ObjectNode) parameter.path("documents")).put("migrate", name));
    }

    private void parameter(Consumer<ObjectNode> change) {
        sandbox.changeParameter(DATABASE, "dev", change);
    }

    private void program(String script) throws IOException {
        Path launcher = sandbox.fileOnHost("dev", LAUNCHER);
        Files.writeString(launcher, script);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void putAside(String file) throws IOException {
        Files.move(sandbox.fileOnHost("dev", file), sandbox.fileOnHost("dev", file + ".aside"));
    }

    private void bringBack(String file) throws IOException {
        Path aside = sandbox.fileOnHost("dev", file + ".aside");
        if (Files.exists(aside)) {
            Files.move(aside, sandbox.fileOnHost("dev", file), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
