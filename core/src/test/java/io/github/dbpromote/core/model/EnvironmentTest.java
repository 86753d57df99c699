package io.github.dbpromote.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
        assertThat(qa.trigger()).isEqualTo(Environment.Trigger.RELAY);
        assertThat(qa.gates()).containsExactlyInAnyOrder("soak", "windows");
        assertThat(qa.document(Action.INSPECT)).isEqualTo("i");
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
                "\"relay\" | \"cron\" | is neither direct nor relay",
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

    private static Environment parse(String json) {
        return Environment.parse(
                new DatabaseName("users"), new EnvironmentName("qa"), json.getBytes(StandardCharsets.UTF_8));
    }
}
