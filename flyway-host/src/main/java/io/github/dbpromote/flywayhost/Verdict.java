package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problem;
import java.util.List;
import java.util.Optional;

/** Decides between success, failure and ambiguity by what stands in the database, not by what Flyway says. */
final class Verdict {
    private final Order order;
    private final Deadline deadline;
    private final Attempt attempt;
    private final FailureReport report;
    private final Explanation explanation;
    private final Findings before;

    Verdict(
            Order order,
            Deadline deadline,
            Attempt attempt,
            FailureReport report,
            Explanation explanation,
            Findings before) {
        this.order = order;
        this.deadline = deadline;
        this.attempt = attempt;
        this.report = report;
        this.explanation = explanation;
        this.before = before;
    }

    /** @param found empty if the database could not be asked */
    Conclusion on(Optional<Findings> found) {
        if (found.isEmpty()) {
            return unknown();
        }
        List<String> applied = found.get().appliedSince(before.lastRank());
        Optional<Failure> failure = failure(found.get());
        if (failure.isEmpty()) {
            return Conclusion.succeeded(found.get(), applied);
        }
        Optional<PendingMigration> halfDone = halfDone(found.get());
        if (halfDone.isEmpty()) {
            return Conclusion.failed(failure.get(), found, applied);
        }
        PendingMigration migration = halfDone.get();
        return found.get().notesFailureOf(migration.script())
                ? Conclusion.failed(Conclusion.withDetail(failure.get(), explanation.noted(migration)), found, applied)
                : Conclusion.ambiguous(
                        Conclusion.withDetail(failure.get(), explanation.halfDoneAndUnnoted(migration)),
                        found,
                        applied);
    }

    private Conclusion unknown() {
        Optional<Failure> trouble = attempt.trouble().map(report::of);
        if (trouble.isPresent() && attempt.last().isEmpty()) {
            // No migration was begun: what was read before holds.
            return Conclusion.failed(trouble.get(), Optional.of(before), List.of());
        }
        Failure unknown = Failure.of(
                "outcome-unknown",
                HostProblems.notAskedAfterwards()
                        + trouble.map(failure -> " Before that: " + failure.message())
                                .orElse(""));
        return Conclusion.ambiguous(
                Conclusion.withDetail(unknown, explanation.unknown(attempt.last())), Optional.empty(), List.of());
    }

    private Optional<Failure> failure(Findings found) {
        // Stopped in the very moment in which it succeeded, it succeeded.
        if (attempt.stop().isPresent() && attempt.trouble().isPresent()) {
            return Optional.of(stopped(attempt.stop().get(), found));
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

    private Failure stopped(Stop stop, Findings found) {
        Optional<PendingMigration> running = unfinished(found);
        Problem problem = switch (stop) {
            case TIME_IS_UP ->
                HostProblems.timeIsUp(running.map(PendingMigration::label), deadline.work(), deadline.timeout());
            case TOLD_TO_END -> HostProblems.toldToEnd(running.map(PendingMigration::label));
        };
        return new Failure(
                problem.code(),
                problem.summary(),
                running.map(PendingMigration::script),
                Optional.empty(),
                Optional.empty(),
                Optional.of(problem.remedy()));
    }

    private static Failure stillPending(Findings found) {
        return Failure.of(
                "still-pending",
                "Flyway reported success, but of the bundle these are not applied: "
                        + String.join(", ", found.pendingScripts()) + ".");
    }

    private Optional<PendingMigration> halfDone(Findings found) {
        return unfinished(found).filter(migration -> !migration.transactional());
    }

    private Optional<PendingMigration> unfinished(Findings found) {
        return attempt.last()
                .filter(migration ->
                        found.unreadable().isPresent() || found.pendingScripts().contains(migration.script()));
    }
}
