package io.github.dbpromote.sandbox.ssm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What SendCommand ordered.
 *
 * @param request the members of SendCommand's input, as they were sent, that answers repeat
 * @param deliverUntil after which it is not handed to an agent any more
 * @param expiresAfter after which no answer of an agent is expected any more
 */
record Command(
        String id,
        String document,
        JsonNode request,
        List<String> steps,
        Instant requested,
        Instant deliverUntil,
        Instant expiresAfter) {
    private static final List<String> REPEATED = List.of(
            "Parameters",
            "InstanceIds",
            "Targets",
            "OutputS3BucketName",
            "OutputS3KeyPrefix",
            "MaxConcurrency",
            "MaxErrors",
            "NotificationConfig",
            "CloudWatchOutputConfig",
            "TimeoutSeconds");

    Command {
        steps = List.copyOf(steps);
    }

    String comment() {
        return request.path("Comment").asString("");
    }

    String documentVersion() {
        return request.path("DocumentVersion").asString("$DEFAULT");
    }

    Optional<String> outputBucket() {
        return request.optional("OutputS3BucketName").map(JsonNode::asString).filter(name -> !name.isBlank());
    }

    /** Where in the bucket the output of a step on an instance stands: {@code …/stdout} and {@code …/stderr}. */
    String outputKey(String instanceId, String step) {
        String prefix = request.path("OutputS3KeyPrefix").asString("");
        return (prefix.isEmpty() ? "" : prefix + "/") + id + "/" + instanceId + "/awsrunShellScript/" + step;
    }

    /** Where the agent copies the output to while it comes, if anywhere; its name by default is made of the document's. */
    Optional<String> logGroup() {
        JsonNode config = request.path("CloudWatchOutputConfig");
        if (!config.path("CloudWatchOutputEnabled").asBoolean(false)) {
            return Optional.empty();
        }
        String given = config.path("CloudWatchLogGroupName").asString("");
        return Optional.of(given.isEmpty() ? "/aws/ssm/" + document.replaceAll("[^a-zA-Z0-9_\\-/.#]", ".") : given);
    }

    /** The streams of a step on an instance are called {@code …/stdout} and {@code …/stderr}. */
    String logStream(String instanceId, String step) {
        return id + "/" + instanceId + "/" + step;
    }

    ObjectNode cloudWatchOutputConfig() {
        ObjectNode config = Json.object().put("CloudWatchLogGroupName", "").put("CloudWatchOutputEnabled", false);
        request.path("CloudWatchOutputConfig").forEachEntry(config::set);
        return config;
    }

    /** The command itself, without what depends on its invocations. */
    ObjectNode describe() {
        ObjectNode description = Json.object();
        description.put("CommandId", id).put("DocumentName", document).put("DocumentVersion", documentVersion());
        description.put("Comment", comment()).put("ExpiresAfter", Json.seconds(expiresAfter));
        description.put("RequestedDateTime", Json.seconds(requested)).put("ServiceRole", "");
        description.put("MaxConcurrency", "50").put("MaxErrors", "0").put("TimeoutSeconds", 3600);
        description.put("OutputS3BucketName", "").put("OutputS3KeyPrefix", "");
        description.set("InstanceIds", Json.array(List.of()));
        description.set("Targets", Json.array(List.of()));
        REPEATED.forEach(member -> request.optional(member).ifPresent(value -> description.set(member, value)));
        description.set("CloudWatchOutputConfig", cloudWatchOutputConfig());
        return description;
    }

    ObjectNode stored() {
        ObjectNode node = Json.object().put("id", id).put("document", document);
        node.put("requested", requested.toString()).put("deliverUntil", deliverUntil.toString());
        node.put("expiresAfter", expiresAfter.toString());
        node.set("request", request);
        node.set("steps", Json.array(steps));
        return node;
    }

    static Command read(JsonNode node) {
        return new Command(
                node.required("id").stringValue(),
                node.required("document").stringValue(),
                node.required("request"),
                node.required("steps").valueStream().map(JsonNode::stringValue).toList(),
                Instant.parse(node.required("requested").stringValue()),
                Instant.parse(node.required("deliverUntil").stringValue()),
                Instant.parse(node.required("expiresAfter").stringValue()));
    }
}
