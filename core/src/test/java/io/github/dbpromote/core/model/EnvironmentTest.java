package io.github.dbpromote.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.gate.ChangeWindow;
import io.github.dbpromote.core.gate.Freeze;
import io.github.dbpromote.core.gate.Gates;
import io.github.dbpromote.core.gate.Quorum;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private static final String PARAMETER = """
            { "format": 1, "promotesFrom": "dev",
              "bucket": "acme-users-qa-migrations", "bucketOwner": "123456789012",
              "hosts": { "tag": "FlywayHost", "value": "qa" },
              "documents": { "migrate": "m", "inspect": "i" },
              "postgresql": "16", "executionTimeout": "PT2H", "logGroup": "/ssm/runcommand/flyway-host",
              "trigger": "relay", "promotion": "scheduled", "somethingNew": [1],
              "gates": { "soak": "PT24H", "windows": ["Mon-Thu 06:00-16:00 Europe/Berlin"] } }
            """;

    @Test
    void aParameter_isReadAsInfrastructureWroteIt() {
        Environment qa = parse(PARAMETER);

        assertThat(qa.promotesFrom()).hasValue(new EnvironmentName("dev"));
        assertThat(qa.bucket()).isEqualTo("acme-users-qa-migrations");
        assertThat(qa.hosts()).hasToString("FlywayHost=qa");
        assertThat(qa.executionTimeout()).isEqualTo(Duration.ofHours(2));
        assertThat(qa.postgresql()).hasValue(16);
        assertThat(qa.trigger()).isEqualTo(Environment.Trigger.RELAY);
        assertThat(qa.promotion()).isEqualTo(Environment.Promotion.SCHEDULED);
        assertThat(qa.gates().soak()).hasValue(Duration.ofHours(24));
        assertThat(qa.gates().windows()).hasSize(1);
        assertThat(qa.document(Action.INSPECT)).isEqualTo("i");
    }

    @Test
    void gates_areReadIntoValues() {
        Gates gates = gates("""
                { "soak": "pt24h", "windows": ["Mon-Thu 06:00-16:00 Europe/Berlin", "Sun 22:00-02:00 UTC"],
                  "freeze": ["2026-12-20/2027-01-06 Europe/Berlin"], "approvals": 2, "approvalLifetime": "P2D",
                  "override": true }""");

        assertThat(gates)
                .isEqualTo(new Gates(
                        Optional.of(Duration.ofHours(24)),
                        List.of(
                                ChangeWindow.parse("Mon-Thu 06:00-16:00 Europe/Berlin"),
                                ChangeWindow.parse("Sun 22:00-02:00 UTC")),
                        List.of(Freeze.parse("2026-12-20/2027-01-06 Europe/Berlin")),
                        Optional.of(new Quorum(2, Duration.ofDays(2))),
                        true,
                        List.of()));
    }

    @Test
    void withoutGates_nothingIsAsked() {
        assertThat(gates("null")).isEqualTo(Gates.NONE);
        assertThat(gates("{}")).isEqualTo(Gates.NONE);
        assertThat(gates("{ \"windows\": [], \"freeze\": [], \"soak\": null }")).isEqualTo(Gates.NONE);
    }

    @Test
    void anApproval_livesForAWeek_unlessTheParameterSaysOtherwise() {
        assertThat(gates("{ \"approvals\": 1 }").quorum()).hasValue(new Quorum(1, Duration.ofDays(7)));
    }

    @Test
    void aGateOfALaterVersion_isKeptAsUnknown() {
        assertThat(gates("{ \"moon\": \"full\", \"approvals\": 1 }").unknown()).containsExactly("moon");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ \"soak\": \"a day\" } | \"soak\" \"a day\": Text cannot be parsed to a Duration",
                "{ \"soak\": \"PT0S\" } | \"soak\" \"PT0S\": is not more than PT0S and at most P365D",
                "{ \"soak\": \"-PT1H\" } | \"soak\" \"-PT1H\": is not more than PT0S",
                "{ \"soak\": \"P366D\" } | \"soak\" \"P366D\": is not more than PT0S and at most P365D",
                "{ \"soak\": 24 } | \"soak\" is not a string",
                "{ \"windows\": \"daily 00:00-24:00 UTC\" } | \"windows\" is not an array",
                "{ \"windows\": [7] } | \"windows\" holds something that is not a string",
                "{ \"freeze\": [\"2027\"] } | \"freeze\" \"2027\": is not written like \"2026-12-20/2027-01-06 Europe/Berlin\"",
                "{ \"approvals\": 0 } | \"approvals\" 0 is not between 1 and 10",
                "{ \"approvals\": 11 } | \"approvals\" 11 is not between 1 and 10",
                "{ \"approvals\": \"2\" } | \"approvals\" is not a whole number",
                "{ \"approvalLifetime\": \"P0D\" } | \"approvalLifetime\" \"P0D\": is not more than PT0S",
                "{ \"override\": \"yes\" } | \"override\" is not true or false",
                "[] | \"gates\" is not an object",
            })
    void aMalformedGate_isNamedWithItsValue(String gates, String message) {
        assertThatThrownBy(() -> gates(gates))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("parameter /db-promote/users/qa")
                .hasMessageContaining(message);
    }

    @Test
    void allMalformedGates_areToldAtOnce() {
        assertThatThrownBy(() -> gates("""
                { "soak": "soon", "windows": ["Mon 06:00-16:00 Mars/Olympus", "Tue 08:00-12:00 UTC", "Xyz 08:00-12:00 UTC"],
                  "approvals": 99, "override": 1 }"""))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problems())
                                .extracting(Problem::summary)
                                .satisfiesExactly(
                                        soak -> assertThat(soak).contains("\"soak\" \"soon\""),
                                        zone -> assertThat(zone)
                                                .contains("\"Mon 06:00-16:00 Mars/Olympus\": names no zone"),
                                        day -> assertThat(day).contains("has no day in \"Xyz\""),
                                        people -> assertThat(people).contains("\"approvals\" 99"),
                                        override ->
                                                assertThat(override).contains("\"override\" is not true or false")));
    }

    @Test
    void anActionWithoutDocument_isRefused() {
        assertThatThrownBy(() -> parse(PARAMETER).document(Action.REPAIR))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("users in qa offers no document for \"repair\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"format\": 1 | \"format\": 2 | has format 2, but this version of db-promote understands formats up to 1",
                "\"format\": 1 | \"format\": 0 | \"format\" is not 1 or more",
                "\"format\": 1, | | \"format\" is missing",
                "\"123456789012\" | \"12345\" | \"bucketOwner\" \"12345\": is not an AWS account of 12 digits",
                "\"PT2H\" | \"PT49H\" | is not between PT5S and PT48H",
                "\"PT2H\" | \"two hours\" | \"executionTimeout\" \"two hours\"",
                "\"16\" | \"16.4\" | \"postgresql\" \"16.4\": is not a major version of PostgreSQL, such as 16",
                "\"16\" | 16 | \"postgresql\" is not a string",
                "\"relay\" | \"cron\" | is neither direct nor relay",
                "\"scheduled\" | \"hourly\" | \"promotion\" \"hourly\": is neither scheduled nor automatic",
                "\"migrate\": \"m\", | | \"migrate\" is missing",
                "\"value\": \"qa\" | \"value\": 7 | \"value\" is not a string",
                "\"gates\" | \"bucket\": \"twice\", \"gates\" | \"bucket\" stands twice",
            })
    void whatIsWrong_isSaidWithTheParametersName(String part, String instead, String message) {
        String broken = PARAMETER.replace(part, instead == null ? "" : instead);

        assertThatThrownBy(() -> parse(broken))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("parameter /db-promote/users/qa")
                .hasMessageContaining(message);
    }

    private static Gates gates(String json) {
        return parse(PARAMETER.replace(
                        "{ \"soak\": \"PT24H\", \"windows\": [\"Mon-Thu 06:00-16:00 Europe/Berlin\"] }", json))
                .gates();
    }

    private static Environment parse(String json) {
        return Environment.parse(
                new DatabaseName("users"), new EnvironmentName("qa"), json.getBytes(StandardCharsets.UTF_8));
    }
}
