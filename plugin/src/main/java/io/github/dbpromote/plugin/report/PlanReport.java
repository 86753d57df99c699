package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.operation.Plan;
import java.util.ArrayList;
import java.util.List;

/** Says what a goal would do. */
public final class PlanReport {
    private PlanReport() {}

    /** One line after another. */
    public static List<String> of(Plan plan) {
        String label = plan.environment().label() + ": ";
        String bundle = "bundle " + plan.bundle().abbreviated();
        if (plan.nothingToDo()) {
            return List.of(label + "nothing to do, " + bundle + " is live");
        }
        List<String> lines = new ArrayList<>();
        plan.inFlight()
                .ifPresent(holder -> lines.add(
                        label + "would wait for " + holder.deployment() + ", ordered by " + holder.requestedBy()));
        lines.add(label
                + (plan.environment().trigger() == Environment.Trigger.RELAY
                        ? "would ask the relay to send "
                        : "would send ")
                + bundle
                + plan.host().map(host -> " to host " + host).orElse("")
                + (plan.pending().isEmpty()
                        ? ", of which every versioned migration is applied"
                        : " and apply " + Words.count(plan.pending().size(), "migration")));
        plan.pending().forEach(script -> lines.add("  " + script));
        lines.add("  nothing was written or sent (db.dryRun)");
        return lines;
    }
}
