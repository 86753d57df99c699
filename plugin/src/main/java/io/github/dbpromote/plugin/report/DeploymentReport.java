package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.problem.Problem;
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
    private final Consumer<String> out;

    /** @param project whose files the scripts are looked up in, so that a failure names the file to open */
    public DeploymentReport(Reading project, Consumer<String> out) {
        this.project = project;
        this.out = out;
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
            tell(running);
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

    private void tell(DeploymentResult.StillRunning running) {
        String settle = "mvn db:settle -Denv=" + running.environment().name();
        String status = "mvn db:status" + " ".repeat(settle.length() - "mvn db:status".length());
        Problem problem = new Problem(
                "still-running",
                running.environment().label() + ": deployment "
                        + running.order().deployment()
                        + why(running.why())
                        + " It is still running on the host, nothing is lost.",
                status + "   shows how it stands\n" + settle + "   writes down how it ended");
        if (running.why() == DeploymentResult.Why.NOT_ASKED_TO) {
            out.accept(running.environment().label() + ": sent, not waited for ("
                    + running.order().deployment() + ")");
            problem.remedy().lines().forEach(line -> out.accept("  " + line));
        } else {
            throw new Refusal(problem);
        }
    }

    private static String why(DeploymentResult.Why why) {
        return switch (why) {
            case NOT_ASKED_TO -> " was sent.";
            case LIMIT_REACHED -> " has left no receipt within the waiting limit.";
            case CREDENTIALS_EXPIRED -> " outlived the AWS credentials of this build.";
        };
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
        // A run that could not reach the database knows no version.
        String version = receipt.history().isEmpty() ? "" : ", at " + Words.version(receipt);
        lines.add("  Live: " + live(finished.live()) + version + ".");
        return new Problem(failure.code(), String.join("\n", lines), remedy(finished, failure));
    }

    private static String live(Optional<Ledger.Live> live) {
        return live.map(it -> "bundle " + it.bundle().abbreviated() + " (" + it.deployment() + ")")
                .orElse("no bundle has ever succeeded here");
    }

    /** The file as it stands in the project, where the project still has it. */
    private String place(String script, Optional<Integer> line) {
        return project.source(script).orElse(script)
                + line.map(number -> ":" + number).orElse("");
    }

    private static String remedy(DeploymentResult.Finished finished, Failure failure) {
        if (finished.receipt().outcome() == Outcome.AMBIGUOUS) {
            return "Look at the database before anything else; nothing is sent there until a person has cleared it.";
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
        return new Problem(
                "not-started",
                result.environment().label() + ": no host started deployment "
                        + result.order().deployment() + ".\n  "
                        + result.reason().replace("\n", "\n  "),
                "Nothing was run, and it never will be; the environment is free. Mend the cause, then run the same command"
                        + " again.");
    }

    private static Problem lost(DeploymentResult.Lost result) {
        return new Problem(
                "lost",
                result.environment().label() + ": host " + result.host() + " began deployment "
                        + result.order().deployment() + ", its command is over, and it left no receipt.\n  "
                        + result.said().replace("\n", "\n  "),
                "Nobody knows yet what was applied, so nothing else is sent there. Have a host find out:\nmvn db:resolve -Denv="
                        + result.environment().name());
    }
}
