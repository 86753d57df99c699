package io.github.dbpromote.plugin.sandbox;

import tools.jackson.databind.JsonNode;

/**
 * A database in one environment of the sandbox, and how to reach it.
 *
 * @param host the instance id of the environment's Flyway host
 */
public record SandboxDatabase(
        String database, String environment, String bucket, String jdbcUrl, String user, String password, String host) {

    static SandboxDatabase parse(JsonNode json) {
        return new SandboxDatabase(
                json.required("database").asString(),
                json.required("environment").asString(),
                json.required("bucket").asString(),
                json.required("jdbcUrl").asString(),
                json.required("user").asString(),
                json.required("password").asString(),
                json.required("host").asString());
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
