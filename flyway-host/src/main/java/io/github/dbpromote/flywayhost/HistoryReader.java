package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.AppliedMigration;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.configuration.Configuration;

/** Reads Flyway's schema history as it stands in the table. */
final class HistoryReader {
    private final Session session;

    HistoryReader(Session session) {
        this.session = session;
    }

    /** Where it stands, or will. */
    HistoryTable find(Configuration flyway) {
        String table = quoted(schema(flyway)) + "." + quoted(flyway.getTable());
        boolean exists = session.first(
                        "look for the schema history",
                        "SELECT to_regclass(?) IS NOT NULL",
                        row -> row.getBoolean(1),
                        table)
                .orElse(false);
        return new HistoryTable(table, exists);
    }

    /** By rank; nothing if there is no table yet. */
    List<AppliedMigration> read(HistoryTable table) {
        return table.exists()
                ? session.query(
                        "read the schema history",
                        "SELECT installed_rank, version, description, type, script, checksum, installed_on,"
                                + " execution_time, success FROM " + table.name() + " ORDER BY installed_rank",
                        HistoryReader::row)
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

    /** As Flyway decides it. */
    private String schema(Configuration flyway) {
        if (flyway.getDefaultSchema() != null) {
            return flyway.getDefaultSchema();
        }
        if (flyway.getSchemas().length > 0) {
            return flyway.getSchemas()[0];
        }
        return session.first("ask for the current schema", "SELECT current_schema()", row -> row.getString(1))
                .orElseThrow();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
