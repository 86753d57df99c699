package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.AppliedMigration;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** Reads Flyway's schema history as it stands in the table. */
final class HistoryReader {
    private final Session session;

    HistoryReader(Session session) {
        this.session = session;
    }

    /** By rank; nothing if there is no table yet. */
    List<AppliedMigration> read(HistoryTable table) {
        return table.exists()
                ? session.query("read the schema history", table.select(), HistoryReader::row)
                : List.of();
    }

    private static AppliedMigration row(ResultSet row) throws SQLException {
        int checksum = row.getInt("checksum");
        boolean hasChecksum = !row.wasNull();
        return new AppliedMigration(
                row.getInt("installed_rank"),
                Optional.ofNullable(row.getString("version")),
                row.getString("description"),
                row.getString("type"),
                row.getString("script"),
                hasChecksum ? Optional.of(checksum) : Optional.empty(),
                row.getObject("installed_on", LocalDateTime.class).toString(),
                row.getLong("execution_time"),
                row.getBoolean("success"));
    }
}
