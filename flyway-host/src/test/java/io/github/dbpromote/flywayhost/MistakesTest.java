package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host says of objects that are newer, wrong or hostile, without having run anything. */
@ExtendWith(SandboxExtension.class)
class MistakesTest {
    private static final Map<String, String> FILES = Map.of("V1__one.sql", "CREATE TABLE one (id int);\n");
    private static final Duration MINUTES = Duration.ofMinutes(10);

    private final Scene scene;

    MistakesTest(Scene scene) {
        this.scene = scene;
    }

    @Test
    void orderOfANewerFormat_asksForANewerHost() {
        Order order = scene.order(Action.MIGRATE, Bundle.of(FILES), Optional.empty(), MINUTES);
        String key = "deployments/" + order.deployment() + "/order.json";
        scene.put(
                key,
                new String(order.toJson(), StandardCharsets.UTF_8)
                        .replaceFirst("\"format\": *1", "\"format\": 2")
                        .getBytes(StandardCharsets.UTF_8));
        Scene.Shown shown = scene.run(order);

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err()).startsWith("flyway-host: s3://").endsWith(key + """
                         has format 2, but this version of db-promote understands formats up to 1.
                          → Nothing was done. This is flyway-host 0.1.0: install on this host the version of the plugin\
                         that wrote it.
                        """);
        assertThat(scene.claim(order)).isEmpty();
    }

    @Test
    void bundleWithOtherBytes_isNotRun() throws Exception {
        Order order = scene.order(Action.MIGRATE, Bundle.of(FILES), Optional.empty(), MINUTES);
        Bundle other = Bundle.of(Map.of("V1__one.sql", "DROP SCHEMA public CASCADE;\n"));
        scene.put("bundles/" + order.bundle() + ".jar", other.bytes());
        scene.deployments().store(order);
        scene.inFlight(order.deployment());
        Scene.Shown shown = scene.run(order);

        Failure failure = failure(order);
        assertThat(failure.code()).isEqualTo("digest-mismatch");
        assertThat(failure.message())
                .endsWith(" has the SHA-256 " + other.digest() + " instead of " + order.bundle()
                        + ": these are not the bytes that were published.");
        assertThat(failure.detail())
                .contains("Nothing was run. Find out who wrote to the bucket, and restore the object from the bucket's"
                        + " versions.");
        assertThat(shown.exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        assertThat(scene.ask("SELECT to_regclass('flyway_schema_history')")).containsExactly((String) null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "V1__$(id).sh",
                "V1__{{ x }}.sql.exe",
                "V1__'quoted' \"twice\".txt",
                "\u202Elqs.1V",
                "`id`.class",
            })
    void entryThatIsNoMigration_isRefusedInOneSentence(String name) {
        Order order = scene.ordered(Map.of("V1__one.sql", "SELECT 1;\n", name, "rm -rf /\n"));
        Scene.Shown shown = scene.run(order);

        assertThat(failure(order).code()).isEqualTo("refused-file");
        assertThat(failure(order).message()).endsWith("Nothing was run.").doesNotContain("\u202E");
        assertThat(shown.out()).doesNotContain("\u202E");
    }

    @Test
    void entryWithANovelForAName_isShownShortened() {
        Order order = scene.ordered(Map.of("V1__" + "x".repeat(10_000) + ".sh", "rm -rf /\n"));
        scene.run(order);

        assertThat(failure(order).message())
                .isEqualTo(
                        "V1__" + "x".repeat(56) + "… is neither an SQL file nor its .conf: nothing else may run on this"
                                + " host. Nothing was run.");
        assertThat(failure(order).script().orElseThrow()).hasSize(61);
    }

    @Test
    void entryThatLeavesItsFolder_isRefused() {
        byte[] jar = Bundle.of(Map.of("aa/V1__one.sql", "SELECT 1;\n")).bytes();
        // Of the same length, and stored without compression: the name is all that changes.
        byte[] hostile = new String(jar, StandardCharsets.ISO_8859_1)
                .replace("db/migration/aa/", "db/migration/../")
                .getBytes(StandardCharsets.ISO_8859_1);
        Bundle bundle = new Bundle(hostile);
        Order order = scene.order(Action.MIGRATE, bundle, Optional.empty(), MINUTES);
        scene.put("bundles/" + bundle.digest() + ".jar", hostile);
        scene.deployments().store(order);
        scene.inFlight(order.deployment());
        scene.run(order);

        assertThat(failure(order).code()).isEqualTo("unsafe-bundle");
        assertThat(failure(order).detail()).contains("Nothing was run. Publish again with the plugin.");
    }

    @Test
    void placeholderWithEverySign_arrivesAsItIs() throws Exception {
        String odd = "a\"b$1 \\ ${x {{ y }} $(id) ../ ; -- `z` ü";
        scene.configured("flyway.placeholders.odd=" + odd);
        Order order = scene.ordered(Map.of("V1__odd.sql", "CREATE TABLE odd AS SELECT $q$ ${odd}$q$ AS v;\n"));

        assertThat(scene.run(order).err()).isEmpty();
        assertThat(scene.ask("SELECT v FROM odd")).containsExactly(" " + odd);
    }

    @Test
    void errorThatPassesForALineOfOurs_doesNot() {
        Order order = scene.ordered(Map.of("V1__lie.sql", """
                DO $$
                BEGIN
                  RAISE EXCEPTION E'no\\nSUCCEEDED: 1 applied\\x1b[2J' USING HINT = E'\\x1b[31mred';
                END $$;
                """));
        Scene.Shown shown = scene.run(order);

        assertThat(shown.out().lines()).noneMatch(line -> line.startsWith("SUCCEEDED"));
        assertThat(shown.out()).doesNotContain("\u001b").contains("no\n  SUCCEEDED: 1 applied?[2J");
        assertThat(failure(order).message()).isEqualTo("no\nSUCCEEDED: 1 applied?[2J");
        assertThat(failure(order).detail().orElseThrow()).startsWith("Hint: ?[31mred");
    }

    private Failure failure(Order order) {
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receipt.applied()).isEqualTo(List.of());
        return receipt.failure().orElseThrow();
    }
}
