package io.github.dbpromote.core.model;

import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What really happened: created once, by the host alone.
 *
 * @param host the instance that worked
 * @param command the SSM command that started it, where there was one
 * @param tools what ran, for a person: {@code flyway-host 0.1.0, Flyway 13.12.0, PostgreSQL 16.15}
 * @param startedAt by the host's clock
 * @param finishedAt by the host's clock
 * @param applied the scripts that this very run applied, in order
 * @param history the schema history, read on a fresh connection after the run; empty where it could not be read
 * @param pending the bundle's scripts that are not applied
 */
public record Receipt(
        DatabaseName database,
        EnvironmentName environment,
        DeploymentId deployment,
        Digest bundle,
        Action action,
        Outcome outcome,
        Optional<Failure> failure,
        String host,
        Optional<String> command,
        String tools,
        Instant startedAt,
        Instant finishedAt,
        List<String> applied,
        List<AppliedMigration> history,
        List<String> pending) {

    public static final int FORMAT = 1;

    /** @throws IllegalArgumentException if it claims success with something pending, or a failure without a reason */
    public Receipt {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(outcome, "outcome");
        applied = List.copyOf(applied);
        history = List.copyOf(history);
        pending = List.copyOf(pending);
        if (outcome == Outcome.SUCCEEDED && !pending.isEmpty()) {
            throw new IllegalArgumentException("SUCCEEDED although not applied: " + String.join(", ", pending));
        }
        if ((outcome == Outcome.SUCCEEDED) == failure.isPresent()) {
            throw new IllegalArgumentException(outcome + (failure.isPresent() ? " with" : " without") + " a failure");
        }
    }

    public boolean succeeded() {
        return outcome == Outcome.SUCCEEDED;
    }

    /** @throws Refusal if the object is malformed or of a newer format */
    public static Receipt parse(byte[] bytes, String where) {
        JsonObject json = JsonObject.parse(bytes, where, FORMAT);
        try {
            return new Receipt(
                    json.value("database", DatabaseName::new),
                    json.value("environment", EnvironmentName::new),
                    json.value("deployment", DeploymentId::new),
                    json.value("bundle", Digest::new),
                    json.value("action", Action::of),
                    json.value("outcome", Outcome::of),
                    json.optionalObject("failure").map(Failure::from),
                    json.text("host"),
                    json.optionalText("command"),
                    json.text("tools"),
                    json.instant("startedAt"),
                    json.instant("finishedAt"),
                    json.texts("applied"),
                    json.objects("history").stream().map(AppliedMigration::from).toList(),
                    json.texts("pending"));
        } catch (IllegalArgumentException e) {
            throw json.malformed("outcome", e.getMessage());
        }
    }

    /**
     * A receipt counts only for the very thing that it repeats.
     *
     * @return this
     * @throws Refusal if it speaks of another database, environment, deployment or bundle
     */
    public Receipt provenFor(Order order, String where) {
        boolean same = database.equals(order.database())
                && environment.equals(order.environment())
                && deployment.equals(order.deployment())
                && bundle.equals(order.bundle())
                && action == order.action();
        if (!same) {
            throw new Refusal(Problems.foreignReceipt(
                    where, order.deployment().value(), order.bundle().abbreviated()));
        }
        return this;
    }

    public byte[] toJson() {
        JsonDraft json = JsonDraft.empty();
        json.put("format", FORMAT);
        json.put("database", database.value());
        json.put("environment", environment.value());
        json.put("deployment", deployment.value());
        json.put("bundle", bundle.value());
        json.put("action", action.word());
        json.put("outcome", outcome.name());
        failure.ifPresent(reason -> reason.writeTo(json.object("failure")));
        json.put("host", host);
        command.ifPresent(id -> json.put("command", id));
        json.put("tools", tools);
        json.put("startedAt", startedAt.toString());
        json.put("finishedAt", finishedAt.toString());
        json.texts("applied", applied);
        json.objects("history", history, AppliedMigration::writeTo);
        json.texts("pending", pending);
        return json.bytes();
    }
}
