package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.AwsError;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** All managed nodes of the account. */
final class Fleet {
    static final Pattern INSTANCE_ID = Pattern.compile("(^i-(\\w{8}|\\w{17})$)|(^mi-\\w{17}$)");

    /** The tag by which hosts are found. */
    static final String TAG = "FlywayHost";

    private static final int FILTER_LIMIT = 100;
    private static final int SMALLEST_PAGE = 5;
    private static final int USUAL_PAGE = 10;
    private static final int LARGEST_PAGE = 50;
    private static final String AGENT_VERSION = "3.3.2299.0";

    private final Clock clock;
    private final Instant registered;
    private final Map<String, ManagedHost> byInstanceId = new TreeMap<>();

    Fleet(Clock clock) {
        this.clock = clock;
        this.registered = clock.instant();
    }

    synchronized void add(ManagedHost host) {
        byInstanceId.put(host.instanceId(), host);
    }

    synchronized Collection<ManagedHost> hosts() {
        return List.copyOf(byInstanceId.values());
    }

    Optional<ManagedHost> ofEnvironment(String environment) {
        return hosts().stream()
                .filter(host -> host.environment().equals(environment))
                .findFirst();
    }

    /** @throws AwsError {@code InvalidInstanceId} if one of them is no managed node */
    List<ManagedHost> require(List<String> instanceIds, String account) {
        List<String> unknown;
        List<ManagedHost> found;
        synchronized (this) {
            unknown = instanceIds.stream()
                    .filter(id -> !byInstanceId.containsKey(id))
                    .toList();
            found = instanceIds.stream()
                    .filter(byInstanceId::containsKey)
                    .map(byInstanceId::get)
                    .toList();
        }
        if (!unknown.isEmpty()) {
            throw new AwsError(
                    400,
                    "InvalidInstanceId",
                    "Instances [" + unknown + "] not in a valid state for account " + account);
        }
        return found;
    }

    /** The nodes that every one of SendCommand's targets means. */
    List<ManagedHost> matching(List<Input> targets) {
        Predicate<ManagedHost> all = targets.stream()
                .map(target -> condition(target.requiredText("Key"), target.texts("Values", LARGEST_PAGE)))
                .reduce(host -> true, Predicate::and);
        return hosts().stream().filter(all).toList();
    }

    JsonNode describe(Input input) {
        if (input.has("InstanceInformationFilterList") && input.has("Filters")) {
            throw Input.invalid("InstanceInformationFilterList and Filters can't be used together.");
        }
        List<Input> filters = input.objects("Filters", FILTER_LIMIT);
        requireTagsAlone(filters);
        Predicate<ManagedHost> wanted = filters.stream()
                .map(filter -> condition(filter.requiredText("Key"), filter.texts("Values", FILTER_LIMIT)))
                .reduce(host -> true, Predicate::and);
        Predicate<ManagedHost> wantedToo = input.objects("InstanceInformationFilterList", FILTER_LIMIT).stream()
                .map(filter -> condition(filter.requiredText("key"), filter.texts("valueSet", FILTER_LIMIT)))
                .reduce(wanted, Predicate::and);
        Page<ManagedHost> page = Page.of(
                hosts().stream().filter(wantedToo).toList(),
                input.integer("MaxResults", SMALLEST_PAGE, LARGEST_PAGE).orElse(USUAL_PAGE),
                input.text("NextToken"));
        ObjectNode answer = Json.object();
        answer.set(
                "InstanceInformationList",
                Json.objects(page.elements().stream().map(this::describe).toList()));
        page.nextToken().ifPresent(token -> answer.put("NextToken", token));
        return answer;
    }

    /** The service model says so of InstanceInformationStringFilter. */
    private static void requireTagsAlone(List<Input> filters) {
        long tags = filters.stream()
                .filter(filter -> filter.requiredText("Key").startsWith("tag"))
                .count();
        if (tags > 0 && tags < filters.size()) {
            throw Input.invalid("Tag filters can't be combined with other filter types.");
        }
    }

    private static Predicate<ManagedHost> condition(String key, List<String> values) {
        if (values.isEmpty()) {
            throw Input.violation("[]", "Values", "Member must have length greater than or equal to 1");
        }
        if (key.startsWith("tag:")) {
            boolean known = key.equals("tag:" + TAG);
            return host -> known && values.contains(host.tag());
        }
        return switch (key) {
            case "tag-key" -> host -> values.contains(TAG);
            case "InstanceIds" -> host -> values.contains(host.instanceId());
            case "PingStatus" -> host -> values.contains(pingStatus(host));
            case "PlatformTypes" -> host -> values.contains("Linux");
            case "ResourceType" -> host -> values.contains("EC2Instance");
            case "AgentVersion" -> host -> values.contains(AGENT_VERSION);
            case "ActivationIds", "IamRole", "AssociationStatus" -> host -> false;
            default -> throw new AwsError(400, "InvalidFilterKey", "The specified key is not valid: " + key);
        };
    }

    private ObjectNode describe(ManagedHost host) {
        ObjectNode description = Json.object();
        description.put("InstanceId", host.instanceId()).put("PingStatus", pingStatus(host));
        description.put("LastPingDateTime", Json.seconds(clock.instant())).put("AgentVersion", AGENT_VERSION);
        description.put("IsLatestVersion", true).put("PlatformType", "Linux");
        description.put("PlatformName", "Amazon Linux").put("PlatformVersion", "2023");
        description.put("RegistrationDate", Json.seconds(registered)).put("ResourceType", "EC2Instance");
        return description
                .put("IPAddress", "127.0.0.1")
                .put("ComputerName", "flyway-host-" + host.environment() + ".sandbox.internal");
    }

    private static String pingStatus(ManagedHost host) {
        return host.isOnline() ? "Online" : "ConnectionLost";
    }
}
