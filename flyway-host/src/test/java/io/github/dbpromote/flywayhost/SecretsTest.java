package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Order;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever PostgreSQL or Flyway may quote a secret, neither output nor receipt shows it. */
@ExtendWith(SandboxExtension.class)
class SecretsTest {
    private static final String KEY = "Xk7-SecretPartner";
    private static final String LONG = "Lq9" + "secretvalue".repeat(9);
    private static final String QUOTED = "o'hush\"Whisper";
    private static final String PHRASE = "first unspeakable";

    private final Scene scene;

    SecretsTest(Scene scene) {
        this.scene = scene;
        scene.configured("flyway.placeholders.key=" + KEY + "\nflyway.placeholders.long=" + LONG
                + "\nflyway.placeholders.quoted=" + QUOTED + "\nflyway.placeholders.phrase=" + PHRASE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the message
                "SELECT \"${key}\";",
                "SELECT '${key}'::int;",
                "SELECT ${phrase};",
                "SELECT 1 ${phrase};",
                "SELECT '${quoted}';",
                "DO $q$ BEGIN EXECUTE format('SELECT %I', $v$ ${quoted}$v$); END $q$;",
                "DO $q$ BEGIN EXECUTE format('SELECT %L::int', $v$ ${quoted}$v$); END $q$;",
                // folded to lower case, and cut after 63 bytes
                "CREATE TABLE t (id int); SELECT x${long} FROM t;",
                "SELECT ${long} FROM pg_class;",
                "SELECT \"${long}\";",
                // detail: the key, and the whole row, of which each value is cut
                "CREATE TABLE t (v text UNIQUE); INSERT INTO t VALUES ('${key}'), ('${key}');",
                "CREATE TABLE t (v text, n int NOT NULL); INSERT INTO t VALUES ('${long}', NULL);",
                // hint and context
                "DO $$ BEGIN RAISE EXCEPTION 'no' USING DETAIL = '${key}', HINT = 'use ${long}'; END $$;",
                "CREATE FUNCTION f(v text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN v::int; END $$;"
                        + " SELECT f('${key}');",
                "DO $$ BEGIN EXECUTE 'SELECT ''${key}'' FROM nowhere'; END $$;",
                // notices
                "DO $$ BEGIN RAISE WARNING '${key}'; RAISE EXCEPTION 'no'; END $$;",
                // Flyway's own words
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT '${key}';",
                "CREATE TABLE t (v text DEFAULT '${key}'); CREATE INDEX CONCURRENTLY i ON t (v);"
            })
    void failure_quotesNoSecret(String sql) throws Exception {
        Order order = scene.ordered(Map.of("V1__fails.sql", sql));
        Scene.Shown shown = scene.run(order);

        assertThat(shown.exit()).isEqualTo(ExitCode.NOT_SUCCEEDED);
        assertNoSecret(shown.out() + shown.err() + json(order));
    }

    @Test
    void refusedLogin_quotesNoPassword() throws Exception {
        String password = "Wr0ng-Passw0rd";
        Path file = scene.configuration().resolve(scene.database() + ".conf");
        Files.writeString(
                file, Files.readString(file).replaceAll("dbPromote.passwordSecret=.*", "flyway.password=" + password));
        Order order = scene.ordered(Map.of("V1__one.sql", "SELECT 1;"));
        Scene.Shown shown = scene.run(order);

        assertThat(shown.out() + shown.err() + json(order))
                .contains("password authentication failed")
                .doesNotContain(password);
    }

    @Test
    void passwordInTheUrl_isRefusedAndNotShown() throws Exception {
        Path file = scene.configuration().resolve(scene.database() + ".conf");
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^(flyway.url=.*)$", "$1?password=Hush-Hush"));
        Scene.Shown shown = scene.run(scene.ordered(Map.of("V1__one.sql", "SELECT 1;")));

        assertThat(shown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(shown.err()).contains("flyway.url sets password").doesNotContain("Hush-Hush");
    }

    @Test
    void statementThatStillRuns_isShownWithoutSecrets() throws Exception {
        Order order = scene.ordered(Map.of("V1__one.sql", "SELECT 1;"));
        scene.deployments().claim(order.deployment(), Claim.Kind.CLAIMED, "i-00000000000000bad");
        try (Connection connection = scene.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = 'db-promote/" + order.deployment() + "'");
            statement.execute("SELECT '" + "x".repeat(170) + "', '" + LONG + "', '" + KEY + "'");
            Scene.Shown shown = scene.run(scene.orderedInspection(order), Duration.ofSeconds(8));

            assertThat(shown.err()).contains("The database still works for ", "SELECT 'xxx");
            assertNoSecret(shown.err());
        }
    }

    private void assertNoSecret(String text) {
        assertThat(text.toLowerCase(Locale.ROOT))
                .doesNotContain("xk7-")
                .doesNotContain("secretpartner")
                .doesNotContain("secretvalue")
                .doesNotContain("hush")
                .doesNotContain("whisper")
                .doesNotContain("unspeakable")
                .doesNotContain(scene.password().toLowerCase(Locale.ROOT));
    }

    private String json(Order order) {
        return new String(scene.receipt(order).toJson(), StandardCharsets.UTF_8);
    }
}
