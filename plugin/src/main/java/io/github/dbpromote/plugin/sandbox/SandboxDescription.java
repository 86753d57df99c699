package io.github.dbpromote.plugin.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

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

    static SandboxDescription parse(JsonNode json) {
        return new SandboxDescription(
                json.path("version").asString(""),
                URI.create(json.required("endpoint").asString()),
                json.required("pid").asLong(),
                Instant.parse(json.required("startedAt").asString()),
                json.path("databases").valueStream().map(SandboxDatabase::parse).toList());
    }

    /** For a person, with the passwords: they open nothing but this sandbox's databases, on this machine. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("AWS endpoint " + endpoint + ", process " + pid + ", since " + startedAt);
        for (SandboxDatabase database : databases) {
            lines.add(database.database() + " in " + database.environment());
            lines.add("  " + database.jdbcUrl());
            lines.add("  user " + database.user() + ", password " + database.password());
            lines.add("  bucket " + database.bucket() + ", Flyway host " + database.host());
        }
        return List.copyOf(lines);
    }
}
