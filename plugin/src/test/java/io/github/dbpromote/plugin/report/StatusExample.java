package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Clearance;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.model.SchemaHistory;
import io.github.dbpromote.core.operation.ReadStatus.DatabaseStatus;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import io.github.dbpromote.core.operation.ReadStatus.InFlight;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.migrations.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A database whose environments each stand in a way of their own. */
final class StatusExample {
    private StatusExample() {}

    /** Dev has everything, an edited migration among it; qa failed; prod waits for its host. */
    static ProjectStatus eventful(Path folder) {
        Reading project = Example.project(folder, "V1__users.sql", "V2__email.sql", "V3__orders.sql", "R__active.sql");
        List<AppliedMigration> all = List.of(
                Example.row(1, "V1__users.sql", Optional.of(4711)),
                Example.row(2, "V2__email.sql", Optional.empty()),
                Example.row(3, "V3__orders.sql", Optional.empty()),
                Example.row(4, "V9__hotfix.sql", Optional.empty()),
                Example.row(5, "R__active.sql", Optional.empty()));
        return new ProjectStatus(
                new DatabaseStatus(
                        Example.DEV.database(),
                        List.of(upToDate(all), failed(), inFlight(Duration.ofMinutes(1))),
                        List.of()),
                Optional.of(project));
    }

    static ProjectStatus of(EnvironmentStatus... environments) {
        return new ProjectStatus(
                new DatabaseStatus(Example.DEV.database(), List.of(environments), List.of()), Optional.empty());
    }

    static EnvironmentStatus upToDate(List<AppliedMigration> history) {
        Receipt receipt = Example.succeeded(Example.order(Example.DEV), List.of(), history);
        return new EnvironmentStatus(
                Example.DEV,
                Example.settled(Ledger.EMPTY, receipt),
                Optional.of(receipt),
                Optional.empty(),
                new SchemaHistory(history),
                Optional.empty(),
                List.of());
    }

    static EnvironmentStatus failed() {
        Receipt before = Example.succeeded(
                Example.order(Example.QA, Example.EARLIER, Example.OLDER_BUNDLE), List.of(), List.of());
        Receipt receipt = Example.ended(
                Example.order(Example.QA),
                Outcome.FAILED,
                new Failure(
                        "migration-failed",
                        "ERROR: column \"emial\" does not exist",
                        Optional.of("V2__email.sql"),
                        Optional.of(1),
                        Optional.of("42703"),
                        Optional.empty()),
                Example.history("V1__users.sql"));
        return new EnvironmentStatus(
                Example.QA,
                Example.settled(Example.settled(Ledger.EMPTY, before), receipt),
                Optional.of(receipt),
                Optional.empty(),
                new SchemaHistory(receipt.history()),
                Optional.empty(),
                List.of());
    }

    /** @param settled whether the ledger says so too */
    static EnvironmentStatus cleared(Outcome as, String reason, boolean settled) {
        Receipt receipt = Example.ended(
                Example.order(Example.QA),
                Outcome.AMBIGUOUS,
                Failure.of("half-done", "V2__email.sql runs outside a transaction, so that it may be half done."),
                Example.history("V1__users.sql"));
        Clearance clearance = new Clearance(receipt.deployment(), as, "bob", reason);
        Ledger ambiguous = Example.settled(Ledger.EMPTY, receipt);
        return new EnvironmentStatus(
                Example.QA,
                settled ? ambiguous.clear(clearance, "writer") : ambiguous,
                Optional.of(receipt),
                Optional.of(clearance),
                new SchemaHistory(receipt.history()),
                Optional.empty(),
                List.of());
    }

    /** @param passed since the order; a host may take it for ten minutes */
    static EnvironmentStatus inFlight(Duration passed) {
        Order order = Example.order(Example.PROD);
        return inFlight(new InFlight(
                order, Optional.empty(), Optional.empty(), order.createdAt().plus(passed)));
    }

    static EnvironmentStatus atWork() {
        Order order = Example.order(Example.PROD);
        Claim claim = new Claim(order.deployment(), Claim.Kind.CLAIMED, "writer", Example.HOST);
        Instant hoursLater = order.createdAt().plus(Duration.ofHours(5));
        return inFlight(new InFlight(order, Optional.of(claim), Optional.empty(), hoursLater));
    }

    static EnvironmentStatus finishedOnTheHost() {
        Order order = Example.order(Example.PROD);
        Claim claim = new Claim(order.deployment(), Claim.Kind.CLAIMED, "writer", Example.HOST);
        Receipt receipt = Example.succeeded(order, List.of(), List.of());
        return inFlight(new InFlight(order, Optional.of(claim), Optional.of(receipt), order.createdAt()));
    }

    private static EnvironmentStatus inFlight(InFlight flight) {
        return new EnvironmentStatus(
                Example.PROD,
                Example.inFlight(Ledger.EMPTY, flight.order()),
                Optional.empty(),
                Optional.empty(),
                SchemaHistory.EMPTY,
                Optional.of(flight),
                List.of());
    }

    static EnvironmentStatus unreadable() {
        return new EnvironmentStatus(
                Example.QA,
                Ledger.EMPTY,
                Optional.empty(),
                Optional.empty(),
                SchemaHistory.EMPTY,
                Optional.empty(),
                List.of(new Problem("access-denied", "Could not read it: access denied.", "Check the caller's role.")));
    }
}
