package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Says how a deployment ended: as a line or two if it is as the user wanted, else as the build's failure. */
public final class DeploymentReport {
    /** The host names it, and the steps before and after, where Flyway remembers the failure. */
    private static final String REPAIR = "mvn db:repair";

    /** The code of what an inspection finds where a host was killed within a transaction. */
    private static final String HOST_LOST = "host-lost";

    private final Reading project;
    private final boolean failsOnWaitLimit;
    private final Consumer<String> out;

    /**
     * @param project whose files the scripts are looked up in, so that a failure names the file to open
     * @param failsOnWaitLimit whether a wait that ended before the deployment is a failure
     */
    public DeploymentReport(Reading project, boolean failsOnWaitLimit, Consumer<String> out) {
        this.project = project;
        this.failsOnWaitLimit = failsOnWaitLimit;
        this.out = out;
    }

    /**
     * What became of a deployment that was to be cancelled.
     *
     * @throws Refusal if it ended otherwise, or nobody knows yet how
     */
    public void tellCancelled(DeploymentResult result) {
        if (result instanceof DeploymentResult.NotStarted notStarted) {
            out.accept(notStarted.environment().label() + ": cancelled, no host had taken "
                    + notStarted.order().deployment() + " and none will");
        } else if (result instanceof DeploymentResult.Finished finished && isCancelled(finished.receipt())) {
            Failure failure = finished.receipt().failure().orElseThrow();
            out.accept(finished.environment().label() + ": " + finished.order().deployment() + " is cancelled");
            out.accept("  " + failure.message());
            out.accept("  Live: " + live(finished) + ".");
        } else if (result instanceof DeploymentResult.Finished finished
                && finished.receipt().outcome() != Outcome.AMBIGUOUS) {
            throw new Refusal(tooLate(finished));
        } else if (result instanceof DeploymentResult.StillRunning running) {
            tell(running.why(), killed(running));
        } else {
            tell(result);
        }
    }

    private static boolean isCancelled(Receipt receipt) {
        return receipt.outcome() == Outcome.FAILED
                && receipt.failure().orElseThrow().code().equals(HOST_LOST);
    }

    private static Problem tooLate(DeploymentResult.Finished finished) {
        return new Problem(
                "too-late",
                finished.environment().label() + ": " + finished.order().deployment()
                        + " could not be cancelled any more, it had ended "
                        + finished.receipt().outcome() + ".",
                "mvn db:status shows what is where.");
    }

    /** @throws Refusal if the user did not get what was asked for */
    public void tell(DeploymentResult result) {
        if (result instanceof DeploymentResult.NothingToDo nothing) {
            out.accept(nothing.environment().label() + ": nothing to do, bundle "
                    + nothing.bundle().abbreviated() + " is live ("
                    + nothing.live().deployment() + ")");
        } else if (result instanceof DeploymentResult.Finished finished) {
            tell(finished);
        } else if (result instanceof DeploymentResult.NotStarted notStarted) {
            throw new Refusal(notStarted(notStarted));
        } else if (result instanceof DeploymentResult.Lost lost) {
            throw new Refusal(lost(lost));
        } else if (result instanceof DeploymentResult.StillRunning running) {
            tell(running.why(), stillRunning(running));
        } else if (result instanceof DeploymentResult.Requested requested) {
            tell(requested);
        } else if (result instanceof DeploymentResult.Cleared cleared) {
            tell(cleared);
        }
    }

    private void tell(DeploymentResult.Finished finished) {
        Receipt receipt = finished.receipt();
        if (receipt.outcome() != Outcome.SUCCEEDED) {
            throw new Refusal(failed(finished, receipt.failure().orElseThrow()));
        }
        if (receipt.action() == Action.REPAIR) {
            out.accept(finished.environment().label()
                    + ": the schema history is repaired; now correct the migration and publish it");
            return;
        }
        Duration took = Duration.between(receipt.startedAt(), receipt.finishedAt());
        String applied = receipt.applied().isEmpty()
                ? "had every migration already"
                : "applied " + Words.count(receipt.applied().size(), "migration") + " in " + Words.duration(took);
        out.accept(finished.environment().label() + ": " + applied + ", now at " + Words.version(receipt));
    }

    private void tell(DeploymentResult.Cleared cleared) {
        Environment environment = cleared.environment();
        boolean succeeded = cleared.clearance().outcome() == Outcome.SUCCEEDED;
        out.accept(environment.label() + ": " + cleared.order().deployment() + " counts as "
                + (succeeded ? "succeeded" : "failed") + " from now on, recorded for "
                + cleared.clearance().by());
        out.accept("  " + again(environment)
                + (succeeded ? "   has a host confirm it; nothing is applied twice" : "   goes on from there"));
    }

    private static String again(Environment environment) {
        return environment.promotesFrom().isPresent() ? "mvn db:promote -Denv=" + environment.name() : "mvn db:publish";
    }

    /** What goes on without this build. */
    private void tell(DeploymentResult.Why why, Problem problem) {
        if (failsOnWaitLimit && why != DeploymentResult.Why.NOT_ASKED_TO) {
            throw new Refusal(problem);
        }
        out.accept(problem.summary());
        problem.remedy().lines().forEach(line -> out.accept("  " + line));
    }

    private static Problem stillRunning(DeploymentResult.StillRunning running) {
        String label = running.environment().label();
        DeploymentId deployment = running.order().deployment();
        return new Problem(
                "still-running",
                running.why() == DeploymentResult.Why.NOT_ASKED_TO
                        ? label + ": sent, not waited for (" + deployment + ")"
                        : label + ": deployment " + deployment + why(running.why()) + " " + state(running),
                wayOn(running.environment(), deployment));
    }

    /** Nothing goes on where the relay has let the time pass. */
    private void tell(DeploymentResult.Requested requested) {
        if (requested.why() == DeploymentResult.Why.LIMIT_REACHED) {
            throw new Refusal(unanswered(requested));
        }
        tell(requested.why(), requested(requested));
    }

    private static Problem unanswered(DeploymentResult.Requested requested) {
        Environment environment = requested.environment();
        return new Problem(
                "unanswered",
                environment.label() + ": the relay has not answered request " + requested.deployment()
                        + ", and does not begin it after " + Words.minute(requested.notAfter()) + ".",
                "See whether " + environment.name()
                        + " has a relay that new requests wake, and what its log says; then run"
                        + " the same command again.");
    }

    private static Problem requested(DeploymentResult.Requested requested) {
        String label = requested.environment().label();
        DeploymentId deployment = requested.deployment();
        return new Problem(
                "requested",
                requested.why() == DeploymentResult.Why.NOT_ASKED_TO
                        ? label + ": the relay is asked, not waited for (" + deployment + ")"
                        : label + ": request " + deployment
                                + " outlived the AWS credentials of this build. The relay may" + " begin it until "
                                + Words.minute(requested.notAfter()) + ".",
                wayOn(requested.environment(), deployment));
    }

    /** Its host was told to stop, and nobody has said yet what was applied. */
    private static Problem killed(DeploymentResult.StillRunning running) {
        Environment environment = running.environment();
        DeploymentId deployment = running.order().deployment();
        String stopped = environment.label() + ": the host was told to stop " + deployment + ". ";
        return running.inspection()
                .map(inspection -> new Problem(
                        "cancel-inspected",
                        stopped + "What was applied is being found out (" + inspection + ").",
                        wayOn(environment, deployment)))
                .orElseGet(() -> new Problem(
                        "cancel-not-inspected",
                        stopped + "It has left no receipt yet, and nobody finds out what was applied.",
                        "mvn db:resolve -Denv=" + environment.name()));
    }

    private static String wayOn(Environment environment, DeploymentId deployment) {
        String await = Problems.await(environment.name().value(), deployment.value());
        String status = "mvn db:status" + " ".repeat(await.length() - "mvn db:status".length());
        return await + "   waits for it again\n" + status + "   shows how it stands";
    }

    private static String why(DeploymentResult.Why why) {
        return switch (why) {
            case NOT_ASKED_TO -> " was sent.";
            case LIMIT_REACHED -> " has left no receipt within the waiting limit.";
            case CREDENTIALS_EXPIRED -> " outlived the AWS credentials of this build.";
        };
    }

    private static String state(DeploymentResult.StillRunning running) {
        return running.isClaimed()
                ? "It is still running on the host, nothing is lost."
                : "No host has taken it yet, and one may until "
                        + Words.minute(running.order().notAfter()) + "; nothing is lost.";
    }

    private Problem failed(DeploymentResult.Finished finished, Failure failure) {
        Receipt receipt = finished.receipt();
        List<String> lines = new ArrayList<>();
        lines.add(finished.environment().label() + ": deployment " + receipt.deployment() + " "
                + (receipt.outcome() == Outcome.FAILED ? "failed." : "ended, but nobody knows how."));
        failure.script().ifPresent(script -> lines.add("  " + place(script, failure.line())));
        lines.add("  " + Words.message(failure));
        failure.detail().ifPresent(detail -> detail.lines().forEach(line -> lines.add("  " + line)));
        lines.add("  Applied by this run before it: "
                + (receipt.applied().isEmpty() ? "nothing." : String.join(", ", receipt.applied()) + "."));
        lines.add("  Live: " + live(finished) + ".");
        return new Problem(failure.code(), String.join("\n", lines), remedy(finished, failure));
    }

    private static String live(DeploymentResult.Finished finished) {
        Receipt receipt = finished.receipt();
        // A run that could not reach the database knows no version.
        String version = receipt.history().isEmpty() ? "" : ", at " + Words.version(receipt);
        return finished.live()
                        .map(it -> "bundle " + it.bundle().abbreviated() + " (" + it.deployment() + ")")
                        .orElse("no bundle has ever succeeded here")
                + version;
    }

    /** The file as it stands in the project, where the project still has it. */
    private String place(String script, Optional<Integer> line) {
        return project.source(script).orElse(script)
                + line.map(number -> ":" + number).orElse("");
    }

    private static String remedy(DeploymentResult.Finished finished, Failure failure) {
        if (finished.receipt().outcome() == Outcome.AMBIGUOUS) {
            return Problems.clearing(finished.environment().name().value());
        }
        if (failure.code().equals(HOST_LOST)) {
            return "What it had not finished was rolled back: publish or promote again.";
        }
        if (failure.script().isEmpty()) {
            return "Mend the cause, then run the same command again; what was applied is not applied twice.";
        }
        if (failure.message().contains(REPAIR) || failure.detail().orElse("").contains(REPAIR)) {
            return "Take the steps above, in that order.";
        }
        Environment environment = finished.environment();
        return environment
                .promotesFrom()
                .map(source -> "It is applied in " + source + ", so the file must stay as it is. Mend what it met in "
                        + environment.name() + ", then: mvn db:promote -Denv=" + environment.name())
                .orElse("Correct the file, then: mvn db:publish\nWhat was applied before is not applied twice.");
    }

    private static Problem notStarted(DeploymentResult.NotStarted result) {
        String summary = result.environment().label() + ": no host started deployment "
                + result.order().deployment() + ".";
        String said = "\n  " + result.reason().replace("\n", "\n  ");
        String free = "Nothing was run, and it never will be; the environment is free.";
        return result.obstacle()
                .map(obstacle -> new Problem(
                        obstacle.code(),
                        summary + "\n  " + obstacle.summary() + said,
                        free + "\n" + obstacle.remedy() + " Then run the same command again."))
                .orElseGet(() -> new Problem(
                        "not-started", summary + said, free + " Mend the cause, then run the same command again."));
    }

    private static Problem lost(DeploymentResult.Lost result) {
        return new Problem(
                "lost",
                result.environment().label() + ": host " + result.host() + " began deployment "
                        + result.order().deployment() + ", its command is over, and it left no receipt."
                        + result.inspection()
                                .map(inspection -> " Nor did inspection " + inspection + " find out how it ended.")
                                .orElse("")
                        + "\n  "
                        + result.said().replace("\n", "\n  "),
                "Nobody knows yet what was applied, so nothing else is sent there. Have a host find out:\nmvn db:resolve -Denv="
                        + result.environment().name());
    }
}
