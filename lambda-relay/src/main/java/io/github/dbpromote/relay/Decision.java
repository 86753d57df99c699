package io.github.dbpromote.relay;

import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.gate.GatesClosed;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.JsonDraft;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.operation.InFlight;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the relay did about one database in one environment, or why not: one line of its log, and one element of its
 * answer. It never holds a secret.
 *
 * @param words what was done, or why not, in a few words: {@code promoted}, {@code gate: soak has 3h12m to go}
 * @param detail more of it, for a person
 */
record Decision(
        Level level,
        String words,
        Optional<String> database,
        Optional<String> environment,
        Optional<DeploymentId> deployment,
        Optional<Digest> bundle,
        Optional<String> detail) {
    /** How much it matters to somebody who reads the log. */
    enum Level {
        INFO,
        /** Somebody has to mend something before this goes on. */
        WARN,
        /** AWS did not answer; the event will come again. */
        ERROR
    }

    /** About nothing of ours. */
    static Decision ignored(String what) {
        return new Decision(
                Level.INFO,
                "ignored",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(PlainText.excerpt(what)));
    }

    static Decision of(String words, Environment environment) {
        return about(environment.database().value(), environment.name().value(), Level.INFO, words);
    }

    static Decision refused(Environment environment, Refusal refusal) {
        return refused(environment.database().value(), environment.name().value(), refusal);
    }

    /**
     * Why something was not done, in a few words.
     *
     * @param environment empty if it concerns the whole database
     */
    static Decision refused(String database, String environment, Refusal refusal) {
        if (refusal instanceof GatesClosed closed) {
            String phrases = closed.gates().stream().map(ClosedGate::phrase).collect(Collectors.joining("; "));
            return about(database, environment, Level.INFO, "gate: " + phrases).with(new Digest(closed.bundle()));
        }
        if (refusal instanceof InFlight busy) {
            return about(
                            database,
                            environment,
                            Level.INFO,
                            "in flight since " + busy.holder().createdAt())
                    .with(busy.holder());
        }
        Problem problem = refusal.problems().get(0);
        Level level = Problems.isPassing(problem) ? Level.INFO : Level.WARN;
        return about(database, environment, level, problem.code().replace('-', ' '))
                .with(refusal.problems().stream().map(Problem::summary).collect(Collectors.joining(" ")));
    }

    static Decision unreachable(Environment environment, Outage outage) {
        return about(environment.database().value(), environment.name().value(), Level.ERROR, "aws does not answer")
                .with(outage.problem().summary());
    }

    private static Decision about(String database, String environment, Level level, String words) {
        return new Decision(
                level,
                words,
                Optional.of(database),
                Optional.of(environment).filter(name -> !name.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same, but somebody has to do something. */
    Decision warning() {
        return new Decision(Level.WARN, words, database, environment, deployment, bundle, detail);
    }

    Decision with(Order order) {
        return with(order.deployment()).with(order.bundle());
    }

    Decision with(DeploymentId id) {
        return new Decision(level, words, database, environment, Optional.of(id), bundle, detail);
    }

    Decision with(Digest digest) {
        return new Decision(level, words, database, environment, deployment, Optional.of(digest), detail);
    }

    Decision with(String more) {
        return new Decision(level, words, database, environment, deployment, bundle, Optional.of(more));
    }

    /** Whether the event has to come again. */
    boolean isUnreachable() {
        return level == Level.ERROR;
    }

    /** {@code users in qa}, as messages say it. */
    String label() {
        return database.orElse("everything")
                + environment.map(name -> " in " + name).orElse("");
    }

    /** Its members in a fixed order; those that do not apply are absent. */
    void writeTo(JsonDraft json) {
        json.put("level", level.name()).put("decision", words);
        database.ifPresent(name -> json.put("database", name));
        environment.ifPresent(name -> json.put("environment", name));
        deployment.ifPresent(id -> json.put("deployment", id.value()));
        bundle.ifPresent(digest -> json.put("bundle", digest.value()));
        detail.ifPresent(text -> json.put("detail", text));
    }
}
