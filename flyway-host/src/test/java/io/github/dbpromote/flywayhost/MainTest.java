package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Termination());
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
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        flyway-host 0.1.0: carries out the orders of db-promote, next to the database.

                        Usage: flyway-host <migrate|inspect|repair> <database> <environment> <deployment> <execution timeout in seconds>
                               flyway-host --version
                               flyway-host --help

                        FLYWAY_HOST_CONFIG  folder of <database>.conf (default /etc/db-promote)
                        FLYWAY_HOST_STATE   folder for logs and receipts (default /var/lib/db-promote)

                        Exit codes: 0 the receipt says SUCCEEDED; 1 it says something else; 2 refused, nothing was run;
                        3 there is no receipt.
                        """);
    }

    @Test
    void wrongNumberOfArguments_isRefusedWithTheDocumentsWords() {
        assertThat(run("migrate", "users")).isEqualTo(ExitCode.REFUSED);
        assertThat(said())
                .isEqualTo("flyway-host: 5 arguments are needed, but 2 were given: migrate users.\n"
                        + "  → The SSM document fixes the arguments. This is flyway-host 0.1.0: if the document is of"
                        + " another version, update the older of the two.\n"
                        + "    flyway-host <migrate|inspect|repair> <database> <environment> <deployment>"
                        + " <execution timeout in seconds>\n");
    }

    @Test
    void moreArgumentsThanThisVersionKnows_areShownShortened() {
        assertThat(run("migrate", "users", "dev", "d-12345678", "60", "--later=" + "x".repeat(100)))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(said())
                .startsWith("flyway-host: 5 arguments are needed, but 6 were given: migrate users dev d-12345678 60"
                        + " --later=xxxxxxxxxxxxxxxxxxxx….\n");
    }

    @Test
    void noArguments_areRefusedToo() {
        assertThat(run()).isEqualTo(ExitCode.REFUSED);
        assertThat(said()).startsWith("flyway-host: 5 arguments are needed, but none was given.\n");
    }

    @Test
    void everyWrongArgument_isNamedAtOnce() {
        assertThat(run("clean", "us/ers", "DEV", "$(id)", "soon")).isEqualTo(ExitCode.REFUSED);
        assertThat(said())
                .contains("The action \"clean\" is none of migrate, inspect, repair.\n"
                        + "  → Nothing was done. The SSM document fixes the arguments. This is flyway-host 0.1.0: if the"
                        + " document is of another version, update the older of the two.\n")
                .contains("\"us/ers\" cannot be the name of a database")
                .contains("\"DEV\" cannot be the name of an environment")
                .contains("The deployment \"$(id)\" is not d- and 8 to 40")
                .contains("The execution timeout \"soon\" is not a number of seconds from 5 to 172800.")
                .doesNotContain("-Ddb.database");
    }

    static Stream<Arguments> hostileArguments() {
        List<String> hostile = List.of(
                "users; rm -rf /",
                "a'b\"c`d`",
                "$(id)",
                "${HOME}",
                "{{ deployment }}",
                "../../etc/passwd",
                "users\nflyway-host: SUCCEEDED",
                "\u001b[2Jusers",
                "\u202Esresu",
                "\u0085users",
                " users",
                "",
                "x".repeat(10_000) + "!");
        return IntStream.range(0, 5)
                .boxed()
                .flatMap(place -> hostile.stream().map(value -> Arguments.of(place, value)));
    }

    @ParameterizedTest
    @MethodSource("hostileArguments")
    void hostileArgument_isRefusedInOneShortSentence(int place, String value) {
        String[] arguments = {"migrate", "users", "dev", "d-12345678", "60"};
        arguments[place] = value;

        assertThat(run(arguments)).isEqualTo(ExitCode.REFUSED);
        assertThat(said().lines()).hasSize(2);
        assertThat(said().lines().findFirst().orElseThrow())
                .startsWith("flyway-host: ")
                .hasSizeLessThan(260);
        assertThat(said()).doesNotContain("\u001b", "\u202E", "\u0085");
        assertThat(directory).isEmptyDirectory();
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
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Termination());
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
