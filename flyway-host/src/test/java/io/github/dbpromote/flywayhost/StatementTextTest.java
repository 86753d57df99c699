package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementTextTest {
    @Test
    void commentsBeforeTheStatement_doNotCount() {
        String sql = "-- a\n\n/* b\n */\nSELECT\n  nope";
        assertThat(new StatementText(sql).linesBelowFirstWord(sql.indexOf("nope") + 1))
                .isEqualTo(1);
    }

    @Test
    void positions_countCharactersAsPostgresqlDoes() {
        String sql = "SELECT '😀😀😀',\nx";
        assertThat(new StatementText(sql).linesBelowFirstWord(sql.codePointCount(0, sql.length())))
                .isEqualTo(1);
    }

    @Test
    void unknownPosition_isTheFirstWord() {
        assertThat(new StatementText("-- a\nSELECT\n1").linesBelowFirstWord(0)).isZero();
        assertThat(new StatementText("SELECT\n1").linesBelowFirstWord(99)).isZero();
        assertThat(new StatementText("/* open").linesBelowFirstWord(0)).isZero();
    }

    @Test
    void longComment_isNoProblem() {
        String sql = "-- line\n".repeat(100_000) + "SELECT\nx";
        assertThat(new StatementText(sql).linesBelowFirstWord(sql.length())).isEqualTo(1);
    }
}
