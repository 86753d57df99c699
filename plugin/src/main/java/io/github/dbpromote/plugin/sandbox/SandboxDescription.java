package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.model.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a sandbox serves.
 *
 * @param version of the sandbox
 * @param endpoint the one address of all its AWS services
 * @param pid of its process
 * @param databases every database in every environment
 */
public record SandboxDescription(
        String version, URI endpoint, long pid, Instant startedAt, List<SandboxDatabase> databases) {
    public SandboxDescription {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(startedAt, "startedAt");
        databases = List.copyOf(databases);
    }

    static SandboxDescription parse(JsonObject json) {
        return new SandboxDescription(
                json.optionalText("version").orElse(""),
                json.value("endpoint", URI::create),
                json.number("pid"),
                json.instant("startedAt"),
                json.objects("databases").stream().map(SandboxDatabase::parse).toList());
    }

    /** For a person, with the passwords: they open nothing but this sandbox's databases, on this machine. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("S3, SSM, STS and Secrets Manager: " + endpoint + " (process " + pid + ")");
        for (SandboxDatabase database : databases) {
            lines.add(database.database() + " in " + database.environment());
            lines.add("  database  " + database.jdbcUrl());
            lines.add("  as        " + database.user() + ", password " + database.password());
            lines.add("  bucket    " + database.bucket());
            lines.add("  host      " + database.host());
        }
        return List.copyOf(lines);
    }
}
