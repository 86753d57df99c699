package io.github.dbpromote.plugin;

import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.operation.Release;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened in an environment before the goal runs, written as the caller and the Flyway host write it. */
record Past(Environment environment, Deployments deployments, LedgerStore ledger) {
    static final String HOST = "i-0123456789abcdef0";
    private static final Duration DELIVERY = Duration.ofMinutes(10);

    /** In flight; a host may still take it. */
    Order ordered(Release release) {
        return ordered(release, Instant.now());
    }

    /** In flight, and it is too late for a host to take it. */
    Order orderedAnHourAgo(Release release) {
        return ordered(release, Instant.now().minus(Duration.ofHours(1)));
    }

    private Order ordered(Release release, Instant at) {
        Order order = order(release, at);
        deployments.store(release.bundle());
        deployments.store(order);
        begins(order);
        return order;
    }

    /** What somebody would store. */
    Order order(Release release) {
        return order(release, Instant.now());
    }

    private Order order(Release release, Instant at) {
        return new Order(
                DeploymentId.at(at, new SecureRandom()),
                Action.MIGRATE,
                environment.database(),
                environment.name(),
                release.bundle().digest(),
                Optional.empty(),
                Optional.empty(),
                "alice",
                Optional.empty(),
                at,
                at.plus(DELIVERY));
    }

    /** The ledger says so. */
    void begins(Order order) {
        ledger.replace(ledger.read(), writer -> ledger.read().ledger().begin(order.deployment(), writer));
    }

    Past claimed(Order order) {
        deployments.claim(order.deployment(), Claim.Kind.CLAIMED, HOST);
        return this;
    }

    /** The host has applied everything; nobody has settled it. */
    Receipt succeeds(Order order, Release release) {
        return leaves(order, Outcome.SUCCEEDED, Optional.empty(), release.migrations());
    }

    /** The host has applied nothing; nobody has settled it. */
    Receipt fails(Order order, String message) {
        return leaves(order, Outcome.FAILED, Optional.of(Failure.of("migration-failed", message)), List.of());
    }

    /** A migration may be half done; nobody has settled it. */
    Receipt leavesInDoubt(Order order, String message) {
        return leaves(order, Outcome.AMBIGUOUS, Optional.of(Failure.of("host-lost", message)), List.of());
    }

    /** Somebody has written into the ledger how it ended. */
    void settled(Receipt receipt) {
        ledger.replace(ledger.read(), writer -> ledger.read().ledger().settle(receipt, writer));
    }

    /** The release is live. */
    Order live(Release release) {
        Order order = ordered(release);
        settled(succeeds(order, release));
        return order;
    }

    private Receipt leaves(Order order, Outcome outcome, Optional<Failure> failure, List<Migration> applied) {
        claimed(order);
        Receipt receipt = receipt(order, outcome, failure, applied);
        deployments.store(receipt);
        return receipt;
    }

    /** What the host would store, had it applied everything. */
    static Receipt success(Order order, Release release) {
        return receipt(order, Outcome.SUCCEEDED, Optional.empty(), release.migrations());
    }

    private static Receipt receipt(Order order, Outcome outcome, Optional<Failure> failure, List<Migration> applied) {
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
                "a host in the past",
                order.createdAt(),
                order.createdAt().plusSeconds(1),
                applied.stream().map(Migration::script).toList(),
                history(applied),
                List.of());
    }

    private static List<AppliedMigration> history(List<Migration> applied) {
        List<AppliedMigration> rows = new ArrayList<>();
        for (Migration migration : applied) {
            rows.add(new AppliedMigration(
                    rows.size() + 1,
                    migration.version(),
                    migration.description(),
                    "SQL",
                    migration.script(),
                    migration.checksum(),
                    "2026-11-22 05:10:30",
                    1,
                    true));
        }
        return rows;
    }
}
