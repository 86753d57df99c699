package io.github.dbpromote.core.cloud;

import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** The Flyway host's part of the protocol, without any database behind it. */
public final class PlayedHost {
    public static final String INSTANCE = "i-0123456789abcdef0";

    private static final String WRITER = "a played host";

    private final Deployments deployments;
    private final LedgerStore ledger;

    PlayedHost(Environment environment, S3Client s3) {
        deployments = new Deployments(environment, s3);
        ledger = new LedgerStore(environment, s3);
    }

    /** Claims it and applies everything. */
    public Receipt succeeds(DeploymentId deployment) {
        claims(deployment);
        return leavesReceipt(deployment);
    }

    /** Of success, for what it has claimed before. */
    public Receipt leavesReceipt(DeploymentId deployment) {
        Order order = order(deployment);
        List<Migration> applied = migrations(order);
        return leaves(receipt(order, Outcome.SUCCEEDED, Optional.empty(), applied, List.of()));
    }

    /** Claims it and applies nothing. */
    public Receipt fails(DeploymentId deployment, String message) {
        return stops(deployment, Outcome.FAILED, message);
    }

    /** Claims it and does not know what is applied. */
    public Receipt losesTrack(DeploymentId deployment, String message) {
        return stops(deployment, Outcome.AMBIGUOUS, message);
    }

    private Receipt stops(DeploymentId deployment, Outcome outcome, String message) {
        claims(deployment);
        Order order = order(deployment);
        return leaves(receipt(
                order,
                outcome,
                Optional.of(Failure.of("migration-failed", message)),
                List.of(),
                migrations(order).stream().map(Migration::script).toList()));
    }

    /** Finds out that everything which a lost deployment had not finished was rolled back. */
    public Receipt findsRolledBack(DeploymentId lost) {
        Order order = order(lost);
        return leaves(receipt(
                order,
                Outcome.FAILED,
                Optional.of(Failure.of("host-lost", "its host left no receipt")),
                List.of(),
                migrations(order).stream().map(Migration::script).toList()));
    }

    /** As the real one: only what the ledger calls in flight, and only if nobody was quicker. */
    public void claims(DeploymentId deployment) {
        claims(deployment, new Claim(deployment, Claim.Kind.CLAIMED, WRITER, INSTANCE));
    }

    /** As the real one, which knows the command that started it. */
    public void claims(DeploymentId deployment, Command command) {
        Claim claim = new Claim(
                deployment,
                Claim.Kind.CLAIMED,
                WRITER,
                command.host().instanceId(),
                Optional.of(command.id()),
                Optional.empty());
        claims(deployment, claim);
    }

    private void claims(DeploymentId deployment, Claim mine) {
        Optional<DeploymentId> inFlight = ledger.read().ledger().inFlight();
        if (!inFlight.equals(Optional.of(deployment))) {
            throw new IllegalStateException(deployment + " was sent while in flight is " + inFlight);
        }
        Claim standing = deployments.claim(mine);
        if (standing.kind() != Claim.Kind.CLAIMED) {
            throw new IllegalStateException(deployment + " is void");
        }
    }

    private Order order(DeploymentId deployment) {
        return deployments.readOrder(deployment).value();
    }

    private List<Migration> migrations(Order order) {
        return Releases.of(deployments.readBundle(order.bundle())).migrations();
    }

    private Receipt leaves(Receipt receipt) {
        deployments.store(receipt);
        return receipt;
    }

    /** A receipt as the host would write it, not stored. */
    public static Receipt receipt(
            Order order, Outcome outcome, Optional<Failure> failure, List<Migration> applied, List<String> pending) {
        return new Receipt(
                order.database(),
                order.environment(),
                order.deployment(),
                order.bundle(),
                order.action(),
                outcome,
                failure,
                INSTANCE,
                Optional.empty(),
                "a played host",
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-01T00:00:01Z"),
                applied.stream().map(Migration::script).toList(),
                history(applied),
                pending);
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
                    "2026-01-01 00:00:00",
                    1,
                    true));
        }
        return rows;
    }
}
