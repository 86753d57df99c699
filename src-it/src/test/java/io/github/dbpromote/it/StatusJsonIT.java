package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code mvn -q db:status -Ddb.format=json | jq .} gets: the bytes of standard output and nothing taken away. */
@ExtendWith(FreshSandbox.class)
class StatusJsonIT {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Scenario project = Scenario.of("status-json");

    @Test
    void standardOutput_isOneDocument_alsoWhereTheGoalFails() {
        project.mvn("db:publish", "-Ddb.output=target/result.json");
        JsonNode published = STRICT.readTree(project.read("target/result.json"));
        assertThat(published.path("success").asBoolean()).isTrue();
        assertThat(published.at("/databases/0/outcome").asString()).isEqualTo("SUCCEEDED");
        assertThat(published.at("/databases/0/applied")).hasSize(1);

        Maven.Run good = status("-Ddb.sandbox", "-Ddb.sandbox.directory=" + SharedSandbox.DIRECTORY);
        assertThat(good.exitCode()).as(good.output()).isZero();
        JsonNode answer = STRICT.readTree(good.output());
        assertThat(answer.path("success").asBoolean()).isTrue();
        assertThat(answer.at("/databases/0/environments/0/state").asString()).isEqualTo("up-to-date");

        Maven.Run bad = status("-o");
        assertThat(bad.exitCode()).isEqualTo(1);
        JsonNode refusal = STRICT.readTree(bad.output());
        assertThat(refusal.path("success").asBoolean()).isFalse();
        assertThat(refusal.path("databases")).isEmpty();
        assertThat(refusal.at("/problems/0/code").asString()).isEqualTo("offline");
    }

    private Maven.Run status(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-q", "db:status", "-Ddb.format=json"));
        all.addAll(List.of(arguments));
        return Installation.ofThisBuild().answer(project.file("."), all.toArray(String[]::new));
    }
}
