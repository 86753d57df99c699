package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.aws.AwsFailures;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.EnvironmentPath;
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

    private Track(EnvironmentPath path, Accounts accounts) {
        this.path = path;
        this.accounts = accounts;
    }

    /**
     * Reads the path from Parameter Store; an environment with an access of its own is looked up through that one.
     *
     * @throws Refusal if there is no parameter, or one is malformed, or they form no path
     */
    public static Track find(DatabaseName database, Accounts accounts) {
        Map<EnvironmentName, Environment> environments = read(database, accounts.usual());
        accounts.own().forEach((name, access) -> {
            Environment own = read(database, access).get(name);
            if (own != null) {
                environments.put(name, own);
            }
        });
        if (environments.isEmpty()) {
            throw new Refusal(Problems.noParameter(
                    Environment.parameterPath(database), accounts.usual().description()));
        }
        return new Track(EnvironmentPath.of(database, environments.values()), accounts);
    }

    private static Map<EnvironmentName, Environment> read(DatabaseName database, AwsAccess access) {
        String root = Environment.parameterPath(database);
        Map<EnvironmentName, Environment> environments = new TreeMap<>();
        try {
            // The paginator goes on until there is no NextToken: a page may be empty and not the last.
            access.ssm().getParametersByPathPaginator(r -> r.path(root)).stream()
                    .flatMap(page -> page.parameters().stream())
                    .forEach(parameter -> {
                        EnvironmentName name =
                                new EnvironmentName(parameter.name().substring(root.length() + 1));
                        environments.put(
                                name,
                                Environment.parse(
                                        database, name, parameter.value().getBytes(StandardCharsets.UTF_8)));
                    });
            return environments;
        } catch (SdkException e) {
            throw AwsFailures.translate(e, "read the parameters below " + root + " (" + access.description() + ")");
        }
    }

    public EnvironmentPath path() {
        return path;
    }

    Stage first() {
        return stage(path.first());
    }

    Stage stage(EnvironmentName name) {
        return stage(path.get(name));
    }

    Optional<Stage> source(Stage target) {
        return path.source(target.environment()).map(this::stage);
    }

    Stage stage(Environment environment) {
        return Stage.of(environment, accounts.of(environment.name()));
    }
}
