package io.github.dbpromote.plugin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.EnvironmentPath;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.access.AwsConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunningSandboxTest {
    @TempDir
    static Path folder;

    private static RunningSandbox sandbox;

    @BeforeAll
    static void start() {
        SandboxFiles files = new BuiltJars(folder).build("1");
        sandbox = new SandboxLauncher(folder.resolve("state"), () -> files, line -> {}).join();
    }

    @AfterAll
    static void stop() {
        sandbox.stop();
    }

    @Test
    void itTellsWhatAnAwsClientNeeds() {
        assertThat(sandbox.endpoint()).hasScheme("http").hasHost("127.0.0.1");
        assertThat(sandbox.region()).isEqualTo("eu-central-1");
        assertThat(sandbox.credentials().accessKeyId()).startsWith("AKIA");
    }

    @Test
    void provision_isIdempotentAndKeepsTheOrderOfThePath() {
        Provisioned first = sandbox.provision("users", List.of("qa", "dev"), Map.of("dev", "flyway.placeholders.a=b"));
        assertThat(first.environments())
                .extracting(SandboxDatabase::environment)
                .containsExactly("qa", "dev");
        assertThat(sandbox.provision("users", List.of("qa", "dev"), Map.of())).isEqualTo(first);
        assertThat(sandbox.describe().lines())
                .contains(
                        "users in qa",
                        "  database  " + first.environments().get(0).jdbcUrl())
                .anyMatch(line -> line.contains(sandbox.endpoint().toString()));
        assertThat(first.toString()).doesNotContain(first.environments().get(0).password());
    }

    /** Java functions run on Linux alone. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void runRelay_hasItPromoteByItself_andStartsItOnceHoweverOftenItIsAskedFor() throws IOException {
        List<String> path = List.of("dev", "qa", "prod");
        sandbox.provision("shop", path, Map.of());
        Path zip = new BuiltJars(folder).emptyJar();

        assertThat(sandbox.runRelay(zip, List.of("shop"), path)).isTrue();
        assertThat(sandbox.runRelay(zip, List.of("shop"), path)).isFalse();

        assertThat(new StateDirectory(folder.resolve("state")).functionLog("relay"))
                .exists();
        try (AwsConnection aws = AwsConnection.fixed(sandbox.endpoint(), sandbox.region(), sandbox.credentials())) {
            EnvironmentPath shop =
                    Track.find(new DatabaseName("shop"), aws.accounts()).path();
            assertThat(shop.get(new EnvironmentName("qa")).promotion()).isEqualTo(Environment.Promotion.AUTOMATIC);
            Environment prod = shop.get(new EnvironmentName("prod"));
            assertThat(prod.promotion()).isEqualTo(Environment.Promotion.SCHEDULED);
            assertThat(prod.gates().soak()).contains(Duration.ofSeconds(15));
        }
    }

    @Test
    void provision_refusesWhatTheSandboxRefuses() {
        assertThatThrownBy(() -> sandbox.provision("users", List.of(), Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Could not set up users in the sandbox")
                .hasMessageContaining("answered 400");
    }
}
