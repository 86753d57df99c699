package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.JsonDraft;
import io.github.dbpromote.core.operation.ReadStatus.DatabaseStatus;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.Optional;

/**
 * What is where of one database, beside what the project holds.
 *
 * @param project empty without a POM, or where the project's migrations are not in order
 */
public record ProjectStatus(DatabaseStatus database, Optional<Reading> project) implements DatabaseResult {
    @Override
    public boolean success() {
        return database.problems().isEmpty()
                && database.environments().stream()
                        .allMatch(environment -> environment.problems().isEmpty());
    }

    @Override
    public void writeTo(JsonDraft json) {
        StatusJson.write(this, json);
    }
}
