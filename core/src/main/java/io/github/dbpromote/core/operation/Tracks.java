package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paths of all databases that the usual account describes. What is wrong with one of them hides no other. */
public final class Tracks {
    private static final Pattern PARAMETER =
            Pattern.compile(Pattern.quote(Environment.PARAMETER_ROOT) + "/(?<database>[^/]+)/[^/]+");

    private final Map<String, Map<String, String>> parameters;
    private final Accounts accounts;

    private Tracks(Map<String, Map<String, String>> parameters, Accounts accounts) {
        this.parameters = parameters;
        this.accounts = accounts;
    }

    /** Reads them from Parameter Store: one request for each ten parameters. */
    public static Tracks find(Accounts accounts) {
        Map<String, Map<String, String>> byDatabase = new TreeMap<>();
        Track.parameters(Environment.PARAMETER_ROOT, true, accounts.usual()).forEach((name, value) -> {
            Matcher parts = PARAMETER.matcher(name);
            if (parts.matches()) {
                byDatabase
                        .computeIfAbsent(parts.group("database"), first -> new TreeMap<>())
                        .put(name, value);
            }
        });
        return new Tracks(byDatabase, accounts);
    }

    /** Their names as they stand there, which need not be names of databases. */
    public Set<String> databases() {
        return Set.copyOf(parameters.keySet());
    }

    /**
     * @param database one of {@link #databases}
     * @throws Refusal if it cannot be the name of a database, one of its parameters is malformed, or they form no path
     */
    public Track get(String database) {
        return Track.of(new DatabaseName(database), parameters.get(database), accounts);
    }
}
