package io.github.dbpromote.sandbox.events;

import io.github.dbpromote.sandbox.ssm.StatusChange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What Systems Manager says on EventBridge of a command that came to another status. */
final class SsmMessages {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonMapper JSON = new JsonMapper();

    private final String region;
    private final String account;

    SsmMessages(String region, String account) {
        this.region = region;
        this.account = account;
    }

    ObjectNode event(StatusChange change) {
        if (change instanceof StatusChange.OfInvocation invocation) {
            ObjectNode detail = detail(change).put("instance-id", invocation.instanceId());
            return event("EC2 Command Invocation Status-change Notification", change, detail, invocation.instanceId());
        }
        StatusChange.OfCommand command = (StatusChange.OfCommand) change;
        ObjectNode detail = detail(change).put("expire-after", time(command.expiresAfter()));
        detail.set("parameters", command.parameters());
        return event(
                "EC2 Command Status-change Notification",
                change,
                detail,
                command.instanceIds().toArray(String[]::new));
    }

    private static ObjectNode detail(StatusChange change) {
        return JSON.createObjectNode()
                .put("command-id", change.commandId())
                .put("document-name", change.document())
                .put("requested-date-time", time(change.requested()))
                .put("status", change.status());
    }

    private ObjectNode event(String detailType, StatusChange change, ObjectNode detail, String... instanceIds) {
        List<String> resources =
                List.of(instanceIds).stream().map(this::instanceArn).toList();
        return new BusEvent("aws.ssm", detailType, change.time(), resources).json(region, account, detail);
    }

    private String instanceArn(String instanceId) {
        return "arn:aws:ec2:" + region + ":" + account + ":instance/" + instanceId;
    }

    private static String time(Instant instant) {
        return MILLISECONDS.format(instant);
    }
}
