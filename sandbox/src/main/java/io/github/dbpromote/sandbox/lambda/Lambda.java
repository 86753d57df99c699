package io.github.dbpromote.sandbox.lambda;

import io.github.dbpromote.sandbox.http.AwsService;
import io.github.dbpromote.sandbox.http.Keyring;
import io.github.dbpromote.sandbox.process.DeathWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lambda of the sandbox.
 *
 * <pre>{@code
 * lambda.put(FunctionConfiguration.of("relay", zip, new FunctionRuntime.Java("io.example.Handler::handleRequest")));
 * InvocationResult result = lambda.invoke("relay", "{}");
 * lambda.invokeLater("relay", event);
 * lambda.awaitQuiet(limit);
 * lambda.advance(Duration.ofMinutes(1));
 * lambda.deadLetters("relay");
 * }</pre>
 *
 * <p>Kept in memory: a restarted sandbox has no functions.
 */
public final class Lambda implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private final String region;
    private final String account;
    private final EnvironmentFactory.Site site;
    private final DeathWatch watch;
    private final EventQueue queue;
    private final Map<String, DeployedFunction> functions = new TreeMap<>();
    private int deployments;

    /**
     * @param directory emptied first
     * @param endpoint of the sandbox, which functions find in their environment
     * @param account twelve digits
     * @param keyring where the sessions of execution roles get their credentials
     * @throws UncheckedIOException if the directory cannot be used
     */
    public Lambda(Path directory, URI endpoint, String region, String account, Keyring keyring, Clock clock) {
        this.directory = directory;
        this.region = region;
        this.account = account;
        try {
            empty(directory);
            this.watch = DeathWatch.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.site = new EnvironmentFactory.Site(
                endpoint, region, account, keyring, watch, directory.resolve("runtime"), clock);
        this.queue = new EventQueue(clock, this::attempt);
    }

    private static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(directory);
    }

    /** To be registered with the front. */
    public AwsService service() {
        return new LambdaService(this);
    }

    /**
     * Creates the function, or replaces it; what the earlier one was doing is killed. One that is the same already, from a
     * zip file with the same bytes, goes on.
     *
     * @return whether it is another one now
     * @throws IllegalArgumentException if its code, or such a function, cannot be run here
     */
    public synchronized boolean put(FunctionConfiguration configuration) {
        try {
            Optional<String> digest = DeploymentPackage.digest(configuration.code());
            if (find(configuration.name())
                    .filter(known -> known.is(configuration, digest))
                    .isPresent()) {
                return false;
            }
            DeployedFunction function = new DeployedFunction(factory(configuration), digest);
            Optional.ofNullable(functions.put(configuration.name(), function)).ifPresent(DeployedFunction::close);
            function.publish();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("The function " + configuration.name() + " cannot be set up", e);
        }
    }

    private EnvironmentFactory factory(FunctionConfiguration configuration) throws IOException {
        deployments++;
        Path place = directory.resolve(configuration.name() + "." + deployments);
        // No function has a dot in its name.
        FunctionLog log = new FunctionLog(directory.resolve(configuration.name() + ".log"));
        return new EnvironmentFactory(configuration, place, log, site);
    }

    /** Deletes the function, if it is there, with its dead letters and all that it is doing. */
    public synchronized void delete(String name) {
        Optional.ofNullable(functions.remove(name)).ifPresent(DeployedFunction::close);
        queue.forget(name);
    }

    /** All functions, by name. */
    public synchronized List<FunctionConfiguration> functions() {
        return functions.values().stream().map(DeployedFunction::configuration).toList();
    }

    /**
     * Invokes the function and waits for its answer, after whatever it is doing.
     *
     * @param payload JSON
     * @throws IllegalArgumentException if there is no such function, or the payload is no JSON
     */
    public InvocationResult invoke(String name, String payload) {
        return invoke(work(name, payload, arn(name)), name);
    }

    InvocationResult invoke(Work work, String name) {
        CompletableFuture<InvocationResult> result = new CompletableFuture<>();
        existing(name).submit(work, result::complete);
        return result.join();
    }

    /** @throws IllegalArgumentException if the payload is no JSON */
    Work work(String name, String payload, String invokedArn) {
        try {
            JSON.readTree(payload);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The payload for " + name + " is no JSON: " + e.getOriginalMessage(), e);
        }
        return new Work(UUID.randomUUID().toString(), payload, invokedArn);
    }

    /**
     * How long a function takes from the start of its process to its first answer. Idle environments are retired first.
     *
     * @throws IllegalArgumentException as {@link #invoke}
     * @throws IllegalStateException if the function fails
     */
    public Duration coldStart(String name, String payload) {
        retireIdle(name);
        long began = System.nanoTime();
        InvocationResult result = invoke(name, payload);
        Duration taken = Duration.ofNanos(System.nanoTime() - began);
        if (result.failed()) {
            throw new IllegalStateException("The function " + name + " failed: " + result.payload());
        }
        return taken;
    }

    /**
     * Invokes the function asynchronously: it is tried until it succeeds, three times at most, and then becomes a dead
     * letter.
     *
     * @throws IllegalArgumentException if there is no such function
     */
    public void invokeLater(String name, JsonNode event) {
        queue(name, UUID.randomUUID().toString(), event);
    }

    void queue(String name, String requestId, JsonNode event) {
        queue.add(new EventQueue.Attempt(
                name, requestId, event, 1, existing(name).configuration().retryDelays()));
    }

    private void attempt(EventQueue.Attempt attempt, Consumer<InvocationResult> whenDone) {
        Work work = new Work(attempt.requestId(), attempt.event().toString(), arn(attempt.function()));
        find(attempt.function())
                .ifPresentOrElse(
                        function -> function.submit(work, whenDone),
                        () -> whenDone.accept(DeployedFunction.gone(work)));
    }

    /**
     * Waits until no event is queued or running; those that wait for their time to be tried again do not count.
     *
     * @return false if that was not so within the time limit
     */
    public boolean awaitQuiet(Duration limit) throws InterruptedException {
        return queue.awaitQuiet(limit);
    }

    /** Lets time pass for the events that wait to be tried again, beside the time that really passes. */
    public void advance(Duration time) {
        queue.advance(time);
    }

    /** How many events of the function wait for their time to be tried again. */
    public int waiting(String name) {
        return queue.waiting(name);
    }

    /** The events that were given up, oldest first. */
    public List<DeadLetter> deadLetters(String name) {
        return queue.deadLetters(name);
    }

    /**
     * What all environments of the function have logged; also while one still runs. It stands in {@code <name>.log} of the
     * directory.
     *
     * @throws IllegalArgumentException if there is no such function
     */
    public String log(String name) {
        return existing(name).log();
    }

    /**
     * The numbers of the processes that run the function.
     *
     * @throws IllegalArgumentException if there is no such function
     */
    public Set<Long> processes(String name) {
        return existing(name).processes();
    }

    /**
     * Ends the environments of the function that are idle, so that the next event meets a cold start.
     *
     * @throws IllegalArgumentException if there is no such function
     */
    public void retireIdle(String name) {
        existing(name).retireIdle();
    }

    /** Whether any event is queued or running. */
    public boolean isBusy() {
        return queue.isBusy();
    }

    synchronized Optional<DeployedFunction> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    private DeployedFunction existing(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("There is no function " + name + "."));
    }

    String arn(String name) {
        return "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
    }

    String roleArn(String role) {
        return "arn:aws:iam::" + account + ":role/" + role;
    }

    /** Kills everything. */
    @Override
    public synchronized void close() {
        queue.close();
        functions.values().forEach(DeployedFunction::close);
        watch.close();
    }
}
