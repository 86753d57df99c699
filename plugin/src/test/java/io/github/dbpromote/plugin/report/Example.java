package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.gate.Gates;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.HostSelector;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.plugin.migrations.MigrationReader;
import io.github.dbpromote.plugin.migrations.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One database on its way from dev to prod, as reports are given it. */
final class Example {
    static final String HOST = "i-0123456789abcdef0";
    static final Digest BUNDLE = new Digest("ab".repeat(32));
    static final Digest OLDER_BUNDLE = new Digest("12".repeat(32));
    static final DeploymentId DEPLOYMENT = new DeploymentId("d-20261122-051000-abcdefgh");
    static final DeploymentId EARLIER = new DeploymentId("d-20261120-101500-aaaabbbb");
    static final Environment DEV = environment("dev", Optional.empty());
    static final Environment QA = environment("qa", Optional.of("dev"));
    static final Environment PROD = environment("prod", Optional.of("qa"));

    private static final Instant ORDERED = Instant.parse("2026-11-22T05:10:00Z");

    private Example() {}

    private static Environment environment(String name, Optional<String> promotesFrom) {
        return environment(name, promotesFrom, Environment.Trigger.DIRECT);
    }

    /** The same where only the relay sends. */
    static Environment relayed(Environment environment) {
        return environment(
                environment.name().value(),
                environment.promotesFrom().map(EnvironmentName::value),
                Environment.Trigger.RELAY);
    }

    private static Environment environment(String name, Optional<String> promotesFrom, Environment.Trigger trigger) {
        return new Environment(
                new DatabaseName("users"),
                new EnvironmentName(name),
                promotesFrom.map(EnvironmentName::new),
                "acme-users-" + name,
                "123456789012",
                new HostSelector("FlywayHost", name),
                Map.of(Action.MIGRATE, "db-promote-users-" + name + "-migrate"),
                Duration.ofHours(10),
                Optional.empty(),
                Optional.empty(),
                trigger,
                Environment.Promotion.SCHEDULED,
                Gates.NONE);
    }

    static Order order(Environment environment) {
        return order(environment, DEPLOYMENT, BUNDLE);
    }

    static Order order(Environment environment, DeploymentId deployment, Digest bundle) {
        return new Order(
                deployment,
                Action.MIGRATE,
                environment.database(),
                environment.name(),
                bundle,
                Optional.empty(),
                Optional.empty(),
                "alice",
                Optional.empty(),
                ORDERED,
                ORDERED.plus(Duration.ofMinutes(10)));
    }

    /** Of a run of 3.4 seconds. */
    static Receipt succeeded(Order order, List<String> applied, List<AppliedMigration> history) {
        return receipt(order, Outcome.SUCCEEDED, Optional.empty(), applied, history);
    }

    static Receipt ended(Order order, Outcome outcome, Failure failure, List<AppliedMigration> history) {
        return receipt(order, outcome, Optional.of(failure), List.of(), history);
    }

    static Receipt receipt(
            Order order,
            Outcome outcome,
            Optional<Failure> failure,
            List<String> applied,
            List<AppliedMigration> history) {
        return new Receipt(
                order.database(),
                order.environment(),
                order.deployment(),
                order.bundle(),
                order.action(),
                outcome,
                failure,
                HOST,
                Optional.empty(),
                "flyway-host 0.1.0",
                ORDERED.plusSeconds(2),
                ORDERED.plusMillis(5400),
                applied,
                history,
                List.of());
    }

    static Ledger inFlight(Ledger ledger, Order order) {
        return ledger.begin(order.deployment(), "writer");
    }

    static Ledger settled(Ledger ledger, Receipt receipt) {
        return ledger.begin(receipt.deployment(), "writer").settle(receipt, "writer");
    }

    /** The rows that these scripts leave, applied one minute after another. */
    static List<AppliedMigration> history(String... scripts) {
        List<AppliedMigration> rows = new ArrayList<>();
        for (String script : scripts) {
            rows.add(row(rows.size() + 1, script, Optional.empty()));
        }
        return rows;
    }

    static AppliedMigration row(int rank, String script, Optional<Integer> checksum) {
        String name = script.substring(0, script.length() - ".sql".length());
        String prefix = name.substring(0, name.indexOf("__"));
        return new AppliedMigration(
                rank,
                prefix.equals("R") ? Optional.empty() : Optional.of(prefix.substring(1)),
                name.substring(name.indexOf("__") + 2).replace('_', ' '),
                "SQL",
                script,
                checksum,
                "2026-11-22T05:1" + rank + ":30.123",
                12,
                true);
    }

    /** A project on disk with these migrations. */
    static Reading project(Path folder, String... scripts) {
        Path directory = folder.resolve("src/main/resources/db/migration");
        try {
            Files.createDirectories(directory);
            for (String script : scripts) {
                Files.writeString(directory.resolve(script), "SELECT '" + script + "';\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MigrationReader(folder, List.of(directory), StandardCharsets.UTF_8, List.of()).read();
    }
}
