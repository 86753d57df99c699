package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells a person what happens, in plain lines: what is waited for before the wait, and then a sign of life at growing
 * intervals, so that an hour's wait stays readable in a CI log.
 */
public final class ConsoleProgress implements Progress {
    private static final Duration FIRST_SIGN = Duration.ofSeconds(15);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final Consumer<String> out;
    private final Map<String, Duration> nextSign = new HashMap<>();

    /** The deployment that this build has sent, of which the report at the end tells. */
    private DeploymentId own;

    public ConsoleProgress(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Storing storing) {
            out.accept(storing.environment().label() + ": bundle "
                    + storing.bundle().abbreviated() + ", " + Words.size(storing.bytes()));
        } else if (event instanceof Sent sent) {
            tell(sent);
        } else if (event instanceof Working working) {
            sign(
                    working.deployment().value(),
                    working.passed(),
                    working.state().equals("CLAIMED") ? "the host is at work" : "no host has taken it yet");
        } else if (event instanceof Queued queued) {
            tell(queued);
        } else if (event instanceof Settled settled && !settled.deployment().equals(own)) {
            out.accept(settled.environment().label() + ": " + settled.deployment() + " "
                    + (settled.outcome().equals("VOID")
                            ? "was given up: no host took it in time"
                            : "ended " + settled.outcome()));
        }
    }

    private void tell(Sent sent) {
        own = sent.deployment();
        out.accept(sent.command()
                .map(command -> "  deployment " + sent.deployment() + " on host " + command.host() + ", command "
                        + command.id())
                .orElse("  deployment " + sent.deployment()
                        + ": the answer of Systems Manager was lost; the receipt will tell"));
        out.accept("  objects " + sent.where() + "  log " + sent.log() + "/");
        if (!sent.limit().isZero()) {
            out.accept("  waiting for the receipt, at most " + Words.duration(sent.limit()) + ", looking every "
                    + Words.duration(sent.interval()) + "; Ctrl-C stops only the waiting");
        }
    }

    private void tell(Queued queued) {
        String holder = queued.holder().value();
        if (!nextSign.containsKey(holder)) {
            out.accept(queued.environment().label() + ": " + holder + ", ordered by " + queued.requestedBy()
                    + ", is in flight; waiting for it, at most " + Words.duration(queued.limit()));
        }
        sign(holder, queued.passed(), "still in flight");
    }

    private void sign(String deployment, Duration passed, String text) {
        Duration due = nextSign.computeIfAbsent(deployment, id -> FIRST_SIGN);
        if (passed.compareTo(due) >= 0) {
            out.accept("  " + Words.duration(passed) + ": " + text);
            Duration silence = passed.compareTo(LONGEST_SILENCE) < 0 ? passed : LONGEST_SILENCE;
            nextSign.put(deployment, passed.plus(silence));
        }
    }
}
