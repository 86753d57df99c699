package io.github.dbpromote.sandbox.lambda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a function is to be; the limits are Lambda's own.
 *
 * @param name letters, digits, hyphens and underscores, at most 64
 * @param code a zip file as it is given to Lambda, or a directory with what it would hold
 * @param environment variables beside those that Lambda sets itself
 * @param timeout of one invocation, 1 second to 15 minutes
 * @param memory in MB, 128 to 10240; a Java function has the part of it as heap that Lambda gives it
 * @param role the name of the execution role, whose session makes the function's requests
 * @param snapStart whether environments come from a snapshot that is taken after the initialization
 * @param concurrency how many environments run at once at most; with 1, events are handled one after the other, in the
 *     order in which they came
 * @param retryDelays how long the second and third attempt of an asynchronous invocation wait
 */
public record FunctionConfiguration(
        String name,
        Path code,
        FunctionRuntime runtime,
        Map<String, String> environment,
        Duration timeout,
        int memory,
        String role,
        boolean snapStart,
        int concurrency,
        List<Duration> retryDelays) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
    private static final Pattern ROLE = Pattern.compile("[\\w+=,.@-]{1,64}");
    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(15);
    private static final int LEAST_MEMORY = 128;
    private static final int MOST_MEMORY = 10_240;
    private static final List<Duration> RETRY_DELAYS = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    public FunctionConfiguration {
        environment = Map.copyOf(environment);
        retryDelays = List.copyOf(retryDelays);
        require(NAME.matcher(name).matches(), "not a name for a function: \"" + name + "\" (letters, digits, - _)");
        require(Files.exists(code), "There is no code of a function at " + code + ".");
        require(ROLE.matcher(role).matches(), "not a name for a role: \"" + role + "\"");
        require(
                timeout.compareTo(SHORTEST_TIMEOUT) >= 0 && timeout.compareTo(LONGEST_TIMEOUT) <= 0,
                "a function's time limit is 1 second to 15 minutes, not " + timeout);
        require(
                memory >= LEAST_MEMORY && memory <= MOST_MEMORY,
                "a function's memory is 128 to 10240 MB, not " + memory);
        require(concurrency >= 1, "a function runs once at a time at least, not " + concurrency);
        require(
                retryDelays.size() <= RETRY_DELAYS.size()
                        && retryDelays.stream().noneMatch(Duration::isNegative),
                "an event is tried again twice at most: " + retryDelays);
        environment.keySet().forEach(FunctionConfiguration::requireAllowed);
    }

    private static void requireAllowed(String variable) {
        require(VARIABLE.matcher(variable).matches(), "not a name for a variable: \"" + variable + "\"");
        require(!FunctionEnvironment.RESERVED.contains(variable), "Lambda sets the variable " + variable + " itself");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** A function with Lambda's defaults, but 512 MB of memory and one environment. */
    public static FunctionConfiguration of(String name, Path code, FunctionRuntime runtime) {
        return new FunctionConfiguration(
                name, code, runtime, Map.of(), Duration.ofSeconds(3), 512, name, false, 1, RETRY_DELAYS);
    }

    /** The same with this variable, or with this value of it. */
    public FunctionConfiguration withVariable(String variable, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new FunctionConfiguration(
                name, code, runtime, more, timeout, memory, role, snapStart, concurrency, retryDelays);
    }

    public FunctionConfiguration withTimeout(Duration limit) {
        return new FunctionConfiguration(
                name, code, runtime, environment, limit, memory, role, snapStart, concurrency, retryDelays);
    }

    public FunctionConfiguration withMemory(int megabytes) {
        return new FunctionConfiguration(
                name, code, runtime, environment, timeout, megabytes, role, snapStart, concurrency, retryDelays);
    }

    public FunctionConfiguration withRole(String roleName) {
        return new FunctionConfiguration(
                name, code, runtime, environment, timeout, memory, roleName, snapStart, concurrency, retryDelays);
    }

    public FunctionConfiguration withSnapStart() {
        return new FunctionConfiguration(
                name, code, runtime, environment, timeout, memory, role, true, concurrency, retryDelays);
    }

    public FunctionConfiguration withConcurrency(int environments) {
        return new FunctionConfiguration(
                name, code, runtime, environment, timeout, memory, role, snapStart, environments, retryDelays);
    }

    /** The same with these delays in place of a minute and two; as many as there are, as often it is tried again. */
    public FunctionConfiguration withRetryDelays(List<Duration> delays) {
        return new FunctionConfiguration(
                name, code, runtime, environment, timeout, memory, role, snapStart, concurrency, delays);
    }

    /** Only a published version has a snapshot. */
    String version() {
        return snapStart ? "1" : "$LATEST";
    }

    String logGroup() {
        return "/aws/lambda/" + name;
    }
}
