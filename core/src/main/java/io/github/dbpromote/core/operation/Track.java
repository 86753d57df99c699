package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.aws.AwsFailures;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.EnvironmentPath;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;

/** The path of one database with the access to each of its environments: what every operation starts from. */
public final class Track {
    private final EnvironmentPath path;
    private final Accounts accounts;
    private final Map<EnvironmentName, RuntimeException> unreachable;

    private Track(EnvironmentPath path, Accounts accounts, Map<EnvironmentName, RuntimeException> unreachable) {
        this.path = path;
        this.accounts = accounts;
        this.unreachable = unreachable;
    }

    /**
     * Reads the path from Parameter Store; an environment with an access of its own is looked up through that one. If it
     * cannot be reached so, that matters only to who wants something of it: publishing to dev needs no right in prod.
     *
     * @throws Refusal if there is no parameter, or one is malformed, or they form no path
     */
    public static Track find(DatabaseName database, Accounts accounts) {
        return lookUp(database, accounts)
                .orElseThrow(
                        () -> new Refusal(Problems.noParameter(Environment.parameterPath(database), accounts.place())));
    }

    /**
     * The same of a database that may be none of ours.
     *
     * @return empty if there is no parameter
     * @throws Refusal if one is malformed, or they form no path
     */
    public static Optional<Track> lookUp(DatabaseName database, Accounts accounts) {
        Map<EnvironmentName, Environment> environments = read(database, accounts.usual());
        Map<EnvironmentName, RuntimeException> unreachable = new TreeMap<>();
        accounts.own().forEach((name, access) -> {
            try {
                Environment own = read(database, access).get(name);
                if (own != null) {
                    environments.put(name, own);
                }
            } catch (Refusal | Outage e) {
                environments.remove(name);
                unreachable.put(name, e);
            }
        });
        return environments.isEmpty()
                ? Optional.empty()
                : Optional.of(new Track(EnvironmentPath.of(database, environments.values()), accounts, unreachable));
    }

    /**
     * The path of a database whose parameters have been read already, all in one account.
     *
     * @throws Refusal if one is malformed, or they form no path
     */
    static Track of(DatabaseName database, Map<String, String> parameters, Accounts accounts) {
        return new Track(
                EnvironmentPath.of(database, environments(database, parameters).values()), accounts, Map.of());
    }

    private static Map<EnvironmentName, Environment> read(DatabaseName database, AwsAccess access) {
        return environments(database, parameters(Environment.parameterPath(database), false, access));
    }

    /**
     * The parameters below a path, by their names.
     *
     * @param recursive whether those further down are wanted too
     */
    static Map<String, String> parameters(String root, boolean recursive, AwsAccess access) {
        Map<String, String> parameters = new TreeMap<>();
        try {
            // The paginator goes on until there is no NextToken: a page may be empty and not the last.
            access.ssm().getParametersByPathPaginator(r -> r.path(root).recursive(recursive)).stream()
                    .flatMap(page -> page.parameters().stream())
                    .forEach(parameter -> parameters.put(parameter.name(), parameter.value()));
            return parameters;
        } catch (SdkException e) {
            throw AwsFailures.translate(e, "read the parameters below " + root + " (" + access.description() + ")");
        }
    }

    private static Map<EnvironmentName, Environment> environments(
            DatabaseName database, Map<String, String> parameters) {
        Map<EnvironmentName, Environment> environments = new TreeMap<>();
        parameters.forEach((parameter, value) -> {
            EnvironmentName name = environmentName(parameter, Environment.parameterPath(database));
            environments.put(name, Environment.parse(database, name, value.getBytes(StandardCharsets.UTF_8)));
        });
        return environments;
    }

    private static EnvironmentName environmentName(String parameter, String root) {
        try {
            return new EnvironmentName(parameter.substring(root.length() + 1));
        } catch (Refusal e) {
            throw new Refusal(Problems.malformedParameterName(
                    parameter, e.problems().get(0).summary()));
        }
    }

    /** Why environments are missing from the path that live in accounts of their own. */
    public Map<EnvironmentName, RuntimeException> unreachable() {
        return Map.copyOf(unreachable);
    }

    public EnvironmentPath path() {
        return path;
    }

    Stage first() {
        return stage(path.first());
    }

    Stage stage(EnvironmentName name) {
        if (unreachable.containsKey(name)) {
            throw unreachable.get(name);
        }
        return stage(path.get(name));
    }

    Optional<Stage> source(Stage target) {
        return path.source(target.environment()).map(this::stage);
    }

    Stage stage(Environment environment) {
        return Stage.of(environment, accounts.of(environment.name()));
    }
}
