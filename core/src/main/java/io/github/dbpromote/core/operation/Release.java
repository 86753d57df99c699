package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Migration;
import java.util.List;

/** What a project wants to see applied: its bundle, and the migrations in it as Flyway reads them. */
public record Release(Bundle bundle, List<Migration> migrations) {
    public Release {
        migrations = List.copyOf(migrations);
    }
}
