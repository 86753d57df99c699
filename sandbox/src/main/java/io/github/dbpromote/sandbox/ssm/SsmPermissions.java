package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What IAM asks of a request to Systems Manager.
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html">Actions, resources
 * and condition keys</a>
 */
final class SsmPermissions {
    private final SsmSettings settings;
    private final Fleet fleet;

    SsmPermissions(SsmSettings settings, Fleet fleet) {
        this.settings = settings;
        this.fleet = fleet;
    }

    List<Permission> of(String operation, ObjectNode input) {
        String action = "ssm:" + operation;
        return switch (operation) {
            case "GetParametersByPath" -> List.of(byPath(action, input));
            case "GetParameter", "PutParameter" -> List.of(onParameter(action, text(input, "Name")));
            case "GetParameters" ->
                input.path("Names")
                        .valueStream()
                        .map(name -> onParameter(action, name.asString("")))
                        .toList();
            case "CreateDocument",
                    "UpdateDocument",
                    "UpdateDocumentDefaultVersion",
                    "DescribeDocument",
                    "GetDocument" -> List.of(Permission.of(action, document(text(input, "Name"))));
            case "SendCommand" -> send(action, input);
            default -> List.of(Permission.of(action, "*"));
        };
    }

    /** <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policy-conditions.html">Recursion</a> */
    private Permission byPath(String action, ObjectNode input) {
        return onParameter(action, text(input, "Path"))
                .with("ssm:Recursive", Boolean.toString(input.path("Recursive").asBoolean(false)));
    }

    private Permission onParameter(String action, String name) {
        String prefix = settings.arn("ssm", "parameter");
        return Permission.of(
                action, name.startsWith("arn:") ? name : name.startsWith("/") ? prefix + name : prefix + "/" + name);
    }

    /** Sending needs the document and each of the instances, whose tags are conditions on them alone. */
    private List<Permission> send(String action, ObjectNode input) {
        List<Permission> permissions = new ArrayList<>();
        permissions.add(Permission.of(action, document(text(input, "DocumentName"))));
        Stream<String> targeted = fleet.matching(new Input(input).objects("Targets", Integer.MAX_VALUE)).stream()
                .map(ManagedHost::instanceId);
        Stream<String> named = input.path("InstanceIds").valueStream().map(JsonNode::asString);
        (input.has("Targets") ? targeted : named)
                .map(id -> onInstance(action, id))
                .forEach(permissions::add);
        return permissions;
    }

    private Permission onInstance(String action, String instanceId) {
        Permission permission = Permission.of(
                action,
                instanceId.startsWith("mi-")
                        ? settings.arn("ssm", "managed-instance/" + instanceId)
                        : settings.arn("ec2", "instance/" + instanceId));
        return fleet.hosts().stream()
                .filter(host -> host.instanceId().equals(instanceId))
                .findFirst()
                .map(host -> permission
                        .with("ssm:resourceTag/" + Fleet.TAG, host.tag())
                        .with("aws:ResourceTag/" + Fleet.TAG, host.tag()))
                .orElse(permission);
    }

    /** Amazon's own documents belong to no account. */
    private String document(String reference) {
        if (reference.startsWith("arn:")) {
            return reference;
        }
        return reference.startsWith("AWS-") || reference.startsWith("Amazon")
                ? "arn:aws:ssm:" + settings.region() + "::document/" + reference
                : settings.arn("ssm", "document/" + reference);
    }

    private static String text(ObjectNode input, String member) {
        return input.path(member).asString("");
    }
}
