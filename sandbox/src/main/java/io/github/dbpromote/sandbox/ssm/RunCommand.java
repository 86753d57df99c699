package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.AwsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Run Command: takes orders, hands them to agents, remembers how they ended, also over a restart. */
final class RunCommand {
    /** A command with its invocations, one an instance. */
    private record Order(Command command, List<Invocation> invocations) {
        RunStatus status() {
            if (invocations.isEmpty()) {
                return RunStatus.NO_INSTANCES_IN_TAG;
            }
            List<RunStatus> all = invocations.stream().map(Invocation::status).toList();
            if (all.stream().distinct().count() == 1) {
                return all.get(0);
            }
            if (!all.stream().allMatch(RunStatus::isOver)) {
                return all.contains(RunStatus.CANCELLING) ? RunStatus.CANCELLING : RunStatus.IN_PROGRESS;
            }
            return List.of(RunStatus.FAILED, RunStatus.EXECUTION_TIMED_OUT, RunStatus.CANCELLED).stream()
                    .filter(all::contains)
                    .findFirst()
                    .orElse(RunStatus.INCOMPLETE);
        }

        long count(Predicate<RunStatus> wanted) {
            return invocations.stream().map(Invocation::status).filter(wanted).count();
        }
    }

    private static final Pattern COMMAND_ID = Pattern.compile(".{36}");
    private static final Pattern BUCKET = Pattern.compile(".{3,63}");
    private static final Pattern CONCURRENCY = Pattern.compile("([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)");
    private static final Pattern ERRORS = Pattern.compile("([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)");
    private static final Pattern LOG_GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");
    private static final Pattern HASH_TYPE = Pattern.compile("Sha256|Sha1");
    private static final int HASH_LIMIT = 256;
    private static final int COMMENT_LIMIT = 100;
    private static final int INSTANCE_LIMIT = 50;
    private static final int TARGET_LIMIT = 5;
    private static final int FILTER_LIMIT = 5;
    private static final int KEY_PREFIX_LIMIT = 500;
    private static final int LARGEST_PAGE = 50;
    private static final int MIN_TIMEOUT = 30;
    private static final int MAX_TIMEOUT = 2_592_000;
    private static final int DEFAULT_TIMEOUT = 3600;
    private static final Duration SWEEP = Duration.ofMillis(100);
    private static final System.Logger LOG = System.getLogger(RunCommand.class.getName());

    private final Path directory;
    private final SsmSettings settings;
    private final String endpoint;
    private final DocumentStore documents;
    private final Fleet fleet;
    private final Clock clock;
    private final StatusReports reports;
    private final Map<String, Order> orders = new ConcurrentHashMap<>();
    private final Set<Invocation> open = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> sweeping;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ssm-timer");
        thread.setDaemon(true);
        return thread;
    });

    RunCommand(
            Path directory, SsmSettings settings, String endpoint, DocumentStore documents, Fleet fleet, Clock clock) {
        this.directory = directory;
        this.settings = settings;
        this.endpoint = endpoint;
        this.documents = documents;
        this.fleet = fleet;
        this.clock = clock;
        this.reports = new StatusReports(clock);
        load();
        this.sweeping =
                timer.scheduleWithFixedDelay(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void load() {
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
                files.forEach(this::load);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load(Path file) {
        JsonNode stored = Json.read(file);
        Command command = Command.read(stored.required("command"));
        Runnable changed = () -> store(command.id());
        List<Invocation> invocations = stored.required("invocations")
                .valueStream()
                .map(node -> Invocation.read(command, node, changed))
                .toList();
        orders.put(command.id(), new Order(command, invocations));
        invocations.forEach(invocation -> invocation.abandon(clock.instant()));
    }

    /** Tells {@code listener} of every change of a status from now on. */
    void whenStatusChanges(Consumer<StatusChange> listener) {
        reports.to(listener);
    }

    private void changed(String commandId) {
        store(commandId);
        Order order = orders.get(commandId);
        reports.tell(order.command(), order::status, order.invocations());
    }

    private synchronized void store(String commandId) {
        Order order = orders.get(commandId);
        ObjectNode node = Json.object();
        node.set("command", order.command().stored());
        node.set(
                "invocations",
                Json.objects(
                        order.invocations().stream().map(Invocation::stored).toList()));
        Json.write(directory.resolve(commandId + ".json"), node);
    }

    JsonNode send(Input input) {
        checkForm(input);
        DocumentStore.Version document = documents.version(
                input.requiredText("DocumentName", DocumentStore.REFERENCE),
                input.text("DocumentVersion", DocumentStore.VERSION));
        requireHash(document, input);
        Map<String, JsonNode> values = document.content().values(parameters(input));
        List<ManagedHost> hosts = hosts(input);
        List<AgentRun.Step> steps = document.content().steps().stream()
                .map(step -> new AgentRun.Step(
                        step.name(), step.script(values), step.workingDirectory(values), step.timeout(values)))
                .toList();
        Command command = command(input, document, steps);
        Order order = register(command, hosts);
        ObjectNode answer = describe(order, RunStatus.PENDING);
        if (input.has("Targets")) {
            // AWS looks for the targets only after its answer.
            answer.put("TargetCount", 0);
        }
        deliver(order, hosts, new AgentRun.Order(steps, settings.region()));
        return Json.object().set("Command", answer);
    }

    /** Code and words as people have met them. */
    private static void requireHash(DocumentStore.Version document, Input input) {
        Optional<String> hash = input.text("DocumentHash", HASH_LIMIT);
        String type = input.text("DocumentHashType", HASH_TYPE).orElse("Sha256");
        if (hash.isPresent() && !(type.equals("Sha256") && hash.get().equals(document.hash()))) {
            throw new AwsError(400, "InvalidDocument", "document hash " + hash.get() + " does not match " + type + ".");
        }
    }

    private static void checkForm(Input input) {
        input.integer("TimeoutSeconds", MIN_TIMEOUT, MAX_TIMEOUT);
        input.text("Comment", COMMENT_LIMIT);
        input.text("OutputS3BucketName", BUCKET);
        input.text("OutputS3KeyPrefix", KEY_PREFIX_LIMIT);
        input.text("MaxConcurrency", CONCURRENCY);
        input.text("MaxErrors", ERRORS);
        input.raw("CloudWatchOutputConfig")
                .ifPresent(config -> new Input(config).text("CloudWatchLogGroupName", LOG_GROUP));
        boolean byId =
                !input.texts("InstanceIds", INSTANCE_LIMIT, Fleet.INSTANCE_ID).isEmpty();
        boolean byTarget = !input.objects("Targets", TARGET_LIMIT).isEmpty();
        if (byId == byTarget) {
            throw Input.invalid("Either InstanceIds or Targets must be given, and not both.");
        }
    }

    private static Map<String, List<String>> parameters(Input input) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        input.raw("Parameters").ifPresent(given -> {
            Input values = new Input(given);
            given.propertyNames().forEach(name -> parameters.put(name, values.texts(name, Integer.MAX_VALUE)));
        });
        return parameters;
    }

    private List<ManagedHost> hosts(Input input) {
        List<String> instanceIds = instanceIds(input);
        return instanceIds.isEmpty()
                ? fleet.matching(input.objects("Targets", TARGET_LIMIT))
                : fleet.require(instanceIds, settings.account());
    }

    private static List<String> instanceIds(Input input) {
        List<String> instanceIds = input.texts("InstanceIds", INSTANCE_LIMIT, Fleet.INSTANCE_ID);
        if (instanceIds.stream().distinct().count() < instanceIds.size()) {
            throw new AwsError(400, "DuplicateInstanceId", "An instance ID is given more than once.");
        }
        return instanceIds;
    }

    private Command command(Input input, DocumentStore.Version document, List<AgentRun.Step> steps) {
        Instant now = clock.instant();
        Duration delivery = settings.deliveryLimit()
                .orElse(Duration.ofSeconds(input.integer("TimeoutSeconds", MIN_TIMEOUT, MAX_TIMEOUT)
                        .orElse(DEFAULT_TIMEOUT)));
        Duration execution = steps.stream().map(AgentRun.Step::timeout).reduce(Duration.ZERO, Duration::plus);
        return new Command(
                UUID.randomUUID().toString(),
                document.document(),
                input.all(),
                steps.stream().map(AgentRun.Step::name).toList(),
                now,
                now.plus(delivery),
                now.plus(delivery).plus(execution));
    }

    private Order register(Command command, List<ManagedHost> hosts) {
        Runnable changed = () -> changed(command.id());
        Order order = new Order(
                command,
                hosts.stream()
                        .map(host -> new Invocation(command, host.instanceId(), changed))
                        .toList());
        orders.put(command.id(), order);
        store(command.id());
        return order;
    }

    private void deliver(Order order, List<ManagedHost> hosts, AgentRun.Order work) {
        open.addAll(order.invocations());
        for (int index = 0; index < hosts.size(); index++) {
            hosts.get(index).send(order.invocations().get(index), work);
        }
    }

    /** Ends what has waited for too long. */
    private void sweep() {
        Instant now = clock.instant();
        for (Invocation invocation : open) {
            try {
                invocation.passTime(now);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "A command's time limit could not be noted", e);
            }
        }
        open.removeIf(invocation -> invocation.status().isOver());
    }

    JsonNode getInvocation(Input input) {
        String commandId = input.requiredText("CommandId", COMMAND_ID);
        String instanceId = input.requiredText("InstanceId", Fleet.INSTANCE_ID);
        Optional<String> plugin = input.text("PluginName");
        Invocation invocation = Optional.ofNullable(orders.get(commandId)).stream()
                .flatMap(order -> order.invocations().stream())
                .filter(candidate -> candidate.instanceId().equals(instanceId))
                .filter(candidate -> candidate.countPoll() > settings.invisiblePolls())
                .findFirst()
                .orElseThrow(() -> new AwsError(400, "InvocationDoesNotExist", ""));
        if (plugin.isPresent() && !invocation.hasStep(plugin.get())) {
            throw new AwsError(400, "InvalidPluginName", "The plugin name " + plugin.get() + " is not valid.");
        }
        return invocation.describe(plugin, urlPrefix());
    }

    private String urlPrefix() {
        return endpoint + "/";
    }

    JsonNode list(Input input) {
        Optional<String> commandId = input.text("CommandId", COMMAND_ID);
        if (commandId.isPresent() && !orders.containsKey(commandId.get())) {
            throw invalidCommandId(commandId.get());
        }
        Predicate<Order> wanted = input.objects("Filters", FILTER_LIMIT).stream()
                .map(RunCommand::commandFilter)
                .reduce(ofCommand(commandId).and(ofInstance(input)), Predicate::and);
        Page<Order> page = page(newestFirst().stream().filter(wanted).toList(), input);
        return answer(
                "Commands",
                page,
                page.elements().stream()
                        .map(order -> describe(order, order.status()))
                        .toList());
    }

    JsonNode listInvocations(Input input) {
        Optional<String> commandId = input.text("CommandId", COMMAND_ID);
        Optional<String> instanceId = input.text("InstanceId", Fleet.INSTANCE_ID);
        Predicate<Invocation> wanted = input.objects("Filters", FILTER_LIMIT).stream()
                .map(RunCommand::invocationFilter)
                .reduce(
                        invocation ->
                                instanceId.map(invocation.instanceId()::equals).orElse(true),
                        Predicate::and);
        List<Invocation> found = newestFirst().stream()
                .filter(ofCommand(commandId))
                .flatMap(order -> order.invocations().stream())
                .filter(wanted)
                .toList();
        Page<Invocation> page = page(found, input);
        boolean details = input.flag("Details");
        return answer(
                "CommandInvocations",
                page,
                page.elements().stream()
                        .map(invocation -> invocation.list(details, urlPrefix()))
                        .toList());
    }

    private List<Order> newestFirst() {
        List<Order> all = new ArrayList<>(orders.values());
        all.sort(Comparator.comparing((Order order) -> order.command().requested())
                .reversed());
        return all;
    }

    private static <T> Page<T> page(List<T> all, Input input) {
        return Page.of(all, input.integer("MaxResults", 1, LARGEST_PAGE).orElse(LARGEST_PAGE), input.text("NextToken"));
    }

    private static ObjectNode answer(String member, Page<?> page, List<ObjectNode> elements) {
        ObjectNode answer = Json.object();
        answer.set(member, Json.objects(elements));
        page.nextToken().ifPresent(token -> answer.put("NextToken", token));
        return answer;
    }

    private static Predicate<Order> ofCommand(Optional<String> commandId) {
        return order -> commandId.map(order.command().id()::equals).orElse(true);
    }

    private static Predicate<Order> ofInstance(Input input) {
        Optional<String> instanceId = input.text("InstanceId", Fleet.INSTANCE_ID);
        return order -> instanceId.isEmpty()
                || order.invocations().stream()
                        .anyMatch(invocation -> invocation.instanceId().equals(instanceId.get()));
    }

    private static Predicate<Order> commandFilter(Input filter) {
        String value = filter.requiredText("value");
        String key = filter.requiredText("key");
        return switch (key) {
            case "Status" -> order -> order.status().meets(value);
            case "ExecutionStage" -> order -> order.status().isOver() == value.equals("Complete");
            default -> order -> meets(order.command(), key, value);
        };
    }

    private static Predicate<Invocation> invocationFilter(Input filter) {
        String value = filter.requiredText("value");
        String key = filter.requiredText("key");
        return key.equals("Status")
                ? invocation -> invocation.status().meets(value)
                : invocation -> meets(invocation.command(), key, value);
    }

    private static boolean meets(Command command, String key, String value) {
        return switch (key) {
            case "DocumentName" -> command.document().equals(value);
            case "InvokedAfter" -> !command.requested().isBefore(instant(value));
            case "InvokedBefore" -> command.requested().isBefore(instant(value));
            default -> throw new AwsError(400, "InvalidFilterKey", "The specified key is not valid: " + key);
        };
    }

    private static Instant instant(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw Input.invalid("The filter value is no time such as 2024-07-07T00:00:00Z: " + value);
        }
    }

    private static ObjectNode describe(Order order, RunStatus status) {
        ObjectNode description = order.command().describe();
        description.put("Status", status.status()).put("StatusDetails", status.details());
        description.put("TargetCount", order.invocations().size());
        description.put("CompletedCount", order.count(RunStatus::isOver));
        description.put(
                "ErrorCount",
                order.count(ended -> ended == RunStatus.FAILED || ended == RunStatus.EXECUTION_TIMED_OUT));
        return description.put("DeliveryTimedOutCount", order.count(ended -> ended == RunStatus.DELIVERY_TIMED_OUT));
    }

    JsonNode cancel(Input input) {
        String commandId = input.requiredText("CommandId", COMMAND_ID);
        List<String> instanceIds = instanceIds(input);
        Order order = Optional.ofNullable(orders.get(commandId)).orElseThrow(() -> invalidCommandId(commandId));
        fleet.require(instanceIds, settings.account());
        order.invocations().stream()
                .filter(invocation -> instanceIds.isEmpty() || instanceIds.contains(invocation.instanceId()))
                .filter(Invocation::cancel)
                .forEach(this::cancelOnHost);
        return Json.object();
    }

    private void cancelOnHost(Invocation invocation) {
        fleet.require(List.of(invocation.instanceId()), settings.account()).forEach(host -> host.cancel(invocation));
    }

    private static AwsError invalidCommandId(String commandId) {
        return new AwsError(400, "InvalidCommandId", "The command ID " + commandId + " is not valid.");
    }

    void stop() {
        sweeping.cancel(false);
        timer.shutdownNow();
    }
}
