package io.github.dbpromote.sandbox;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a sandbox is asked to have for a logical database.
 *
 * @param database letters, digits, {@code . _ -}; at most 60
 * @param environments in the order of promotion: each but the first promotes from the one before; names as for databases
 * @param hostConfiguration by environment: lines in Flyway's properties format that are added to the host's configuration
 * @param parameter by environment: members that are set in the parameter which describes the environment
 * @param parameterForNow by environment: members that the parameter has until the sandbox ends, as far as it has none of
 *     that name
 */
public record Provisioning(
        String database,
        List<String> environments,
        Map<String, String> hostConfiguration,
        Map<String, ObjectNode> parameter,
        Map<String, ObjectNode> parameterForNow) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");
    private static final JsonMapper JSON = new JsonMapper();

    public Provisioning {
        environments = List.copyOf(environments);
        hostConfiguration = Map.copyOf(hostConfiguration);
        parameter = Map.copyOf(parameter);
        parameterForNow = Map.copyOf(parameterForNow);
        requireName("database", database);
        environments.forEach(environment -> requireName("environment", environment));
        if (environments.isEmpty() || new HashSet<>(environments).size() < environments.size()) {
            throw new IllegalArgumentException("at least one environment is needed, and none twice: " + environments);
        }
        requireKnown("hostConfiguration", environments, hostConfiguration);
        requireKnown("parameter", environments, parameter);
        requireKnown("parameterForNow", environments, parameterForNow);
    }

    private static void requireName(String kind, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "not a name for " + kind + ": \"" + name + "\" (letters, digits, . _ -)");
        }
    }

    private static void requireKnown(String member, List<String> environments, Map<String, ?> byEnvironment) {
        if (!environments.containsAll(byEnvironment.keySet())) {
            throw new IllegalArgumentException(
                    member + " names environments other than " + environments + ": " + byEnvironment.keySet());
        }
    }

    /** A database in these environments, as the sandbox has them by default. */
    public static Provisioning of(String database, String... environments) {
        return new Provisioning(database, List.of(environments), Map.of(), Map.of(), Map.of());
    }

    /** The same with these lines, in Flyway's properties format, on the environment's host. */
    public Provisioning withHostConfiguration(String environment, String lines) {
        Map<String, String> more = new LinkedHashMap<>(hostConfiguration);
        more.put(environment, lines);
        return new Provisioning(database, environments, more, parameter, parameterForNow);
    }

    /**
     * The same with these members in the environment's parameter.
     *
     * @param members a JSON object, such as <code>{"trigger": "relay"}</code>
     */
    public Provisioning withParameter(String environment, String members) {
        return new Provisioning(
                database, environments, hostConfiguration, with(parameter, environment, members), parameterForNow);
    }

    /**
     * The same with these members in the environment's parameter until the sandbox ends, where it has none of that name.
     *
     * @param members a JSON object, such as <code>{"promotion": "automatic"}</code>
     */
    public Provisioning withParameterForNow(String environment, String members) {
        return new Provisioning(
                database, environments, hostConfiguration, parameter, with(parameterForNow, environment, members));
    }

    private static Map<String, ObjectNode> with(Map<String, ObjectNode> before, String environment, String members) {
        try {
            if (JSON.readTree(members) instanceof ObjectNode object) {
                Map<String, ObjectNode> more = new LinkedHashMap<>(before);
                more.put(environment, object);
                return more;
            }
            throw new IllegalArgumentException("not a JSON object: " + members);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a JSON object: " + members, e);
        }
    }
}
