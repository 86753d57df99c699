package io.github.dbpromote.core.model;

import io.github.dbpromote.core.problem.Refusal;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides, once and for all, whether a deployment happens: S3 lets exactly one writer create it.
 *
 * @param writer random, so that whoever lost the answer to its write can recognise its own claim
 * @param by the host's instance id, or who gave up
 * @param command the SSM command that started the host, where there was one; hosts of earlier versions do not say
 * @param reason why somebody cancelled it; whoever only gave up waiting has none
 */
public record Claim(
        DeploymentId deployment,
        Kind kind,
        String writer,
        String by,
        Optional<String> command,
        Optional<String> reason) {

    public static final int FORMAT = 1;

    public Claim {
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(kind, "kind");
    }

    /** Of a host that no command started, or of somebody who gave up waiting. */
    public Claim(DeploymentId deployment, Kind kind, String writer, String by) {
        this(deployment, kind, writer, by, Optional.empty(), Optional.empty());
    }

    /** Who won. */
    public enum Kind {
        /** The host: it works now, and only its receipt ends the deployment. */
        CLAIMED("claimed"),
        /** Somebody who gave up waiting: no host may start this deployment any more. */
        VOID("void");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        private static Kind of(String word) {
            return switch (word) {
                case "claimed" -> CLAIMED;
                case "void" -> VOID;
                default -> throw new IllegalArgumentException("is neither claimed nor void");
            };
        }
    }

    /** @throws Refusal if the object is malformed or of a newer format */
    public static Claim parse(byte[] bytes, String where) {
        JsonObject json = JsonObject.parse(bytes, where, FORMAT);
        return new Claim(
                json.value("deployment", DeploymentId::new),
                json.value("kind", Kind::of),
                json.text("writer"),
                json.text("by"),
                json.optionalText("command"),
                json.optionalText("reason"));
    }

    public byte[] toJson() {
        JsonDraft json = JsonDraft.empty();
        json.put("format", FORMAT);
        json.put("deployment", deployment.value());
        json.put("kind", kind.word);
        json.put("writer", writer);
        json.put("by", by);
        command.ifPresent(id -> json.put("command", id));
        reason.ifPresent(text -> json.put("reason", text));
        return json.bytes();
    }
}
