package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({"0, 0 migrations", "1, 1 migration", "2, 2 migrations"})
    void counts(int number, String said) {
        assertThat(Words.count(number, "migration")).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT1.999S, 1999 ms",
        "PT2S, 2 s",
        "PT1M59.9S, 119 s",
        "PT2M, 2 min",
        "PT3M20S, 3 min 20 s",
        "PT1H59M59S, 119 min 59 s",
        "PT2H, 2 h",
        "PT2H5M40S, 2 h 5 min",
        "P2D, 48 h"
    })
    void durationsHaveTheUnitOneWouldSay(Duration duration, String said) {
        assertThat(Words.duration(duration)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 bytes", "9999, 9999 bytes", "10000, 10 kB", "9999999, 9999 kB", "12340000, 12.3 MB"})
    void sizesHaveTheUnitOneWouldSay(int bytes, String said) {
        assertThat(Words.size(bytes)).isEqualTo(said);
    }

    @Test
    void listsEndWithAnAnd() {
        assertThat(Words.list(List.of("dev", "qa", "prod"))).isEqualTo("dev, qa and prod");
        assertThat(Words.list(List.of("dev", "qa"))).isEqualTo("dev and qa");
        assertThat(Words.list(List.of("dev"))).isEqualTo("dev");
    }

    @Test
    void timestampsAreToldToTheMinute() {
        assertThat(Words.minute("2026-11-22T05:10:59.123Z")).isEqualTo("2026-11-22 05:10");
        assertThat(Words.minute("2026-11-22 05:10")).isEqualTo("2026-11-22 05:10");
        assertThat(Words.minute("2026-11-22")).isEqualTo("2026-11-22");
    }

    @Test
    void theVersionIsTheHighestApplied_notTheLastRow() {
        assertThat(Words.version(Example.succeeded(
                        Example.order(Example.DEV), List.of(), Example.history("V10__b.sql", "V9__a.sql"))))
                .isEqualTo("version 10");
        assertThat(Words.version(Example.succeeded(Example.order(Example.DEV), List.of(), List.of())))
                .isEqualTo("no version");
    }

    @Test
    void aFailureIsToldWithItsSqlState_whereItHasOne() {
        Failure plain = Failure.of("database-unreachable", "The database does not answer.");
        Failure sql = new Failure(
                "migration-failed",
                "ERROR: column \"emial\" does not exist",
                Optional.empty(),
                Optional.empty(),
                Optional.of("42703"),
                Optional.empty());
        assertThat(Words.message(plain)).isEqualTo("The database does not answer.");
        assertThat(Words.message(sql)).isEqualTo("ERROR: column \"emial\" does not exist (SQLSTATE 42703)");
    }
}
