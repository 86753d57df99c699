package io.github.dbpromote.core.model;

import io.github.dbpromote.core.problem.Refusal;
import java.util.Objects;

/**
 * A person's word about a deployment whose receipt says {@link Outcome#AMBIGUOUS}: created once. It lets the work go on,
 * but proves nothing, as only a host's receipt does.
 *
 * @param outcome what the person found in the database: {@link Outcome#SUCCEEDED} or {@link Outcome#FAILED}
 * @param by who looked
 * @param reason what that person saw or did
 */
public record Clearance(DeploymentId deployment, Outcome outcome, String by, String reason) {

    public static final int FORMAT = 1;

    /** @throws IllegalArgumentException if the outcome clears nothing up */
    public Clearance {
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
        if (outcome == Outcome.AMBIGUOUS) {
            throw new IllegalArgumentException("is neither SUCCEEDED nor FAILED");
        }
    }

    /** @throws Refusal if the object is malformed or of a newer format */
    public static Clearance parse(byte[] bytes, String where) {
        JsonObject json = JsonObject.parse(bytes, where, FORMAT);
        return new Clearance(
                json.value("deployment", DeploymentId::new),
                json.value("outcome", Clearance::outcome),
                json.text("by"),
                json.text("reason"));
    }

    private static Outcome outcome(String word) {
        return switch (word) {
            case "SUCCEEDED" -> Outcome.SUCCEEDED;
            case "FAILED" -> Outcome.FAILED;
            default -> throw new IllegalArgumentException("is neither SUCCEEDED nor FAILED");
        };
    }

    public byte[] toJson() {
        JsonDraft json = JsonDraft.empty();
        json.put("format", FORMAT);
        json.put("deployment", deployment.value());
        json.put("outcome", outcome.name());
        json.put("by", by);
        json.put("reason", reason);
        return json.bytes();
    }
}
