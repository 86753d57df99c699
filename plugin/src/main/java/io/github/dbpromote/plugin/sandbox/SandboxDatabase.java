package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.model.JsonObject;

/**
 * A database in one environment of the sandbox, and how to reach it.
 *
 * @param host the instance id of the environment's Flyway host
 */
public record SandboxDatabase(
        String database, String environment, String bucket, String jdbcUrl, String user, String password, String host) {

    static SandboxDatabase parse(JsonObject json) {
        return new SandboxDatabase(
                json.text("database"),
                json.text("environment"),
                json.text("bucket"),
                json.text("jdbcUrl"),
                json.text("user"),
                json.text("password"),
                json.text("host"));
    }

    boolean is(String otherDatabase, String otherEnvironment) {
        return database.equals(otherDatabase) && environment.equals(otherEnvironment);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "SandboxDatabase[" + database + " in " + environment + " at " + jdbcUrl + "]";
    }
}
