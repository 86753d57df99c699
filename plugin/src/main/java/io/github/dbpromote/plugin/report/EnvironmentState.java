package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Clearance;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import io.github.dbpromote.core.operation.ReadStatus.InFlight;
import io.github.dbpromote.core.problem.PlainText;
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
        Optional<Clearance> clearance = status.clearance();
        if (clearance.isPresent()) {
            lines.add(cleared(status, clearance.get()));
            if (!stands(status)) {
                return "ambiguous";
            }
            return clearance.get().outcome() == Outcome.FAILED ? "failed" : behind(status, matrix, lines);
        }
        if (last.outcome() != Outcome.SUCCEEDED) {
            Failure failure = last.failure().orElseThrow();
            String script = failure.script().map(it -> it + ": ").orElse("");
            lines.add((last.outcome() == Outcome.FAILED ? "failed: " : "ambiguous: ") + script + Words.message(failure)
                    + " (" + last.deployment() + ")");
            return last.outcome() == Outcome.FAILED ? "failed" : "ambiguous";
        }
        return behind(status, matrix, lines);
    }

    /** Whether the ledger says so too: until then nothing goes on there. */
    private static boolean stands(EnvironmentStatus status) {
        return status.ledger().last().flatMap(Ledger.Last::clearedBy).isPresent();
    }

    private static String cleared(EnvironmentStatus status, Clearance clearance) {
        String word = clearance.outcome() == Outcome.SUCCEEDED ? "succeeded" : "failed";
        String who = "cleared by " + PlainText.line(clearance.by()) + ": " + PlainText.line(clearance.reason()) + " ("
                + clearance.deployment() + ")";
        return stands(status)
                ? "counts as " + word + ", " + who
                : "ambiguous: as " + word + " " + who + ", which is not yet settled: mvn db:resolve -Denv="
                        + status.environment().name() + " -Ddb.as=" + word + " -Ddb.reason=\"…\"";
    }

    private static String behind(EnvironmentStatus status, StatusMatrix matrix, List<String> lines) {
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
