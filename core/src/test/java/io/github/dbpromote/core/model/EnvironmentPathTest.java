package io.github.dbpromote.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentPathTest {
    private static final DatabaseName USERS = new DatabaseName("users");

    @Test
    void environmentsStandInTheOrderOfPromotion_howeverTheyWereFound() {
        EnvironmentPath path = path("prod<qa", "dev", "qa<dev");

        assertThat(names(path.environments())).containsExactly("dev", "qa", "prod");
        assertThat(path.first().name().value()).isEqualTo("dev");
        assertThat(path.source(path.get(new EnvironmentName("prod"))))
                .map(Environment::name)
                .hasValue(new EnvironmentName("qa"));
    }

    @Test
    void severalMayPromoteFromTheSame() {
        EnvironmentPath path = path("dev", "qa<dev", "perf<dev", "prod<qa");

        assertThat(names(path.next(path.first()))).containsExactlyInAnyOrder("perf", "qa");
        assertThat(path.environments()).hasSize(4);
    }

    @Test
    void aTypo_isAnsweredWithTheNearestName() {
        assertThatThrownBy(() -> path("dev", "qa<dev", "prod<qa").get(new EnvironmentName("prd")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("There is no environment \"prd\" for users. The path is dev → qa → prod.")
                .hasMessageContaining("Did you mean prod?");
    }

    @Test
    void aGap_isNamed() {
        assertThatThrownBy(() -> path("dev", "prod<qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("users in prod promotes from \"qa\", but that environment does not exist.");
    }

    @Test
    void aCircle_isNamed() {
        assertThatThrownBy(() -> path("dev", "qa<prod", "prod<qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("qa, prod of users promote from one another in a circle");
        assertThatThrownBy(() -> path("dev<dev")).hasMessageContaining("circle");
    }

    @Test
    void twoBeginnings_areRefused() {
        assertThatThrownBy(() -> path("dev", "qa"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("several beginnings: dev, qa");
    }

    @Test
    void aSoakInTheFirst_isRefused_becauseNothingCanHaveStoodBefore() {
        assertThatThrownBy(() -> path("dev!", "qa<dev!"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("users in dev has the gate \"soak\", but it promotes from no other environment");
        assertThat(path("dev", "qa<dev!").environments()).hasSize(2);
    }

    private static EnvironmentPath path(String... environments) {
        return EnvironmentPath.of(
                USERS,
                Arrays.stream(environments)
                        .map(EnvironmentPathTest::environment)
                        .toList());
    }

    private static Environment environment(String text) {
        String gates = text.endsWith("!") ? "{ \"soak\": \"PT1H\" }" : "{}";
        String[] parts = text.replace("!", "").split("<");
        String promotesFrom = parts.length > 1 ? "\"promotesFrom\": \"" + parts[1] + "\"," : "";
        String json = """
                { "format": 1, %s "bucket": "b", "bucketOwner": "123456789012",
                  "hosts": { "tag": "FlywayHost", "value": "%s" }, "documents": { "migrate": "m" },
                  "gates": %s }
                """.formatted(promotesFrom, parts[0], gates);
        return Environment.parse(USERS, new EnvironmentName(parts[0]), json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> names(List<Environment> environments) {
        return environments.stream().map(it -> it.name().value()).toList();
    }
}
