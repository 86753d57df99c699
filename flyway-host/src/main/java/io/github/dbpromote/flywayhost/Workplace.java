package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Waiting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** What every kind of run works with. */
record Workplace(
        HostConfiguration configuration,
        Surroundings surroundings,
        Deadline deadline,
        Termination termination,
        InstantSource clock,
        Credentials credentials,
        Deployments deployments,
        ReceiptDesk desk,
        RunLog log,
        Console console,
        Redactor redactor) {
    private static final Duration OFTEN = Duration.ofMillis(250);
    private static final Duration SELDOM = Duration.ofSeconds(5);
    private static final Duration S3_PATIENCE = Duration.ofMinutes(5);
    /** What the program itself needs to end. */
    private static final Duration LAST_SECOND = Duration.ofSeconds(1);

    Connections connections(DeploymentId deployment) {
        return new Connections(configuration, credentials, deployment);
    }

    DatabaseProduct product() {
        return configuration.product();
    }

    ConnectionReport connectionReport() {
        return product().connectionReport(configuration);
    }

    /** Of what went wrong before there was anything to migrate with. */
    Failure failureBeforeFlyway(Throwable failure) {
        return FailureReport.beforeFlyway(failure, connectionReport());
    }

    /** @throws RunFailure if this host must not work on the server that answers */
    void checkServer(Session session, Order order) {
        product().objection(session, configuration, order).ifPresent(problem -> {
            throw new RunFailure(FailureReport.ofProblem(problem));
        });
    }

    /** For questions to the database. */
    Waiting often(Duration limit) {
        return new Waiting(clock, Waiting.Sleeper.real(), OFTEN, limit);
    }

    /** The same, but the wait fails as soon as this program is to end. */
    Waiting untilToldToEnd(Duration limit) {
        return new Waiting(clock, termination.sleeper(), OFTEN, limit);
    }

    /** For S3 in a bad moment: minutes, as far as there are so many. */
    private Waiting patiently() {
        Duration left = deadline.untilKill().minus(LAST_SECOND);
        return new Waiting(
                clock,
                Waiting.Sleeper.real(),
                SELDOM,
                left.isNegative() ? Duration.ZERO : Deadline.shorter(S3_PATIENCE, left));
    }

    /**
     * From here on only a receipt ends the deployment.
     *
     * @throws Refusal if somebody else was quicker
     * @throws Undecided if S3 does not say who won
     */
    void claim(Order order) {
        Claim mine = new Claim(
                order.deployment(),
                Claim.Kind.CLAIMED,
                UUID.randomUUID().toString(),
                surroundings.host(),
                surroundings.command(),
                Optional.empty());
        AtomicReference<Outage> outage = new AtomicReference<>();
        Claim standing = patiently()
                .until(passed -> {
                    try {
                        return Optional.of(deployments.claim(mine));
                    } catch (Outage e) {
                        // It may stand nevertheless.
                        outage.set(e);
                        return Optional.empty();
                    }
                })
                .orElseThrow(() -> new Undecided(outage.get()));
        if (!standing.equals(mine)) {
            throw new Refusal(HostProblems.claimedByOther(standing));
        }
        console.say("claimed " + order.deployment() + " as " + surroundings.host());
    }

    /** Writes the receipt, and says how it ended. */
    ExitCode store(Order order, Conclusion conclusion) {
        Receipt receipt = receipt(order, conclusion);
        boolean stored = desk.store(receipt, patiently());
        console.say(receipt.outcome()
                + receipt.failure()
                        .map(Workplace::sentence)
                        .orElse(": " + receipt.applied().size() + " applied")
                + " (log: " + log.file() + ")");
        if (log.incomplete()) {
            console.complain(HostProblems.logIncomplete(log.file()));
        }
        if (!stored) {
            return ExitCode.NO_RECEIPT;
        }
        return receipt.succeeded() ? ExitCode.SUCCEEDED : ExitCode.NOT_SUCCEEDED;
    }

    private static String sentence(Failure failure) {
        String place = failure.script()
                .map(script ->
                        " " + script + failure.line().map(line -> ":" + line).orElse(""))
                .orElse("");
        return " [" + failure.code() + "]" + place + ": " + failure.message().replace("\n", "\n  ");
    }

    private Receipt receipt(Order order, Conclusion conclusion) {
        return new Receipt(
                order.database(),
                order.environment(),
                order.deployment(),
                order.bundle(),
                order.action(),
                conclusion.outcome(),
                conclusion.failure().map(this::redacted),
                surroundings.host(),
                surroundings.command(),
                tools(conclusion),
                deadline.start(),
                clock.instant(),
                conclusion.applied(),
                conclusion.findings().map(Findings::history).orElse(List.of()),
                pending(conclusion));
    }

    /** A repair succeeds although something is pending, which no receipt of success may say. */
    private static List<String> pending(Conclusion conclusion) {
        return conclusion.failure().isEmpty()
                ? List.of()
                : conclusion.findings().map(Findings::pendingScripts).orElse(List.of());
    }

    private static String tools(Conclusion conclusion) {
        String programs = "flyway-host " + Version.own() + ", Flyway " + Version.flyway();
        return conclusion
                .findings()
                .map(findings -> programs + ", " + findings.server())
                .orElse(programs);
    }

    /** Names of scripts come from the project and stay as they are; free text may quote what the host put in. */
    private Failure redacted(Failure failure) {
        return new Failure(
                failure.code(),
                PlainText.lines(redactor.redact(failure.message())),
                failure.script(),
                failure.line(),
                failure.sqlState(),
                failure.detail().map(redactor::redact).map(PlainText::lines));
    }
}
