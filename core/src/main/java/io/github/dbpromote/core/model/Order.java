package io.github.dbpromote.core.model;

import io.github.dbpromote.core.gate.UserId;
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
 * @param requestedById AWS's id of whoever asked, where AWS told it; orders of earlier versions lack it
 * @param publishedBy who brought the bundle into the first environment, wherever it has come since; orders of earlier
 *     versions and those that bring no bundle lack it
 * @param override why closed gates were passed over, if they were
 * @param createdAt by S3's clock
 * @param notAfter by S3's clock: a host that has not claimed the order by then must not start
 * @param postgresql the major version that the server must have, as the environment's parameter said; empty for any
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
        Optional<UserId> requestedById,
        Optional<Publisher> publishedBy,
        Optional<String> reason,
        Optional<String> override,
        Instant createdAt,
        Instant notAfter,
        Optional<Integer> postgresql) {

    public static final int FORMAT = 1;

    public Order {
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(requestedBy, "requestedBy");
        if (!notAfter.isAfter(createdAt)) {
            throw new IllegalArgumentException("an order must stand for some time");
        }
    }

    /** An order that passes over nothing, of which no more is known than who asked. */
    public Order(
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
        this(
                deployment,
                action,
                database,
                environment,
                bundle,
                source,
                subject,
                requestedBy,
                Optional.empty(),
                Optional.empty(),
                reason,
                Optional.empty(),
                createdAt,
                notAfter,
                Optional.empty());
    }

    /**
     * Who published a bundle.
     *
     * @param id AWS's, where AWS told it
     * @param name as in {@code requestedBy}
     */
    public record Publisher(Optional<UserId> id, String name) {}

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
                json.optionalValue("requestedById", UserId::new),
                json.optionalObject("publishedBy")
                        .map(publisher ->
                                new Publisher(publisher.optionalValue("id", UserId::new), publisher.text("name"))),
                json.optionalText("reason"),
                json.optionalText("override"),
                json.instant("createdAt"),
                json.instant("notAfter"),
                json.optionalValue("postgresql", Environment::majorVersion));
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
        requestedById.ifPresent(id -> json.put("requestedById", id.value()));
        publishedBy.ifPresent(publisher -> write(publisher, json.object("publishedBy")));
        reason.ifPresent(text -> json.put("reason", text));
        override.ifPresent(text -> json.put("override", text));
        json.put("createdAt", createdAt.toString());
        json.put("notAfter", notAfter.toString());
        postgresql.ifPresent(version -> json.put("postgresql", version.toString()));
        return json.bytes();
    }

    private static void write(Publisher publisher, JsonDraft json) {
        publisher.id().ifPresent(id -> json.put("id", id.value()));
        json.put("name", publisher.name());
    }
}
