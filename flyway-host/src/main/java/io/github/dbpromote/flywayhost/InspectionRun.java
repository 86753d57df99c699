package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Waiting;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out what became of a deployment whose host left no receipt, and writes that receipt in its place. It waits until
 * nothing works for the deployment any more, and changes nothing in the database.
 *
 * <p>The inspection has an order and a claim, so that it happens once, but no receipt of its own: the ledger never names
 * it, and all that it can say stands in the receipt of its subject.
 */
final class InspectionRun {
    private static final int STATEMENT_LENGTH = 200;

    private final Workplace workplace;
    private final Order inspection;

    InspectionRun(Workplace workplace, Order inspection) {
        this.workplace = workplace;
        this.inspection = inspection;
    }

    /** @throws Refusal if the inspection is claimed already, or its subject needs none */
    ExitCode run() {
        Order subject =
                workplace.deployments().readOrder(Admission.subject(inspection)).value();
        Claim claim = lostClaim(subject);
        workplace.claim(inspection);
        try (Session session = workplace.connections(inspection.deployment()).openSession()) {
            return inspect(subject, claim, session);
        } catch (RuntimeException e) {
            workplace.log().trace(e);
            Failure failure = workplace.failureBeforeFlyway(e);
            workplace
                    .console()
                    .complain(failure.message()
                            + failure.detail().map(detail -> "\n  → " + detail).orElse(""));
            return ExitCode.NO_RECEIPT;
        }
    }

    /** @throws Refusal if the deployment ended, or never began */
    private Claim lostClaim(Order subject) {
        String id = subject.deployment().value();
        Optional<Receipt> receipt = workplace.deployments().readReceipt(subject);
        if (receipt.isPresent()) {
            throw new Refusal(HostProblems.nothingToInspect(
                    id, "its receipt says " + receipt.get().outcome()));
        }
        return workplace
                .deployments()
                .readClaim(subject.deployment())
                .value()
                .filter(claim -> claim.kind() == Claim.Kind.CLAIMED)
                .orElseThrow(() -> new Refusal(HostProblems.nothingToInspect(id, "no host ever claimed it")));
    }

    private ExitCode inspect(Order subject, Claim claim, Session session) {
        workplace.checkServer(session, inspection);
        RunLock lock = workplace.product().lock(session, inspection.database(), untilToldToEnd(), () -> {});
        List<String> statements = lock.awaitEnd(subject.deployment(), untilToldToEnd());
        if (!statements.isEmpty()) {
            workplace
                    .console()
                    .complain("The database still works for " + subject.deployment()
                            + ", so that nobody can say yet how it ends:\n" + shown(statements));
            return ExitCode.NO_RECEIPT;
        }
        workplace
                .console()
                .say(
                        lock.seesLostRuns()
                                ? "nothing works for " + subject.deployment() + " any more"
                                : "nobody sees here whether the database still works for " + subject.deployment());
        lock.check();
        // Its host may have come back and stored the receipt while we waited for the lock.
        Optional<Receipt> receipt = workplace.deployments().readReceipt(subject);
        if (receipt.isPresent()) {
            workplace
                    .console()
                    .say("its host has stored its receipt meanwhile: "
                            + receipt.get().outcome());
            return receipt.get().succeeded() ? ExitCode.SUCCEEDED : ExitCode.NOT_SUCCEEDED;
        }
        BundleFiles files = new BundleFiles(
                workplace.deployments().readBundle(subject.bundle()),
                workplace.configuration().javaMigrations());
        Findings findings = findings(files);
        Explanation explanation = new Explanation(subject.environment(), workplace.product(), files, findings.table());
        Conclusion conclusion = lock.seesLostRuns() || findings.unreadable().isPresent()
                ? conclusion(subject, claim, findings, explanation)
                : unseen(subject, claim, findings, explanation);
        return workplace.store(subject, conclusion);
    }

    private Waiting untilToldToEnd() {
        return workplace.untilToldToEnd(workplace.deadline().untilStop());
    }

    /** First redacted, then cut: of a value that was cut, the rest could not be recognised. */
    private String shown(List<String> statements) {
        return statements.stream()
                .map(workplace.redactor()::redact)
                .map(statement -> PlainText.abbreviated(statement, STATEMENT_LENGTH))
                .collect(Collectors.joining("\n"));
    }

    private Findings findings(BundleFiles files) {
        Connections connections = workplace.connections(inspection.deployment());
        Findings findings = Findings.read(connections, new FlywayRun(workplace.configuration(), connections, files));
        findings.unreadable().ifPresent(workplace.log()::trace);
        return findings;
    }

    private Conclusion conclusion(Order subject, Claim claim, Findings findings, Explanation explanation) {
        List<String> applied = List.of();
        if (findings.unreadable().isPresent()) {
            Failure unknown = Failure.of(
                    "outcome-unknown",
                    "Host " + claim.by() + " claimed " + subject.deployment()
                            + " and left no receipt, and Flyway"
                            + " cannot say which of the bundle's migrations are applied. The log says why." + why());
            return Conclusion.ambiguous(
                    Conclusion.withDetail(unknown, explanation.unknown(Optional.empty())),
                    Optional.of(findings),
                    applied);
        }
        if (findings.pending().isEmpty()) {
            return Conclusion.succeeded(findings, applied);
        }
        PendingMigration first = findings.pending().get(0);
        Failure failure = new Failure(
                "host-lost",
                "Host " + claim.by() + " claimed " + subject.deployment() + " and left no receipt; " + count(findings)
                        + " not applied, the first is " + first.script() + "." + why(),
                Optional.of(first.script()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        // A repair runs no migration, so that it leaves none half done.
        if (first.transactional() || subject.action() == Action.REPAIR) {
            return Conclusion.failed(failure, Optional.of(findings), applied);
        }
        return findings.notesFailureOf(first.script())
                ? Conclusion.failed(
                        Conclusion.withDetail(failure, explanation.noted(first)), Optional.of(findings), applied)
                : Conclusion.ambiguous(
                        Conclusion.withDetail(failure, explanation.halfDoneAndUnnoted(first)),
                        Optional.of(findings),
                        applied);
    }

    /** Where nobody sees whether the run has ended, what stands in the schema history now is only what it did so far. */
    private Conclusion unseen(Order subject, Claim claim, Findings findings, Explanation explanation) {
        Optional<PendingMigration> first = findings.pending().stream().findFirst();
        Failure failure = new Failure(
                "outcome-unknown",
                "Host " + claim.by() + " claimed " + subject.deployment() + " and left no receipt; "
                        + first.map(migration -> count(findings) + " not in the schema history, the first is "
                                        + migration.script() + ".")
                                .orElse("the schema history has all of the bundle's migrations.")
                        + why(),
                first.map(PendingMigration::script),
                Optional.empty(),
                Optional.empty(),
                Optional.of(explanation.lost(first)));
        return Conclusion.ambiguous(failure, Optional.of(findings), List.of());
    }

    private static String count(Findings findings) {
        int pending = findings.pending().size();
        return pending + " of the bundle's migrations " + (pending == 1 ? "is" : "are");
    }

    /** Whoever cancelled it has given a reason. */
    private String why() {
        return inspection
                .reason()
                .map(reason ->
                        " Inspected for " + PlainText.line(inspection.requestedBy()) + ": " + PlainText.line(reason))
                .orElse("");
    }
}
