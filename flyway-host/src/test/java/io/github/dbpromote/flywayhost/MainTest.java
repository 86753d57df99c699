package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private ExitCode run(String... arguments) {
        Main main = new Main(
                Map.of("FLYWAY_HOST_CONFIG", directory.toString()),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return main.run(
                List.of(arguments),
                region -> new Aws(AnonymousCredentialsProvider.create(), Region.EU_CENTRAL_1, Optional.empty()));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void version_isOneLine() {
        assertThat(run("--version")).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("flyway-host 0.1.0\n");
    }

    @Test
    void help_tellsArgumentsVariablesAndExitCodes() {
        assertThat(run("--help")).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("flyway-host <migrate|inspect|repair> <database> <environment> <deployment>")
                .contains("FLYWAY_HOST_CONFIG")
                .contains("2 refused, nothing was done");
    }

    @Test
    void wrongNumberOfArguments_isRefusedWithTheUsage() {
        assertThat(run("migrate", "users")).isEqualTo(ExitCode.REFUSED);
        assertThat(said())
                .isEqualTo("flyway-host: 5 arguments are needed, but 2 were given.\n"
                        + "  → flyway-host <migrate|inspect|repair> <database> <environment> <deployment>"
                        + " <execution timeout in seconds>\n");
    }

    @Test
    void everyWrongArgument_isNamedAtOnce() {
        assertThat(run("clean", "us/ers", "DEV", "$(id)", "soon")).isEqualTo(ExitCode.REFUSED);
        assertThat(said())
                .contains("The action \"clean\" is none of migrate, inspect, repair.")
                .contains("\"us/ers\" cannot be the name of a database")
                .contains("\"DEV\" cannot be the name of an environment")
                .contains("The deployment \"$(id)\" is not d- and 8 to 40")
                .contains("The execution timeout \"soon\" is not a number of seconds from 5 to 172800.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "172801", "-5", "1e3", "99999999999999999999", ""})
    void executionTimeout_mustBeOneThatTheAgentKeeps(String timeout) {
        assertThat(run("migrate", "users", "dev", "d-12345678", timeout)).isEqualTo(ExitCode.REFUSED);
        assertThat(said()).contains("is not a number of seconds from 5 to 172800.");
    }

    @Test
    void unknownDatabase_isRefusedWithTheFileThatWouldMakeItKnown() {
        assertThat(run("migrate", "users", "dev", "d-12345678", "60")).isEqualTo(ExitCode.REFUSED);
        assertThat(said()).contains("There is no " + directory.resolve("users.conf"));
    }

    @Test
    void bug_isNotTakenForAReceipt() {
        Main main = new Main(
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        ExitCode exit = main.run(List.of("migrate", "users", "dev", "d-12345678", "60"), region -> {
            throw new IllegalStateException("a bug");
        });

        assertThat(exit).isEqualTo(ExitCode.NO_RECEIPT);
        assertThat(said()).startsWith("flyway-host: flyway-host failed: java.lang.IllegalStateException: a bug, at ");
    }

    @Test
    void exitCodes_areNoneThatTheAgentReadsOtherwise() {
        assertThat(ExitCode.values()).extracting(ExitCode::code).containsExactly(0, 1, 2, 3);
    }
}
