package io.github.dbpromote.core.model;

import io.github.dbpromote.core.problem.Refusal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What shall be done: created once, before anything is sent. The host believes nothing else.
 *
 * @param source the deployment that proved the bundle in the environment before; empty for the first environment
 * @param subject the deployment that is to be looked into; only {@link Action#INSPECT} has one
 * @param requestedBy who asked, as far as the caller knows: an ARN, or a user and machine
 * @param createdAt by S3's clock
 * @param notAfter by S3's clock: a host that has not claimed the order by then must not start
 */
public record Order(
        DeploymentId deployment,
        Action action,
        DatabaseName database,
        EnvironmentName environment,
        Digest bundle,
        Optional<Source> source,
        Optional<DeploymentId> subject,
        String requestedBy,
        Optional<String> reason,
        Instant createdAt,
        Instant notAfter) {

    public static final int FORMAT = 1;

    public Order {
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(requestedBy, "requestedBy");
        if (!notAfter.isAfter(createdAt)) {
            throw new IllegalArgumentException("an order must stand for some time");
        }
    }

    /** Where a promoted bundle succeeded before. */
    public record Source(EnvironmentName environment, DeploymentId deployment) {}

    /** @throws Refusal if the object is malformed or of a newer format */
    public static Order parse(byte[] bytes, String where) {
        JsonObject json = JsonObject.parse(bytes, where, FORMAT);
        return new Order(
                json.value("deployment", DeploymentId::new),
                json.value("action", Action::of),
                json.value("database", DatabaseName::new),
                json.value("environment", EnvironmentName::new),
                json.value("bundle", Digest::new),
                json.optionalObject("source")
                        .map(source -> new Source(
                                source.value("environment", EnvironmentName::new),
                                source.value("deployment", DeploymentId::new))),
                json.optionalValue("subject", DeploymentId::new),
                json.text("requestedBy"),
                json.optionalText("reason"),
                json.instant("createdAt"),
                json.instant("notAfter"));
    }

    public byte[] toJson() {
        JsonDraft json = JsonDraft.empty();
        json.put("format", FORMAT);
        json.put("deployment", deployment.value());
        json.put("action", action.word());
        json.put("database", database.value());
        json.put("environment", environment.value());
        json.put("bundle", bundle.value());
        source.ifPresent(from -> json.object("source")
                .put("environment", from.environment().value())
                .put("deployment", from.deployment().value()));
        subject.ifPresent(id -> json.put("subject", id.value()));
        json.put("requestedBy", requestedBy);
        reason.ifPresent(text -> json.put("reason", text));
        json.put("createdAt", createdAt.toString());
        json.put("notAfter", notAfter.toString());
        return json.bytes();
    }
}
