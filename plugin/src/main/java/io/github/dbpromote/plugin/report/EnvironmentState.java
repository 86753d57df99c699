package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import io.github.dbpromote.core.operation.ReadStatus.InFlight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How an environment stands as a whole: one word for machines, a few lines for people. */
record EnvironmentState(String word, List<String> lines) {

    static EnvironmentState of(EnvironmentStatus status, StatusMatrix matrix) {
        String name = status.environment().name().value();
        if (!status.problems().isEmpty()) {
            return new EnvironmentState(
                    "unreadable",
                    status.problems().stream()
                            .flatMap(problem -> problem.text().lines())
                            .toList());
        }
        List<String> lines = new ArrayList<>();
        String word = settled(status, matrix, lines);
        if (status.inFlight().isPresent()) {
            word = inFlight(status.inFlight().get(), name, lines);
        }
        return new EnvironmentState(word, List.copyOf(lines));
    }

    private static String settled(EnvironmentStatus status, StatusMatrix matrix, List<String> lines) {
        if (status.last().isEmpty()) {
            lines.add("never deployed");
            return "never-deployed";
        }
        Receipt last = status.last().get();
        if (last.outcome() != Outcome.SUCCEEDED) {
            Failure failure = last.failure().orElseThrow();
            String script = failure.script().map(it -> it + ": ").orElse("");
            lines.add((last.outcome() == Outcome.FAILED ? "failed: " : "ambiguous: ") + script + Words.message(failure)
                    + " (" + last.deployment() + ")");
            return last.outcome() == Outcome.FAILED ? "failed" : "ambiguous";
        }
        int pending = matrix.pending(status);
        Optional<String> lacking = matrix.lacksBundleOf(status);
        if (pending > 0) {
            lines.add(Words.count(pending, "migration") + " behind");
            return "behind";
        }
        lines.add(lacking.map(owner -> "no migration missing, but another bundle than that of " + owner)
                .orElse("up to date"));
        return lacking.isPresent() ? "behind" : "up-to-date";
    }

    private static String inFlight(InFlight flight, String environment, List<String> lines) {
        String deployment = flight.order().deployment().value();
        if (flight.canBeSettled()) {
            String how = flight.receipt()
                    .map(receipt -> "finished on the host (" + receipt.outcome() + ")")
                    .orElse("never started by a host");
            lines.add(deployment + " " + how + ", not yet settled: mvn db:settle -Denv=" + environment);
            return "not-settled";
        }
        lines.add(deployment + " in flight since "
                + Words.minute(flight.order().createdAt()) + ", "
                + flight.claim()
                        .map(Claim::by)
                        .map(host -> "at work on " + host)
                        .orElse("no host has taken it yet"));
        return "in-flight";
    }
}
