package io.github.dbpromote.plugin.sandbox;

import java.util.List;
import java.util.Objects;

/**
 * A database that the sandbox has everything for.
 *
 * @param environments in the order of the path
 */
public record Provisioned(String database, List<SandboxDatabase> environments) {
    public Provisioned {
        Objects.requireNonNull(database, "database");
        environments = List.copyOf(environments);
    }
}
