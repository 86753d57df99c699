package io.github.dbpromote.flywayhost;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.pattern.ValidatePattern;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Flyway, told what the host's configuration says and what the protocol demands. */
final class FlywayRun {
    /** A migration below the baseline, or one that its own condition excludes here, is not meant to be applied. */
    private static final Set<MigrationState> PENDING = Set.of(
            MigrationState.PENDING,
            MigrationState.OUTDATED,
            MigrationState.IGNORED,
            MigrationState.ABOVE_TARGET,
            MigrationState.FAILED,
            MigrationState.UNDONE);

    private final HostConfiguration host;
    private final Connections connections;
    private final BundleFiles files;
    /** Asked once. */
    private Optional<Boolean> rollsBackScripts = Optional.empty();

    FlywayRun(HostConfiguration host, Connections connections, BundleFiles files) {
        this.host = host;
        this.connections = connections;
        this.files = files;
    }

    /** @throws FlywayException if it fails */
    void migrate(Callback watch) {
        configuration().callbacks(watch).load().migrate();
    }

    /** @throws FlywayException if it fails */
    void repair() {
        configuration().load().repair();
    }

    /**
     * What of the bundle is not applied, in the order in which Flyway would run it.
     *
     * @throws FlywayException if the bundle as a whole makes no sense to Flyway
     * @throws UnreadableScript if a pending script does not
     */
    List<PendingMigration> pending() {
        return Arrays.stream(configuration().load().info().all())
                .filter(info -> PENDING.contains(info.getState()) && info.isShouldExecute())
                .sorted(Comparator.comparing(MigrationInfo::isRepeatable).thenComparing(MigrationInfo::compareVersion))
                .map(this::described)
                .toList();
    }

    /** What a repair would accept besides removing what failed. */
    List<Drift> drift() {
        FluentConfiguration configuration = configuration();
        return Drift.among(configuration.load().info().all(), configuration.getIgnoreMigrationPatterns());
    }

    /** What Flyway objects to, migration by migration. */
    List<ValidateOutput> objections() {
        FluentConfiguration configuration = configuration();
        configuration.ignoreMigrationPatterns(Stream.concat(
                        Arrays.stream(configuration.getIgnoreMigrationPatterns()),
                        Stream.of(ValidatePattern.fromPattern("*:pending")))
                .toArray(ValidatePattern[]::new));
        return configuration.load().validateWithResult().invalidMigrations;
    }

    /**
     * The migration, and whether it leaves nothing behind when it fails.
     *
     * @throws UnreadableScript if its script cannot be parsed, or lacks a placeholder's value
     */
    PendingMigration described(MigrationInfo info) {
        return PendingMigration.of(info, rollsBackScripts());
    }

    private synchronized boolean rollsBackScripts() {
        if (rollsBackScripts.isEmpty()) {
            rollsBackScripts = Optional.of(host.product().rollsBackScripts(configuration()));
        }
        return rollsBackScripts.get();
    }

    /** Where the schema history stands, or will. */
    HistoryTable historyTable(Session session) {
        return host.product().historyTable(session, configuration());
    }

    /** Name and version of what answers. */
    String server(Session session) {
        return host.product().server(session);
    }

    private FluentConfiguration configuration() {
        FluentConfiguration configuration = Flyway.configure(files.classLoader())
                .configuration(host.flyway())
                .dataSource(new FlywayDataSource(connections))
                .resourceProvider(files)
                .javaMigrationClassProvider(files)
                .validateMigrationNaming(true)
                .validateOnMigrate(true)
                .cleanDisabled(true)
                .group(false)
                .loggers("console");
        // Flyway's default lock is a transaction that stays open while a migration runs: CREATE INDEX CONCURRENTLY
        // waits
        // for it for ever, and it holds back vacuum. The session's lock has no drawback here, where nothing pools
        // connections. By the API, because the property for it is stored by Jackson only under some conditions.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration;
    }
}
