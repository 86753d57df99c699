package io.github.dbpromote.sandbox;

/**
 * A logical database in an environment.
 *
 * @param bucket holds its bundles, ledger and deployments
 * @param jdbc its PostgreSQL database
 * @param instanceId of the environment's Flyway host
 */
public record ProvisionedEnvironment(
        String database, String environment, String bucket, Jdbc jdbc, String instanceId) {}
