package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.operation.Approve;
import io.github.dbpromote.core.problem.PlainText;

/** One line on what somebody did to the gates of an environment. */
public final class GateReport {
    private GateReport() {}

    public static String paused(Environment environment, ClosedGate.Paused pause) {
        return environment.label() + ": paused since " + Words.minute(pause.since()) + ", until mvn db:resume -Denv="
                + environment.name();
    }

    /** @param pause that is over now */
    public static String resumed(Environment environment, ClosedGate.Paused pause) {
        return environment.label() + ": open again; it was paused by " + PlainText.line(pause.by()) + " since "
                + Words.minute(pause.since()) + ": " + PlainText.excerpt(pause.reason());
    }

    public static String approved(Approve.Standing standing) {
        return standing.environment().label() + ": bundle " + standing.bundle().abbreviated() + " has "
                + Words.count(standing.approvals().size(), "approval")
                + (standing.missing() == 0 ? ", as many as it needs" : ", " + standing.missing() + " more to go");
    }
}
