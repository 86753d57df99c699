package io.github.dbpromote.relay;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where this relay acts. Each environment may have a relay of its own, so that none needs a right in another one but to
 * read what it promotes from; and so may each team that shares an account with others.
 *
 * @param own empty for one that acts in every environment
 * @param databases their names; none for one that acts for every database
 */
record Scope(Optional<EnvironmentName> own, Set<String> databases) {
    /** The variable of the function that names its environment. */
    static final String ENVIRONMENT = "DB_PROMOTE_ENVIRONMENT";

    /** The variable of the function that names its databases, with commas between them. */
    static final String DATABASES = "DB_PROMOTE_DATABASES";

    /** Everywhere. */
    static final Scope ALL = new Scope(Optional.empty(), Set.of());

    public Scope {
        databases = Set.copyOf(databases);
    }

    /**
     * @param variables of the function
     * @throws Refusal if a name cannot be one of an environment or a database
     */
    static Scope of(Map<String, String> variables) {
        return new Scope(
                Optional.of(variables.getOrDefault(ENVIRONMENT, ""))
                        .filter(name -> !name.isEmpty())
                        .map(EnvironmentName::new),
                Arrays.stream(variables.getOrDefault(DATABASES, "").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .map(name -> new DatabaseName(name).value())
                        .collect(Collectors.toSet()));
    }

    boolean includes(Environment environment) {
        return includes(environment.name()) && includes(environment.database().value());
    }

    private boolean includes(EnvironmentName environment) {
        return own.isEmpty() || own.get().equals(environment);
    }

    /** @param database as a parameter's name has it, which need not be a name of a database */
    boolean includes(String database) {
        return databases.isEmpty() || databases.contains(database);
    }

    /** @throws Refusal if another relay should have been asked */
    void require(Optional<DatabaseName> database, EnvironmentName environment) {
        if (!includes(environment)) {
            throw new Refusal(RelayMessages.otherRelay(
                    environment.value(), own.orElseThrow().value(), ENVIRONMENT));
        }
        database.map(DatabaseName::value).filter(name -> !includes(name)).ifPresent(name -> {
            throw new Refusal(RelayMessages.otherRelay(
                    name, databases.stream().sorted().collect(Collectors.joining(", ")), DATABASES));
        });
    }
}
