package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each statement may leave behind, and that the SQL which shows it runs. */
@ExtendWith(SandboxExtension.class)
class LeftoverTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE INDEX CONCURRENTLY i ON t (a);|CREATE_INDEX",
                "create unique~  index concurrently if not exists i on t (a);|CREATE_INDEX",
                "DROP INDEX CONCURRENTLY i;|DROP_INDEX",
                "REINDEX TABLE CONCURRENTLY t;|REINDEX",
                "REINDEX (VERBOSE, CONCURRENTLY) TABLE t;|REINDEX",
                "ALTER TYPE app.colour ADD VALUE IF NOT EXISTS 'red';|ENUM_VALUE",
                "ALTER TABLE t DETACH PARTITION p CONCURRENTLY;|DETACHED_PARTITION",
                "CREATE DATABASE other;|DATABASE",
                "DROP TABLESPACE fast;|TABLESPACE",
                "VACUUM (ANALYZE) t;|VACUUM"
            })
    void statement_isRecognised(String script, Leftover expected) {
        assertThat(Leftover.of(script.replace('~', '\n'))).containsExactly(expected);
    }

    @Test
    void severalStatements_areAllNamed() {
        assertThat(Leftover.of("DROP INDEX CONCURRENTLY i;\nCREATE INDEX CONCURRENTLY j ON t (a);\nVACUUM t;\n"))
                .containsExactlyInAnyOrder(Leftover.CREATE_INDEX, Leftover.DROP_INDEX, Leftover.VACUUM);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-- CREATE INDEX CONCURRENTLY i~SELECT 1;",
                "/* VACUUM~ t */ SELECT 1;",
                "INSERT INTO t VALUES ('it''s VACUUM time');",
                "SELECT \"VACUUM\" FROM t;",
                "CREATE INDEX i ON t (a);",
                "REINDEX TABLE t; SELECT concurrently FROM t;"
            })
    void whatOnlySpeaksOfIt_isNot(String script) {
        assertThat(Leftover.of(script.replace('~', '\n'))).isEmpty();
    }

    @Test
    void longScript_isNoProblem() {
        assertThat(Leftover.of("INSERT INTO t VALUES ('" + "it''s ".repeat(200_000) + "');\nVACUUM t;\n"))
                .containsExactly(Leftover.VACUUM);
    }

    @ParameterizedTest
    @EnumSource
    void sql_runsOnPostgresql(Leftover leftover, Scene scene) throws Exception {
        assertThat(leftover.sentence()).endsWith(":");
        scene.ask(leftover.sql());
    }

    @Test
    void sqlOfIndexes_showsTheInvalidOneWithItsSchema(Scene scene) throws Exception {
        scene.execute("CREATE SCHEMA app");
        scene.execute("CREATE TABLE app.users (name text)");
        scene.execute("INSERT INTO app.users VALUES ('a'), ('a')");
        assertThat(catchThrowable(
                        () -> scene.execute("CREATE UNIQUE INDEX CONCURRENTLY users_name ON app.users (name)")))
                .hasMessageContaining("could not create unique index");

        for (Leftover leftover : List.of(Leftover.CREATE_INDEX, Leftover.DROP_INDEX, Leftover.REINDEX)) {
            assertThat(scene.rows(leftover.sql())).containsExactly("app users users_name");
        }
    }
}
