package io.github.dbpromote.core.model;

import java.util.Optional;

/**
 * Why a run on the host did not succeed.
 *
 * @param code for machines: {@code migration-failed}, {@code validation-failed}, {@code database-unreachable},
 *     {@code stopped} …
 * @param message for a person; free of passwords and placeholder values
 * @param script the migration at fault, relative to its migration directory
 * @param line in that script, from 1
 * @param sqlState five characters, from the database
 * @param detail PostgreSQL's detail and hint, or further lines of Flyway's message
 */
public record Failure(
        String code,
        String message,
        Optional<String> script,
        Optional<Integer> line,
        Optional<String> sqlState,
        Optional<String> detail) {

    /** A failure that no migration is to blame for. */
    public static Failure of(String code, String message) {
        return new Failure(code, message, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Failure from(JsonObject json) {
        return new Failure(
                json.text("code"),
                json.text("message"),
                json.optionalText("script"),
                json.optionalInteger("line"),
                json.optionalText("sqlState"),
                json.optionalText("detail"));
    }

    void writeTo(JsonDraft json) {
        json.put("code", code);
        json.put("message", message);
        script.ifPresent(value -> json.put("script", value));
        line.ifPresent(value -> json.put("line", value));
        sqlState.ifPresent(value -> json.put("sqlState", value));
        detail.ifPresent(value -> json.put("detail", value));
    }
}
