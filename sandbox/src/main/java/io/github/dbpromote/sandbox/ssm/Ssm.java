package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.AwsService;
import io.github.dbpromote.sandbox.http.JsonService;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Systems Manager of the sandbox. What it knows stands in a directory and outlives it; what it runs does not. */
public final class Ssm implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final ParameterStore parameters;
    private final DocumentStore documents;
    private final Fleet fleet;
    private final RunCommand commands;
    private final SsmPermissions permissions;
    private final OutputTargets targets;
    private final Clock clock;

    /**
     * @param directory created if it is missing, read if it is not
     * @param endpoint where the sandbox is reached
     * @param targets take the output of commands that ask for it
     * @throws java.io.UncheckedIOException if the directory cannot be used
     */
    public Ssm(Path directory, SsmSettings settings, URI endpoint, OutputTargets targets, Clock clock) {
        this.targets = targets;
        this.clock = clock;
        this.fleet = new Fleet(clock);
        this.permissions = new SsmPermissions(settings, fleet);
        Path commandDirectory = directory.resolve("commands");
        this.parameters = new ParameterStore(directory.resolve("parameters.json"), settings, clock);
        this.documents = new DocumentStore(directory.resolve("documents.json"), settings, clock);
        this.commands = new RunCommand(commandDirectory, settings, endpoint.toString(), documents, fleet, clock);
    }

    /** To be registered with the front. */
    public AwsService service() {
        return new JsonService("ssm", "AmazonSSM.", operations(), Ssm::resource, permissions::of);
    }

    private Map<String, JsonService.Operation> operations() {
        return Map.ofEntries(
                Map.entry("PutParameter", operation(parameters::put)),
                Map.entry("GetParameter", operation(parameters::get)),
                Map.entry("GetParameters", operation(parameters::getSeveral)),
                Map.entry("GetParametersByPath", operation(parameters::getByPath)),
                Map.entry("CreateDocument", operation(documents::create)),
                Map.entry("UpdateDocument", operation(documents::update)),
                Map.entry("UpdateDocumentDefaultVersion", operation(documents::updateDefault)),
                Map.entry("DescribeDocument", operation(documents::describe)),
                Map.entry("GetDocument", operation(documents::get)),
                Map.entry("DescribeInstanceInformation", operation(fleet::describe)),
                Map.entry("SendCommand", operation(commands::send)),
                Map.entry("GetCommandInvocation", operation(commands::getInvocation)),
                Map.entry("ListCommands", operation(commands::list)),
                Map.entry("ListCommandInvocations", operation(commands::listInvocations)),
                Map.entry("CancelCommand", operation(commands::cancel)));
    }

    private static JsonService.Operation operation(Function<Input, JsonNode> operation) {
        return (input, request) -> operation.apply(new Input(input));
    }

    /** For the request log: what a request is about. */
    private static String resource(ObjectNode input) {
        return Stream.of("DocumentName", "CommandId", "Name", "Path")
                .map(member -> input.path(member).asString(""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Tells {@code listener}, and it alone, of every change of a command's status from now on. */
    public void whenStatusChanges(Consumer<StatusChange> listener) {
        commands.whenStatusChanges(listener);
    }

    public ParameterStore parameters() {
        return parameters;
    }

    public DocumentStore documents() {
        return documents;
    }

    /**
     * Registers the host of an environment as a managed node that is online.
     *
     * @param root the root of the host's file tree
     * @param awsEnvironment what a command finds in its environment to reach AWS
     */
    public ManagedHost addHost(String environment, Path root, Supplier<Map<String, String>> awsEnvironment) {
        ManagedHost host = new ManagedHost(environment, root, awsEnvironment, targets, clock);
        fleet.add(host);
        return host;
    }

    /** The host of the environment. */
    public Optional<ManagedHost> host(String environment) {
        return fleet.ofEnvironment(environment);
    }

    /** Whether a command is running on any host. */
    public boolean isBusy() {
        return fleet.hosts().stream().anyMatch(ManagedHost::isBusy);
    }

    /** Kills what runs, as a failure of the commands, and stops. */
    @Override
    public void close() {
        commands.stop();
        fleet.hosts().forEach(ManagedHost::stop);
        try {
            for (ManagedHost host : fleet.hosts()) {
                host.awaitStop(STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
