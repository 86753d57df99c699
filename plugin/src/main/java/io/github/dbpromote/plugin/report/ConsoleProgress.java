package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells a person what happens: in lines what is waited for, before the wait; then on a terminal one line that moves, and
 * elsewhere a sign of life at growing intervals, so that an hour's wait stays readable in a CI log.
 */
public final class ConsoleProgress implements Progress, AutoCloseable {
    /** Of lines that belong to the one before. */
    private static final String INDENT = "  ";

    private static final Duration FIRST_SIGN = Duration.ofSeconds(15);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final Consumer<String> out;
    private final Optional<MovingLine> moving;
    private final Optional<String> name;
    private final boolean followsLog;
    private final Map<String, Duration> nextSign = new HashMap<>();
    private final Set<DeploymentId> announced = new HashSet<>();

    /** The deployment that this build has sent, of which the report at the end tells. */
    private DeploymentId own;

    /**
     * Begins.
     *
     * @param out gets whole lines
     * @param moving where the terminal can redraw one; it is cleared before any other line
     * @param name of the database, where others are at work at the same time; it stands before lines that do not name it
     * @param followsLog whether to print what the host prints
     */
    public ConsoleProgress(
            Consumer<String> out, Optional<MovingLine> moving, Optional<String> name, boolean followsLog) {
        this.out = out;
        this.moving = moving;
        this.name = name;
        this.followsLog = followsLog;
    }

    /** Prints a line, of whoever it is, so that it does not run into the moving one. */
    public void say(String line) {
        moving.ifPresent(MovingLine::clear);
        out.accept(PlainText.lines(line.startsWith(INDENT) ? name.orElse("") + line : line));
    }

    /** Clears the moving line, for what is printed after all this. */
    @Override
    public void close() {
        moving.ifPresent(MovingLine::close);
    }

    @Override
    public boolean followsLog() {
        return followsLog;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Storing storing) {
            say(storing.environment().label() + ": bundle " + storing.bundle().abbreviated() + ", "
                    + Words.size(storing.bytes()));
        } else if (event instanceof Requested requested) {
            tell(requested);
        } else if (event instanceof Sent sent) {
            tell(sent);
        } else if (event instanceof Awaiting awaiting) {
            tell(awaiting);
        } else if (event instanceof Newest newest) {
            say(newest.environment().label() + ": nothing is in flight; the newest is " + newest.deployment()
                    + ", ordered by " + newest.requestedBy() + " at " + Words.minute(newest.since()));
        } else if (event instanceof Cancelling cancelling) {
            say(cancelling.environment().label() + ": cancelling " + cancelling.deployment() + " on host "
                    + cancelling.command().host());
        } else if (event instanceof Printed printed) {
            say("  | " + printed.line());
        } else if (event instanceof LogUnavailable unavailable) {
            say("  " + unavailable.problem().summary());
        } else if (event instanceof Working working) {
            sign(working.deployment().value(), working.passed(), words(working.state()));
        } else if (event instanceof Queued queued) {
            tell(queued);
        } else if (event instanceof Settled settled && !settled.deployment().equals(own)) {
            say(settled.environment().label() + ": " + settled.deployment() + " " + words(settled.ending()));
        }
    }

    private static String words(State state) {
        return switch (state) {
            case REQUESTED -> "the relay has not answered yet";
            case ORDERED -> "no host has taken it yet";
            case CLAIMED -> "the host is at work";
            case UNKNOWN -> "AWS does not answer; what runs on a host goes on";
        };
    }

    private static String words(Ending ending) {
        return switch (ending) {
            case SUCCEEDED, FAILED, AMBIGUOUS -> "ended " + ending;
            case GIVEN_UP -> "was given up: no host had taken it";
            case CANCELLED -> "was cancelled before any host had taken it";
        };
    }

    private void tell(Requested requested) {
        own = requested.deployment();
        say(requested.environment().label() + ": asked the relay to send bundle "
                + requested.bundle().abbreviated() + " as " + requested.deployment());
        say("  objects " + requested.where());
        announce("its answer", requested.limit(), requested.interval());
    }

    private void tell(Sent sent) {
        own = sent.subject().orElse(sent.deployment());
        String what = sent.subject()
                .map(subject -> "  inspection " + sent.deployment() + " of " + subject)
                .orElse("  deployment " + sent.deployment());
        say(sent.command()
                .map(command -> what + " on host " + command.host() + ", command " + command.id())
                .orElse(what + ": the answer of Systems Manager was lost; the receipt will tell"));
        announce(sent.where(), sent.log(), sent.limit(), sent.interval());
    }

    private void tell(Awaiting awaiting) {
        own = awaiting.deployment();
        say(awaiting.environment().label() + ": " + awaiting.deployment() + " is in flight since "
                + Words.minute(awaiting.since()) + ", ordered by " + awaiting.requestedBy()
                + awaiting.command()
                        .map(command -> ", at work on host " + command.host() + ", command " + command.id())
                        .orElse(""));
        announce(awaiting.where(), awaiting.log(), awaiting.limit(), awaiting.interval());
    }

    private void announce(String where, String log, Duration limit, Duration interval) {
        say("  objects " + where + "  log " + log + "/");
        announce("the receipt", limit, interval);
    }

    private void announce(String what, Duration limit, Duration interval) {
        if (!limit.isZero()) {
            say("  waiting for " + what + ", at most " + Words.duration(limit) + ", looking every "
                    + Words.duration(interval) + "; Ctrl-C stops only the waiting");
        }
    }

    private void tell(Queued queued) {
        if (announced.add(queued.holder())) {
            say(queued.environment().label() + ": " + queued.holder() + ", ordered by " + queued.requestedBy()
                    + ", is in flight; waiting for it, at most " + Words.duration(queued.limit()));
        }
        sign(queued.holder().value(), queued.passed(), "still in flight");
    }

    private void sign(String deployment, Duration passed, String text) {
        if (moving.isPresent()) {
            moving.get().draw("  " + Words.seconds(passed) + ": " + text);
            return;
        }
        Duration due = nextSign.computeIfAbsent(deployment, id -> FIRST_SIGN);
        if (passed.compareTo(due) >= 0) {
            say("  " + Words.duration(passed) + ": " + text);
            Duration silence = passed.compareTo(LONGEST_SILENCE) < 0 ? passed : LONGEST_SILENCE;
            nextSign.put(deployment, passed.plus(silence));
        }
    }
}
