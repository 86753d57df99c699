package io.github.dbpromote.core.model;

import java.util.List;
import java.util.Optional;

/**
 * One row of Flyway's schema history, as the host read it after a run.
 *
 * @param version empty for repeatable migrations
 * @param type Flyway's word: {@code SQL}, {@code BASELINE}, {@code SCHEMA}, {@code JDBC}, {@code DELETE} …
 * @param script the file's name relative to its migration directory, with {@code /}
 * @param checksum Flyway's, which ignores line ends; empty where Flyway stores none
 * @param installedOn when it was applied, by the database's clock, without zone, as the table holds it
 */
public record AppliedMigration(
        int rank,
        Optional<String> version,
        String description,
        String type,
        String script,
        Optional<Integer> checksum,
        String installedOn,
        long executionMillis,
        boolean success) {

    static AppliedMigration from(JsonObject json) {
        return new AppliedMigration(
                json.integer("rank"),
                json.optionalText("version"),
                json.text("description"),
                json.text("type"),
                json.text("script"),
                json.optionalInteger("checksum"),
                json.text("installedOn"),
                json.number("executionMillis"),
                json.flag("success"));
    }

    void writeTo(JsonDraft json) {
        json.put("rank", rank);
        version.ifPresent(value -> json.put("version", value));
        json.put("description", description);
        json.put("type", type);
        json.put("script", script);
        checksum.ifPresent(value -> json.put("checksum", value));
        json.put("installedOn", installedOn);
        json.put("executionMillis", executionMillis);
        json.put("success", success);
    }

    /** Whether a file stands behind this row: baseline and schema markers and deletions have none. */
    public boolean isFromFile() {
        return !List.of("BASELINE", "SCHEMA", "DELETE").contains(type);
    }

    /** {@code 7 add email} or {@code repeatable active users}. */
    public String label() {
        return version.map(v -> v + " " + description).orElse("repeatable " + description);
    }
}
