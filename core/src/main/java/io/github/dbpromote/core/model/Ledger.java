package io.github.dbpromote.core.model;

import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;

/**
 * What is live and what is in flight in one environment of one database: the only object that changes. Immutable here;
 * each change is a new ledger, which replaces the old one in S3 only if nobody else was quicker.
 */
public final class Ledger {
    public static final int FORMAT = 1;

    /** The ledger before the first deployment. */
    public static final Ledger EMPTY = new Ledger(
            JsonDraft.empty(),
            0,
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** The whole object, with the members of later versions too. Never changed: the next version begins with a copy. */
    private final JsonDraft json;

    private final long revision;
    private final String writer;
    private final Optional<Live> live;
    private final Optional<Last> last;
    private final Optional<DeploymentId> inFlight;
    private final Optional<DeploymentId> history;
    private final Optional<ClosedGate.Paused> paused;

    private Ledger(
            JsonDraft json,
            long revision,
            String writer,
            Optional<Live> live,
            Optional<Last> last,
            Optional<DeploymentId> inFlight,
            Optional<DeploymentId> history,
            Optional<ClosedGate.Paused> paused) {
        this.json = json;
        this.revision = revision;
        this.writer = writer;
        this.live = live;
        this.last = last;
        this.inFlight = inFlight;
        this.history = history;
        this.paused = paused;
    }

    /** The newest bundle that succeeded, and the deployment whose receipt proves it. */
    public record Live(DeploymentId deployment, Digest bundle) {}

    /**
     * How the newest finished deployment ended.
     *
     * @param clearedBy who found out that outcome, where the receipt could not tell; else the receipt says the same
     */
    public record Last(DeploymentId deployment, Digest bundle, Outcome outcome, Optional<String> clearedBy) {
        /** As the receipt says. */
        public Last(DeploymentId deployment, Digest bundle, Outcome outcome) {
            this(deployment, bundle, outcome, Optional.empty());
        }

        /** Whether a host's receipt says that it succeeded. */
        public boolean isProven() {
            return outcome == Outcome.SUCCEEDED && clearedBy.isEmpty();
        }
    }

    /** @throws Refusal if the object is malformed or of a newer format */
    public static Ledger parse(byte[] bytes, String where) {
        JsonObject json = JsonObject.parse(bytes, where, FORMAT);
        return new Ledger(
                json.draft(),
                json.number("revision"),
                json.text("writer"),
                json.optionalObject("live")
                        .map(live -> new Live(
                                live.value("deployment", DeploymentId::new), live.value("bundle", Digest::new))),
                json.optionalObject("last")
                        .map(last -> new Last(
                                last.value("deployment", DeploymentId::new),
                                last.value("bundle", Digest::new),
                                last.value("outcome", Outcome::of),
                                last.optionalText("clearedBy"))),
                json.optionalObject("inFlight").map(flight -> flight.value("deployment", DeploymentId::new)),
                json.optionalObject("history").map(known -> known.value("deployment", DeploymentId::new)),
                json.optionalObject("paused")
                        .map(pause ->
                                new ClosedGate.Paused(pause.text("by"), pause.text("reason"), pause.instant("since"))));
    }

    public Optional<Live> live() {
        return live;
    }

    public Optional<Last> last() {
        return last;
    }

    public Optional<DeploymentId> inFlight() {
        return inFlight;
    }

    /** Counts the changes, from 1; 0 before the first. */
    public long revision() {
        return revision;
    }

    /** Whoever made this version, by a random word. */
    public String writer() {
        return writer;
    }

    /** Whether this bundle is live and nothing was tried since. What a person cleared is to be proved by a host first. */
    public boolean stands(Digest bundle) {
        return live.filter(it -> it.bundle().equals(bundle)).isPresent()
                && last.filter(it -> it.bundle().equals(bundle) && it.isProven())
                        .isPresent();
    }

    /** The newest deployment whose receipt holds a schema history; a run that could not reach the database has none. */
    public Optional<DeploymentId> history() {
        return history;
    }

    /** Who has closed the environment, and why; what is in flight goes on. */
    public Optional<ClosedGate.Paused> paused() {
        return paused;
    }

    /** The next version: nothing may be published or promoted there until somebody resumes. */
    public Ledger pause(ClosedGate.Paused pause, String writer) {
        JsonDraft next = next(writer);
        next.object("paused")
                .put("by", pause.by())
                .put("reason", pause.reason())
                .put("since", pause.since().toString());
        return new Ledger(next, revision + 1, writer, live, last, inFlight, history, Optional.of(pause));
    }

    /** The next version: it is open again. */
    public Ledger resume(String writer) {
        JsonDraft next = next(writer);
        next.remove("paused");
        return new Ledger(next, revision + 1, writer, live, last, inFlight, history, Optional.empty());
    }

    /** The next version: that deployment has begun. */
    public Ledger begin(DeploymentId deployment, String writer) {
        JsonDraft next = next(writer);
        next.object("inFlight").put("deployment", deployment.value());
        return new Ledger(next, revision + 1, writer, live, last, Optional.of(deployment), history, paused);
    }

    /** The next version: what was in flight never started and never will. */
    public Ledger release(String writer) {
        JsonDraft next = next(writer);
        next.remove("inFlight");
        return new Ledger(next, revision + 1, writer, live, last, Optional.empty(), history, paused);
    }

    /** The next version: what was in flight has ended as its receipt says. Only migrating makes something live or last. */
    public Ledger settle(Receipt receipt, String writer) {
        JsonDraft next = next(writer);
        next.remove("inFlight");
        DeploymentId deployment = receipt.deployment();
        Optional<DeploymentId> nowHistory = history;
        if (!receipt.history().isEmpty()) {
            next.object("history").put("deployment", deployment.value());
            nowHistory = Optional.of(deployment);
        }
        Optional<Last> nowLast = last;
        if (receipt.action() == Action.MIGRATE) {
            next.object("last")
                    .put("deployment", deployment.value())
                    .put("bundle", receipt.bundle().value())
                    .put("outcome", receipt.outcome().name());
            nowLast = Optional.of(new Last(deployment, receipt.bundle(), receipt.outcome()));
        }
        Optional<Live> nowLive = live;
        if (receipt.action() == Action.MIGRATE && receipt.succeeded()) {
            next.object("live")
                    .put("deployment", deployment.value())
                    .put("bundle", receipt.bundle().value());
            nowLive = Optional.of(new Live(deployment, receipt.bundle()));
        }
        return new Ledger(next, revision + 1, writer, nowLive, nowLast, Optional.empty(), nowHistory, paused);
    }

    /**
     * The next version: a person found out how the newest deployment ended. That makes nothing live.
     *
     * @throws IllegalArgumentException if the newest deployment is another one
     */
    public Ledger clear(Clearance clearance, String writer) {
        Last cleared = last.filter(it -> it.deployment().equals(clearance.deployment()))
                .map(it -> new Last(it.deployment(), it.bundle(), clearance.outcome(), Optional.of(clearance.by())))
                .orElseThrow(() -> new IllegalArgumentException(clearance.deployment() + " is not the newest"));
        JsonDraft next = next(writer);
        next.object("last")
                .put("deployment", cleared.deployment().value())
                .put("bundle", cleared.bundle().value())
                .put("outcome", cleared.outcome().name())
                .put("clearedBy", clearance.by());
        return new Ledger(next, revision + 1, writer, live, Optional.of(cleared), inFlight, history, paused);
    }

    private JsonDraft next(String writer) {
        return json.copy().put("format", FORMAT).put("revision", revision + 1).put("writer", writer);
    }

    public byte[] toJson() {
        return json.bytes();
    }
}
