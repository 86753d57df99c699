package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.operation.Settlement;

/** One line on what settling an environment came to. */
public final class SettlementReport {
    private SettlementReport() {}

    public static String of(Environment environment, Settlement settlement) {
        String label = environment.label() + ": ";
        if (settlement instanceof Settlement.Ended ended) {
            return label + ended.order().deployment() + " ended "
                    + ended.receipt().outcome()
                    + ended.receipt()
                            .failure()
                            .map(failure -> ": " + Words.message(failure))
                            .orElse("");
        }
        if (settlement instanceof Settlement.Voided voided) {
            return label + voided.order().deployment() + " was given up: no host had taken it; nothing was run";
        }
        if (settlement instanceof Settlement.Busy busy) {
            return label + busy.order().deployment() + " is in flight since "
                    + Words.minute(busy.order().createdAt()) + ", "
                    + busy.claim()
                            .map(claim -> "at work on host " + claim.by())
                            .orElse("no host has taken it yet (it may until "
                                    + Words.minute(busy.order().notAfter()) + ")");
        }
        return label + "nothing in flight";
    }
}
