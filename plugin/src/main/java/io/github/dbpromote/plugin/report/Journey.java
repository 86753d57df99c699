package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.operation.ReadStatus.DatabaseStatus;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import io.github.dbpromote.core.problem.Problem;
import java.util.List;
import java.util.Optional;

/** How far that has come which is live in the first environment of a database. */
public record Journey(DatabaseStatus status) {
    public String database() {
        return status.database().value();
    }

    /** The SHA-256 of what is live in the first environment; empty if nothing is. */
    public Optional<String> bundle() {
        return live().map(Digest::value);
    }

    private Optional<Digest> live() {
        return first().ledger().live().map(Ledger.Live::bundle);
    }

    private EnvironmentStatus first() {
        return status.environments().get(0);
    }

    /** What keeps anybody from knowing more, if so. */
    public List<Problem> problems() {
        return status.environments().stream()
                .flatMap(environment -> environment.problems().stream())
                .toList();
    }

    /** Whether nothing more happens by itself. */
    public boolean isOver() {
        boolean isAtWork = status.environments().stream()
                .anyMatch(environment -> environment.ledger().inFlight().isPresent());
        return !problems().isEmpty() || (!isAtWork && (missing().isEmpty() || failed().isPresent()));
    }

    /** The environments where it is not live yet. */
    public List<EnvironmentStatus> missing() {
        return status.environments().stream()
                .filter(environment ->
                        live().filter(environment.ledger()::stands).isEmpty())
                .toList();
    }

    /** Where it was tried and did not succeed, or in the first one something since: nothing goes on from there by itself. */
    public Optional<EnvironmentStatus> failed() {
        return missing().stream()
                .filter(environment -> environment.equals(first()) || wasTried(environment))
                .findFirst();
    }

    private boolean wasTried(EnvironmentStatus environment) {
        return live().isPresent()
                && environment.ledger().last().map(Ledger.Last::bundle).equals(live());
    }

    /** {@code users: bundle 0123456789ab is live in dev, qa and prod}. */
    public String arrival() {
        List<String> names = status.environments().stream()
                .map(environment -> environment.environment().name().value())
                .toList();
        return database() + ": bundle " + live().orElseThrow().abbreviated() + " is live in " + Words.list(names);
    }
}
