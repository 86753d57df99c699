package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Migrates, or repairs, as an order says: claim, lock, bundle, Flyway, schema history, receipt. Once the claim stands,
 * nothing may prevent a receipt: this run's, or that of an inspection which took this host for lost.
 */
final class DeploymentRun {
    private static final Duration LOCK_LIMIT = Duration.ofMinutes(2);

    private final Workplace workplace;
    private final Admission admission;
    private final Order order;
    private Optional<RunLock> lock = Optional.empty();
    /** From the moment on in which Flyway may have changed something. */
    private Optional<Explanation> begun = Optional.empty();

    DeploymentRun(Workplace workplace, Admission admission, Order order) {
        this.workplace = workplace;
        this.admission = admission;
        this.order = order;
    }

    /** @throws Refusal if the order is claimed already, or void */
    ExitCode run() {
        workplace.claim(order);
        try {
            return workplace.store(order, carryOut());
        } catch (EndedMeanwhile e) {
            workplace.console().complain(e.problem().text());
            return ExitCode.REFUSED;
        } finally {
            // Only now: whoever gets the lock after us finds a receipt.
            lock.ifPresent(RunLock::close);
        }
    }

    private Conclusion carryOut() {
        try {
            Connections connections = workplace.connections(order.deployment());
            lock = Optional.of(takeLock(connections));
            refuseEndedMeanwhile();
            BundleFiles files = fetchBundle();
            return runFlyway(lock.get(), connections, files);
        } catch (EndedMeanwhile e) {
            throw e;
        } catch (Throwable e) {
            workplace.log().trace(e);
            Failure failure = workplace.failureBeforeFlyway(e);
            // Once Flyway has begun, only the schema history could say that nothing was half done.
            return begun.map(explanation -> Conclusion.ambiguous(
                            Conclusion.withDetail(failure, explanation.unknown(Optional.empty())),
                            Optional.empty(),
                            List.of()))
                    .orElseGet(() -> Conclusion.failed(failure, Optional.empty(), List.of()));
        }
    }

    private RunLock takeLock(Connections connections) {
        try (Session session = connections.openSession()) {
            workplace.checkServer(session, order);
        }
        RunLock taken = workplace
                .product()
                .lock(
                        connections.openSession(),
                        order.database(),
                        workplace.untilToldToEnd(Deadline.shorter(
                                LOCK_LIMIT, workplace.deadline().untilStop())),
                        this::stopWhereEndedMeanwhile);
        workplace.console().say(taken.announcement());
        return taken;
    }

    /** An inspection holds the same lock until it has written the receipt: from here on there will be none. */
    private void refuseEndedMeanwhile() {
        admission.endedMeanwhile(order).ifPresent(problem -> {
            throw new EndedMeanwhile(problem);
        });
    }

    /** In the middle of a run, which then ends with a failure. */
    private void stopWhereEndedMeanwhile() {
        admission.endedMeanwhile(order).ifPresent(problem -> {
            throw new RunFailure(FailureReport.ofProblem(HostProblems.nothingFurther(problem)));
        });
    }

    private BundleFiles fetchBundle() {
        Bundle bundle = workplace.deployments().readBundle(order.bundle());
        BundleFiles files = new BundleFiles(bundle, workplace.configuration().javaMigrations());
        workplace
                .console()
                .say("bundle " + bundle.digest().abbreviated() + ": " + files.count() + " files, digest verified");
        return files;
    }

    private Conclusion runFlyway(RunLock held, Connections connections, BundleFiles files) {
        FlywayRun flyway = new FlywayRun(workplace.configuration(), connections, files);
        Findings before = Findings.read(connections, flyway);
        FailureReport report = new FailureReport(order.environment(), workplace.connectionReport(), flyway, files);
        if (before.unreadable().isPresent()) {
            // A script that Flyway cannot read would stop it half way: better not to begin.
            workplace.log().trace(before.unreadable().get());
            return Conclusion.failed(report.of(before.unreadable().get()), Optional.of(before), List.of());
        }
        List<Drift> drift = order.action() == Action.REPAIR ? flyway.drift() : List.of();
        if (!drift.isEmpty()) {
            return Conclusion.failed(report.ofDrift(drift), Optional.of(before), List.of());
        }
        workplace.termination().stopHere();
        announce(before);
        MigrationWatch watch = new MigrationWatch(held, flyway, workplace.console(), workplace.clock());
        // Flyway makes the table before anything else.
        Explanation explanation = new Explanation(
                order.environment(), workplace.product(), files, before.table().made());
        begun = Optional.of(explanation);
        Attempt attempt = attempt(flyway, watch, held, connections);
        return new Verdict(order, workplace.deadline(), attempt, report, explanation, before).on(after(held, files));
    }

    private void announce(Findings before) {
        int pending = before.pending().size();
        workplace
                .console()
                .say(
                        order.action() == Action.REPAIR
                                ? "repairing the schema history"
                                : pending == 0 ? "nothing is pending" : pending + " pending");
    }

    private Attempt attempt(FlywayRun flyway, MigrationWatch watch, RunLock held, Connections connections) {
        try (Watchdog watchdog =
                Watchdog.start(workplace.deadline(), workplace.termination(), connections, held, workplace.log())) {
            Optional<Throwable> trouble = Optional.empty();
            try {
                if (order.action() == Action.REPAIR) {
                    flyway.repair();
                } else {
                    flyway.migrate(watch);
                }
            } catch (Throwable e) {
                workplace.log().trace(e);
                trouble = Optional.of(e);
            }
            return new Attempt(trouble, watchdog.stop(), watch.last());
        }
    }

    /** Empty if the database cannot be asked any more, or still works for this run. */
    private Optional<Findings> after(RunLock held, BundleFiles files) {
        try {
            Connections fresh = workplace.connections(order.deployment());
            if (!held.endOwnWork(fresh, workplace::often)) {
                return Optional.empty();
            }
            return Optional.of(Findings.read(fresh, new FlywayRun(workplace.configuration(), fresh, files)));
        } catch (RuntimeException e) {
            workplace.log().trace(e);
            return Optional.empty();
        }
    }
}
