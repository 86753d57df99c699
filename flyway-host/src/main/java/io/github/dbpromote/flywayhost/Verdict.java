package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import java.util.List;
import java.util.Optional;

/** Decides between success, failure and ambiguity by what stands in the database, not by what Flyway says. */
final class Verdict {
    private final Order order;
    private final Deadline deadline;
    private final Attempt attempt;
    private final FailureReport report;
    private final int rankBefore;

    /** @param rankBefore the highest rank in the schema history before the run */
    Verdict(Order order, Deadline deadline, Attempt attempt, FailureReport report, int rankBefore) {
        this.order = order;
        this.deadline = deadline;
        this.attempt = attempt;
        this.report = report;
        this.rankBefore = rankBefore;
    }

    /** @param found empty if the database could not be asked */
    Conclusion on(Optional<Findings> found) {
        if (found.isEmpty()) {
            return unknown();
        }
        List<String> applied = found.get().appliedSince(rankBefore);
        Optional<Failure> failure = failure(found.get());
        if (failure.isEmpty()) {
            return Conclusion.succeeded(found.get(), applied);
        }
        Optional<PendingMigration> halfDone = halfDone(found.get());
        if (halfDone.isEmpty()) {
            return Conclusion.failed(failure.get(), found, applied);
        }
        String script = halfDone.get().script();
        Failure detailed = Conclusion.withDetail(failure.get(), Conclusion.HALF_DONE.formatted(script));
        // Flyway's note of the failure keeps the next run from going on as if nothing had happened.
        return found.get().notesFailureOf(script)
                ? Conclusion.failed(
                        Conclusion.withDetail(detailed, "Remove what it left behind, then run mvn db:repair."),
                        found,
                        applied)
                : Conclusion.ambiguous(detailed, found, applied);
    }

    private Conclusion unknown() {
        Failure failure = Failure.of(
                "outcome-unknown",
                "The database could not be asked afterwards what was applied."
                        + attempt.trouble()
                                .map(trouble ->
                                        " Before that: " + report.of(trouble).message())
                                .orElse(""));
        return order.action() == Action.REPAIR
                ? Conclusion.failed(failure, Optional.empty(), List.of())
                : Conclusion.ambiguous(failure, Optional.empty(), List.of());
    }

    private Optional<Failure> failure(Findings found) {
        if (attempt.stopped()) {
            return Optional.of(stopped());
        }
        Optional<Throwable> trouble = attempt.trouble().or(found::unreadable);
        if (trouble.isPresent()) {
            return trouble.map(report::of);
        }
        // A repair only mends the history; what was pending before is pending still.
        return order.action() == Action.REPAIR || found.pending().isEmpty()
                ? Optional.empty()
                : Optional.of(stillPending(found));
    }

    private Failure stopped() {
        String running = attempt.unfinished()
                .map(migration -> " while " + migration.label() + " was running")
                .orElse("");
        return new Failure(
                "stopped",
                "The host stopped the run" + running + ": it had "
                        + deadline.work().toSeconds() + " s of the execution timeout of "
                        + deadline.timeout().toSeconds() + " s.",
                attempt.unfinished().map(PendingMigration::script),
                Optional.empty(),
                Optional.empty(),
                Optional.of("Raise executionTimeout in the environment's parameter and in its SSM document."));
    }

    private static Failure stillPending(Findings found) {
        return Failure.of(
                "still-pending",
                "Flyway reported success, but of the bundle these are not applied: "
                        + String.join(", ", found.pendingScripts()) + ".");
    }

    private Optional<PendingMigration> halfDone(Findings found) {
        return attempt.unfinished()
                .filter(migration -> !migration.transactional())
                .filter(migration ->
                        found.unreadable().isPresent() || found.pendingScripts().contains(migration.script()));
    }
}
