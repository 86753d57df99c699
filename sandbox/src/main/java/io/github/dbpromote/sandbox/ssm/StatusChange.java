package io.github.dbpromote.sandbox.ssm;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A new status of a command, or of a command on one instance, for whoever wants to be told. It carries no output. */
public sealed interface StatusChange {
    String commandId();

    /** The name of the document. */
    String document();

    Instant requested();

    /** As answers of Systems Manager have it, without details: {@code InProgress}, {@code TimedOut}. */
    String status();

    Instant time();

    /**
     * The command as a whole.
     *
     * @param parameters of the document, as SendCommand named them; an object
     * @param expiresAfter after which no agent answers any more
     */
    record OfCommand(
            String commandId,
            String document,
            Instant requested,
            String status,
            Instant time,
            List<String> instanceIds,
            JsonNode parameters,
            Instant expiresAfter)
            implements StatusChange {
        public OfCommand {
            instanceIds = List.copyOf(instanceIds);
        }
    }

    /** The command on one instance. */
    record OfInvocation(
            String commandId, String document, Instant requested, String status, Instant time, String instanceId)
            implements StatusChange {}
}
