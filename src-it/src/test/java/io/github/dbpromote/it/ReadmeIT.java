package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's commands, as somebody runs them who has just cloned the repository. */
@ExtendWith(FreshSandbox.class)
class ReadmeIT {
    private static final Path CHECKOUT = Maven.WORK.resolve("checkout");
    private static final Set<String> LEFT_OUT = Set.of("target", ".git", ".idea", ".terraform");

    private final SharedSandbox sandbox = new SharedSandbox(Maven.WORK.resolve("checkout-sandbox"));

    @AfterEach
    void stopTheSandbox() {
        sandbox.stop();
    }

    @Test
    @Timeout(900)
    void tryIt_onACleanCheckoutWithAnEmptyRepository_bringsEveryMigrationToProd_andAgainChangesNothing() {
        String command = commandsOf("Try it").get(0);
        copyTheCheckout();

        Maven.Run first = Maven.call(CHECKOUT, List.of("sh", "-c", command));

        assertThat(first.exitCode()).as(first.output()).isZero();
        for (String database : List.of("users", "products")) {
            List<String> scripts = scripts(database);
            assertThat(scripts).hasSizeGreaterThan(12);
            for (String environment : List.of("dev", "qa", "prod")) {
                assertThat(sandbox.applied(database, environment))
                        .as(database + " in " + environment)
                        .containsExactlyInAnyOrderElementsOf(scripts);
            }
        }
        assertThat(sandbox.query("users", "prod", "select count(*) from mail_template"))
                .isNotEqualTo(List.of("0"));

        Maven.Run second = Maven.call(CHECKOUT, List.of("sh", "-c", command));

        assertThat(second.exitCode()).as(second.output()).isZero();
        assertThat(second.output().split("nothing to do, bundle", -1)).hasSize(7);
        theCommandsForAwsAreRightToo();
        assertThat(sandbox.keys("users", "prod", "users/deployments/")).hasSize(3);
        theRelayBringsEveryMigrationToProdByItself();
    }

    /** Linux is the only system that AWS's runtime client exists for. */
    private void theRelayBringsEveryMigrationToProdByItself() {
        Maven.Run run =
                Maven.call(CHECKOUT, List.of("sh", "-c", commandsOf("Try it").get(1)));

        if (!System.getProperty("os.name").startsWith("Linux")) {
            assertThat(run.output()).contains("The sandbox runs the relay on Linux alone");
            return;
        }
        assertThat(run.exitCode()).as(run.output()).isZero();
        for (String database : List.of("users", "products")) {
            assertThat(run.output())
                    .contains(database + " in qa: promoted, d-")
                    .contains(database + " in prod: gate: soak has ")
                    .contains(database + " in prod: promoted, d-")
                    .containsPattern(database + ": bundle [0-9a-f]{12} is live in dev, qa and prod");
            assertThat(sandbox.applied(database, "prod")).containsExactlyInAnyOrderElementsOf(scripts(database));
        }
    }

    /** Against the sandbox: what differs on AWS are the credentials. */
    private static void theCommandsForAwsAreRightToo() {
        Path project = CHECKOUT.resolve("example-project");
        List<String> commands = new ArrayList<>(blocks(section("Use it on AWS"), "sh"));
        commands.addAll(blocks(read(project.resolve("README.md")), "sh"));
        for (String command : commands) {
            Maven.Run run = Maven.call(project, List.of("sh", "-ec", command));
            assertThat(run.exitCode()).as(command + "\n" + run.output()).isZero();
        }
    }

    @Test
    void theTestCommands_areWhatCiRuns() throws IOException {
        assertThat(commandsOf("Test").get(0)).startsWith("mvn ").endsWith(" install");
        assertThat(Files.readString(Maven.ROOT.resolve(".ci/run")))
                .as("it takes the commands from the README itself")
                .contains("## Test");
    }

    @Test
    void everyCommandOfTheReadme_isOneOfThese() {
        assertThat(commandsOf("Try it")).hasSize(2);
        assertThat(commandsOf("Test")).hasSize(2);
        assertThat(blocks(readme(), "sh"))
                .containsExactly(
                        commandsOf("Try it").get(0),
                        commandsOf("Try it").get(1),
                        commandsOf("Test").get(0),
                        commandsOf("Test").get(1),
                        onlyCommandOf("Use it on AWS"));
    }

    @Test
    void theReadmeSpeaksOfThisVersion() {
        assertThat(readme())
                .contains("<version>" + Maven.VERSION + "</version>")
                .contains("db-maven-plugin:" + Maven.VERSION + ":status");
    }

    private static String onlyCommandOf(String section) {
        List<String> commands = commandsOf(section);
        assertThat(commands).as("commands in section " + section).hasSize(1);
        return commands.get(0);
    }

    private static List<String> commandsOf(String section) {
        return blocks(section(section), "sh");
    }

    private static String section(String name) {
        return Pattern.compile("(?m)^## ")
                .splitAsStream(readme())
                .filter(part -> part.startsWith(name + "\n"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> blocks(String text, String language) {
        List<String> blocks = new ArrayList<>();
        var fences = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(text);
        while (fences.find()) {
            blocks.add(fences.group(1).strip());
        }
        return blocks;
    }

    private static String readme() {
        return read(Maven.ROOT.resolve("README.md"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> scripts(String database) {
        Path folder = CHECKOUT.resolve("example-project").resolve(database).resolve("src/main/resources/db/migration");
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[VR].*\\.sql"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A checkout of its own with an empty local repository, which is filled from the one of this build before the network. */
    private static void copyTheCheckout() {
        try {
            copy(Maven.ROOT, CHECKOUT);
            Path settings = Maven.WORK.resolve("settings.xml");
            Files.writeString(
                    settings,
                    SETTINGS.replace(
                            "@repository@", Path.of(Maven.REPOSITORY).toUri().toString()));
            Files.writeString(
                    CHECKOUT.resolve(".mvn/maven.config"),
                    String.join(
                            "\n",
                            "-s",
                            settings.toString(),
                            "-Dmaven.repo.local=" + Maven.WORK.resolve("empty-repository"),
                            "-Ddb.sandbox",
                            "-Ddb.sandbox.directory=" + Maven.WORK.resolve("checkout-sandbox"),
                            ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> children = Files.list(source)) {
            for (Path child : children.toList()) {
                Path copy = target.resolve(child.getFileName().toString());
                if (LEFT_OUT.contains(child.getFileName().toString())) {
                    continue;
                }
                if (Files.isDirectory(child)) {
                    copy(child, copy);
                } else {
                    Files.copy(child, copy);
                }
            }
        }
    }

    private static final String SETTINGS = """
            <settings>
              <profiles>
                <profile>
                  <id>repository-of-this-build</id>
                  <repositories>
                    <repository>
                      <id>repository-of-this-build</id>
                      <url>@repository@</url>
                    </repository>
                  </repositories>
                  <pluginRepositories>
                    <pluginRepository>
                      <id>repository-of-this-build</id>
                      <url>@repository@</url>
                    </pluginRepository>
                  </pluginRepositories>
                </profile>
              </profiles>
              <activeProfiles>
                <activeProfile>repository-of-this-build</activeProfile>
              </activeProfiles>
            </settings>
            """;
}
