package io.github.dbpromote.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaHistoryTest {
    @Test
    void anAppliedMigrationThatIsGone_hasVanished() {
        SchemaHistory history = new SchemaHistory(List.of(row(1, "1", 11), row(2, "2", 22)));

        assertThat(history.vanishedFrom(List.of(migration("1", 11))))
                .extracting(AppliedMigration::label)
                .containsExactly("2 step 2");
    }

    @Test
    void anAppliedMigrationWithAnotherChecksum_hasChanged() {
        SchemaHistory history = new SchemaHistory(List.of(row(1, "1", 11), row(2, "2.0", 22)));

        assertThat(history.changedIn(List.of(migration("1", 11), migration("2", 23))))
                .extracting(AppliedMigration::script)
                .containsExactly("V2.0__step.sql");
    }

    @Test
    void markersOfBaselineAndSchema_areNoMigrations() {
        AppliedMigration baseline = new AppliedMigration(
                1,
                Optional.of("5"),
                "<< Flyway Baseline >>",
                "BASELINE",
                "<< Flyway Baseline >>",
                Optional.empty(),
                "",
                0,
                true);

        assertThat(new SchemaHistory(List.of(baseline)).vanishedFrom(List.of())).isEmpty();
    }

    @Test
    void whatIsBelowTheBaseline_isTakenForDone() {
        AppliedMigration baseline = new AppliedMigration(
                1, Optional.of("5"), "<< Flyway Baseline >>", "BASELINE", "", Optional.empty(), "", 0, true);
        SchemaHistory history = new SchemaHistory(List.of(baseline));

        assertThat(history.isBelowBaseline(migration("5", 1))).isTrue();
        assertThat(history.isBelowBaseline(migration("5.1", 1))).isFalse();
        assertThat(SchemaHistory.EMPTY.isBelowBaseline(migration("1", 1))).isFalse();
    }

    @Test
    void aDeletedRow_isNotApplied() {
        AppliedMigration deleted = new AppliedMigration(
                3, Optional.of("1"), "step 1", "DELETE", "V1__step.sql", Optional.of(11), "", 0, true);

        SchemaHistory history = new SchemaHistory(List.of(deleted, row(1, "1", 11)));

        assertThat(history.versioned()).isEmpty();
        assertThat(history.find(migration("1", 11))).isEmpty();
    }

    @Test
    void aFailedRow_isNotApplied() {
        AppliedMigration failed = new AppliedMigration(
                1, Optional.of("1"), "step 1", "SQL", "V1__step.sql", Optional.of(11), "", 0, false);

        assertThat(new SchemaHistory(List.of(failed)).find(migration("1", 11))).isEmpty();
    }

    private static AppliedMigration row(int rank, String version, int checksum) {
        return new AppliedMigration(
                rank,
                Optional.of(version),
                "step " + version,
                "SQL",
                "V" + version + "__step.sql",
                Optional.of(checksum),
                "2026-01-01 00:00:00",
                1,
                true);
    }

    private static Migration migration(String version, int checksum) {
        return new Migration(
                Optional.of(version), "step " + version, "V" + version + "__step.sql", Optional.of(checksum));
    }
}
