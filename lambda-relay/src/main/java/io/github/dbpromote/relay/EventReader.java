package io.github.dbpromote.relay;

import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.JsonObject;
import io.github.dbpromote.core.problem.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells events apart by their shape. What looks like one of ours and is malformed is refused; what does not is foreign.
 *
 * <p>The shapes are AWS's:
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">S3's
 * notifications</a>, of which every minor version of 2 only adds members, with keys encoded as in forms;
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">S3 on EventBridge</a>, with keys as they
 * are; <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html">Systems
 * Manager on EventBridge</a>; and whatever somebody gives to a schedule as its input.
 */
final class EventReader {
    private static final String EVENT = "the event";
    private static final Set<String> COMMAND_CHANGES =
            Set.of("EC2 Command Status-change Notification", "EC2 Command Invocation Status-change Notification");
    private static final Pattern REQUESTS = Pattern.compile("(?<database>[^/]+)/requests/(?<rest>.+)");
    private static final Pattern REQUEST = Pattern.compile("(?<user>[^/]+)/(?<deployment>[^/]+)\\.json");
    private static final Pattern RECEIPT =
            Pattern.compile("(?<database>[^/]+)/deployments/(?<deployment>[^/]+)/receipt\\.json");

    private EventReader() {}

    /**
     * @param payload as the relay received it
     * @throws Refusal that names what is wrong in an event of ours
     */
    static Event read(byte[] payload) {
        return object(payload).map(EventReader::read).orElseGet(() -> new Event.Foreign("no JSON object"));
    }

    private static Optional<JsonObject> object(byte[] payload) {
        try {
            return Optional.of(JsonObject.parse(payload, EVENT));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private static Event read(JsonObject event) {
        if (event.has("action")) {
            return scheduled(event);
        }
        if (event.has("Records")) {
            return notification(event);
        }
        return event.has("source") && event.has("detail-type") ? fromBus(event) : new Event.Foreign("an unknown event");
    }

    private static Event scheduled(JsonObject event) {
        String action = event.text("action");
        return switch (action) {
            case "promote" ->
                new Event.Promote(
                        event.optionalValue("database", DatabaseName::new),
                        event.value("environment", EnvironmentName::new));
            case "settle" -> new Event.Sweep();
            default -> throw new Refusal(RelayMessages.unknownAction(action));
        };
    }

    private static Event notification(JsonObject event) {
        List<Event.ObjectKey> objects = new ArrayList<>();
        for (JsonObject each : event.objects("Records")) {
            if (!each.optionalText("eventSource").orElse("").equals("aws:s3")) {
                return new Event.Foreign(
                        "records of " + each.optionalText("eventSource").orElse("an unknown source"));
            }
            String version = each.text("eventVersion");
            if (!version.startsWith("2.")) {
                throw new Refusal(RelayMessages.unknownVersion(version));
            }
            if (each.text("eventName").startsWith("ObjectCreated:")) {
                JsonObject s3 = each.object("s3");
                objects.add(objectKey(
                        s3.object("bucket").text("name"), s3.object("object").value("key", EventReader::decoded)));
            }
        }
        return objects.isEmpty() ? new Event.Foreign("a notification of no new object") : new Event.Created(objects);
    }

    private static String decoded(String key) {
        return URLDecoder.decode(key, StandardCharsets.UTF_8);
    }

    private static Event fromBus(JsonObject event) {
        String source = event.text("source");
        String type = event.text("detail-type");
        if (source.equals("aws.s3") && type.equals("Object Created")) {
            JsonObject detail = event.object("detail");
            return new Event.Created(List.of(objectKey(
                    detail.object("bucket").text("name"),
                    detail.object("object").text("key"))));
        }
        if (source.equals("aws.ssm") && COMMAND_CHANGES.contains(type)) {
            JsonObject detail = event.object("detail");
            return new Event.CommandChanged(
                    detail.text("document-name"), detail.text("command-id"), detail.text("status"));
        }
        return new Event.Foreign(source + ": " + type);
    }

    private static Event.ObjectKey objectKey(String bucket, String key) {
        Matcher receipt = RECEIPT.matcher(key);
        if (receipt.matches()) {
            return new Event.ObjectKey.OfReceipt(
                    bucket, database(receipt, bucket, key), deployment(receipt, bucket, key));
        }
        Matcher requests = REQUESTS.matcher(key);
        return requests.matches() ? request(bucket, key, requests) : new Event.ObjectKey.Other(bucket, key);
    }

    private static Event.ObjectKey request(String bucket, String key, Matcher requests) {
        Matcher request = REQUEST.matcher(requests.group("rest"));
        if (!request.matches()) {
            throw new Refusal(RelayMessages.malformedKey(bucket, key, "is not <aws:userid>/<deployment>.json"));
        }
        return new Event.ObjectKey.OfRequest(
                bucket,
                database(requests, bucket, key),
                part(() -> new UserId(request.group("user")), bucket, key),
                deployment(request, bucket, key));
    }

    private static DatabaseName database(Matcher parts, String bucket, String key) {
        return part(() -> new DatabaseName(parts.group("database")), bucket, key);
    }

    private static DeploymentId deployment(Matcher parts, String bucket, String key) {
        return part(() -> new DeploymentId(parts.group("deployment")), bucket, key);
    }

    private static <T> T part(Supplier<T> type, String bucket, String key) {
        try {
            return type.get();
        } catch (IllegalArgumentException | Refusal e) {
            throw new Refusal(RelayMessages.malformedKey(bucket, key, String.valueOf(e.getMessage())));
        }
    }
}
