package io.github.dbpromote.core.gate;

import io.github.dbpromote.core.problem.GateProblems;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Why nothing may be promoted now. */
public sealed interface ClosedGate {
    /** A few words on one line, for logs: {@code soak has 3h12m to go}. */
    String phrase();

    /**
     * The same for a person, with what to do.
     *
     * @param database its name
     * @param environment the name of the one that is promoted to
     */
    Problem problem(String database, String environment);

    /** Whether a person with a reason may pass it over, in an environment that allows this. */
    default boolean yieldsToOverride() {
        return true;
    }

    /** Gates that this version does not know: what cannot be evaluated is closed. */
    record Unknown(List<String> names) implements ClosedGate {
        public Unknown {
            names = List.copyOf(names);
        }

        @Override
        public String phrase() {
            return "unknown gates: " + PlainText.excerpt(String.join(", ", names));
        }

        @Override
        public Problem problem(String database, String environment) {
            return GateProblems.unknownGates(label(database, environment), names);
        }

        @Override
        public boolean yieldsToOverride() {
            return false;
        }
    }

    /**
     * A person has closed the environment, until a person opens it again.
     *
     * @param by an ARN where AWS told it
     * @param since by S3's clock
     */
    record Paused(String by, String reason, Instant since) implements ClosedGate {
        public Paused {
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(since, "since");
        }

        @Override
        public String phrase() {
            return "paused by " + by + " since " + since + ": " + PlainText.excerpt(reason);
        }

        @Override
        public Problem problem(String database, String environment) {
            return GateProblems.paused(label(database, environment), environment, by, since.toString(), reason);
        }
    }

    /** @param until the first moment after it */
    record Frozen(ZonedDateTime until) implements ClosedGate {
        @Override
        public String phrase() {
            return "frozen until " + moment(until);
        }

        @Override
        public Problem problem(String database, String environment) {
            return GateProblems.frozen(label(database, environment), moment(until));
        }
    }

    /** @param opens the first moment of the next window */
    record OutsideWindow(ZonedDateTime opens) implements ClosedGate {
        @Override
        public String phrase() {
            return "window opens " + moment(opens);
        }

        @Override
        public Problem problem(String database, String environment) {
            return GateProblems.outsideWindow(label(database, environment), moment(opens));
        }
    }

    /**
     * @param left until the bundle has stood long enough in the source
     * @param soak how long it has to
     */
    record Soaking(Duration left, Duration soak) implements ClosedGate {
        @Override
        public String phrase() {
            return "soak has " + Span.text(left) + " to go";
        }

        @Override
        public Problem problem(String database, String environment) {
            return GateProblems.soaking(label(database, environment), Span.text(left), Span.text(soak));
        }
    }

    /**
     * @param standing how many approvals count
     * @param needed more than {@code standing}
     * @param publisherKnown if not, it takes one more, because one of those who approved may have published
     * @param disregarded the keys of what stands among the approvals and is none
     */
    record Unapproved(int standing, int needed, boolean publisherKnown, List<String> disregarded)
            implements ClosedGate {
        public Unapproved {
            disregarded = List.copyOf(disregarded);
        }

        @Override
        public String phrase() {
            return standing + " of " + needed + " approvals"
                    + (disregarded.isEmpty() ? "" : ", and " + disregarded.size() + " that count for nothing");
        }

        @Override
        public Problem problem(String database, String environment) {
            return GateProblems.unapproved(
                    label(database, environment), environment, standing, needed, publisherKnown, disregarded);
        }
    }

    /**
     * What was tried last failed there, and nobody is there who could judge: a person may try again, or a later bundle.
     *
     * @param deployment the one that failed
     */
    record Halted(String deployment) implements ClosedGate {
        @Override
        public String phrase() {
            return "failed here last (" + deployment + ")";
        }

        @Override
        public Problem problem(String database, String environment) {
            return GateProblems.halted(label(database, environment), environment, deployment);
        }

        @Override
        public boolean yieldsToOverride() {
            return false;
        }
    }

    private static String label(String database, String environment) {
        return database + " in " + environment;
    }

    private static String moment(ZonedDateTime time) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm '" + time.getZone() + "'", Locale.ROOT)
                .format(time);
    }
}
