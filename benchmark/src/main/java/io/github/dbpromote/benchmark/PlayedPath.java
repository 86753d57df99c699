package io.github.dbpromote.benchmark;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.operation.Accounts;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.operation.Limits;
import io.github.dbpromote.core.operation.Promote;
import io.github.dbpromote.core.operation.Publish;
import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.core.operation.Settle;
import io.github.dbpromote.core.operation.Surroundings;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.progress.Progress;
import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.http.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * A database with dev and qa in a sandbox. Its hosts do nothing: claims and receipts are written from here, so that no host is
 * at work while a function is measured.
 */
final class PlayedPath implements AutoCloseable {
    static final String DATABASE = "users";
    static final String TARGET = "qa";

    private static final EnvironmentName FIRST = new EnvironmentName("dev");
    private static final EnvironmentName SECOND = new EnvironmentName(TARGET);
    private static final Caller DEVELOPER = new Caller("the developer", Optional.empty(), Optional.empty());

    /** How many there are beside those that are promoted one by one. */
    private static final int MIGRATIONS = 20;

    private final Sandbox sandbox;
    private final AwsAccess access;
    private final Track track;
    private final List<Migration> migrations = new ArrayList<>();

    private PlayedPath(Sandbox sandbox) {
        this.sandbox = sandbox;
        Credentials developer = sandbox.credentials();
        this.access = AwsAccess.open(
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(developer.accessKeyId(), developer.secretAccessKey())),
                Region.of(Sandbox.REGION),
                Optional.of(sandbox.endpoint()),
                "the sandbox");
        this.track = Track.find(new DatabaseName(DATABASE), new Accounts(access, Map.of()));
        while (migrations.size() < MIGRATIONS) {
            addMigration();
        }
    }

    /**
     * @param directory takes the sandbox
     * @param flywayHost the host's jar, for its documents alone
     */
    static PlayedPath start(Path directory, Path flywayHost) throws IOException {
        Path program = Files.writeString(directory.resolve("flyway-host"), "#!/bin/sh\n");
        Sandbox sandbox = Sandbox.at(directory.resolve("sandbox"))
                .flywayHost(flywayHost)
                .flywayHostSubstitute(program)
                .start();
        try {
            sandbox.provision(DATABASE, FIRST.value(), TARGET);
            PlayedPath path = new PlayedPath(sandbox);
            path.promoteForTheFirstTime();
            return path;
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** Publishes one migration more to dev, so that there is something to promote. */
    void publish() {
        addMigration();
        Map<String, String> files = new TreeMap<>();
        migrations.forEach(migration -> files.put(
                migration.script(),
                "alter table person add column " + migration.description().replace(' ', '_') + " text;\n"));
        new Publish(track, DEVELOPER, Limits.DEFAULT, hostSucceeds(FIRST))
                .run(new Release(Bundle.of(files), migrations), Optional.of(FIRST));
    }

    /** So that each that follows finds a schema history to compare with. */
    private void promoteForTheFirstTime() {
        publish();
        new Promote(track, DEVELOPER, Limits.DEFAULT, hostSucceeds(SECOND)).run(SECOND, Optional.empty());
    }

    private Surroundings hostSucceeds(EnvironmentName environment) {
        return Surroundings.real(event -> {
            if (event instanceof Progress.Sent) {
                succeed(environment);
            }
        });
    }

    private void addMigration() {
        int version = migrations.size() + 1;
        migrations.add(new Migration(
                Optional.of(Integer.toString(version)),
                "column " + version,
                "V" + version + "__column_" + version + ".sql",
                Optional.of(version)));
    }

    /**
     * Lets what was promoted to qa succeed there.
     *
     * @throws java.util.NoSuchElementException if nothing was
     */
    void finishPromotion() {
        succeed(SECOND);
        new Settle(track, DEVELOPER.name(), event -> {}).run(SECOND);
    }

    private void succeed(EnvironmentName name) {
        Environment environment = track.path().get(name);
        Deployments deployments = new Deployments(environment, access.s3());
        DeploymentId deployment = new LedgerStore(environment, access.s3())
                .read()
                .ledger()
                .inFlight()
                .orElseThrow();
        String host = sandbox.host(name.value()).instanceId();
        deployments.claim(deployment, Claim.Kind.CLAIMED, host);
        deployments.store(receipt(deployments.readOrder(deployment).value(), host));
    }

    private Receipt receipt(Order order, String host) {
        return new Receipt(
                order.database(),
                order.environment(),
                order.deployment(),
                order.bundle(),
                order.action(),
                Outcome.SUCCEEDED,
                Optional.empty(),
                host,
                Optional.empty(),
                "a played host",
                order.createdAt(),
                order.createdAt().plusSeconds(1),
                List.of(migrations.get(migrations.size() - 1).script()),
                history(order.createdAt()),
                List.of());
    }

    private List<AppliedMigration> history(Instant applied) {
        return migrations.stream()
                .map(migration -> new AppliedMigration(
                        migration.checksum().orElseThrow(),
                        migration.version(),
                        migration.description(),
                        "SQL",
                        migration.script(),
                        migration.checksum(),
                        applied.toString(),
                        1,
                        true))
                .toList();
    }

    @Override
    public void close() {
        access.close();
        sandbox.close();
    }
}
