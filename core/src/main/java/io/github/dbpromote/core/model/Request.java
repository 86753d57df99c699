package io.github.dbpromote.core.model;

import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody asks the relay for, where only the relay may send: created once, and answered by an order or a
 * {@link RecordedRefusal} of the same id. Its key holds the id of whoever writes it, so that policy can bind it to them.
 *
 * @param deployment the id that the order will have
 * @param bundle for a promotion the one that was live in the source when it was asked, or was chosen
 * @param chosen whether a person chose an earlier bundle of the source
 * @param userId AWS's id of whoever asks, as the key has it
 * @param name what people call them: an ARN
 * @param override why closed gates are to be passed over, where the environment allows it
 * @param notAfter by S3's clock: a request that comes later is not fulfilled
 */
public record Request(
        DeploymentId deployment,
        Kind kind,
        DatabaseName database,
        EnvironmentName environment,
        Digest bundle,
        boolean chosen,
        UserId userId,
        String name,
        Optional<String> reason,
        Optional<String> override,
        Instant notAfter) {

    public static final int FORMAT = 1;

    public Request {
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(userId, "userId");
    }

    /** What is asked for. */
    public enum Kind {
        PUBLISH,
        PROMOTE;

        private static Kind of(String word) {
            return switch (word) {
                case "publish" -> PUBLISH;
                case "promote" -> PROMOTE;
                default -> throw new IllegalArgumentException("is neither publish nor promote");
            };
        }

        private String word() {
            return this == PUBLISH ? "publish" : "promote";
        }
    }

    /** @throws Refusal if the object is malformed or of a newer format */
    public static Request parse(byte[] bytes, String where) {
        JsonObject json = JsonObject.parse(bytes, where, FORMAT);
        return new Request(
                json.value("deployment", DeploymentId::new),
                json.value("request", Kind::of),
                json.value("database", DatabaseName::new),
                json.value("environment", EnvironmentName::new),
                json.value("bundle", Digest::new),
                json.flag("chosen"),
                json.value("userId", UserId::new),
                json.text("name"),
                json.optionalText("reason"),
                json.optionalText("override"),
                json.instant("notAfter"));
    }

    public byte[] toJson() {
        JsonDraft json = JsonDraft.empty()
                .put("format", FORMAT)
                .put("deployment", deployment.value())
                .put("request", kind.word())
                .put("database", database.value())
                .put("environment", environment.value())
                .put("bundle", bundle.value())
                .put("chosen", chosen)
                .put("userId", userId.value())
                .put("name", name);
        reason.ifPresent(text -> json.put("reason", text));
        override.ifPresent(text -> json.put("override", text));
        json.put("notAfter", notAfter.toString());
        return json.bytes();
    }
}
