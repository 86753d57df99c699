package io.github.dbpromote.relay;

import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import java.util.List;

/** Every sentence that the relay itself says about events that it cannot handle. */
final class RelayMessages {
    private RelayMessages() {}

    static Problem unknownAction(String action) {
        return new Problem(
                "unknown-action",
                "The event asks for \"" + PlainText.shown(action) + "\", but the relay can only promote and settle.",
                "Correct the schedule's input: {\"action\": \"promote\", \"environment\": \"qa\"} or {\"action\": \"settle\"}.");
    }

    static Problem unknownVersion(String version) {
        return new Problem(
                "unknown-event-version",
                "S3 sent a notification of version " + PlainText.shown(version) + ", but the relay understands 2.x.",
                "Use a version of db-promote that knows it; the sweep finds what this event told of.");
    }

    static Problem malformedKey(String bucket, String key, String reason) {
        return new Problem(
                "malformed-key",
                "s3://" + PlainText.shown(bucket) + "/" + PlainText.excerpt(key)
                        + " stands where db-promote writes, but: " + PlainText.excerpt(reason),
                "Find out who wrote it; nothing was done for it.");
    }

    /**
     * @param asked the environment or database that the event names
     * @param own those of this relay
     * @param variable of the function that says so
     */
    static Problem otherRelay(String asked, String own, String variable) {
        return new Problem(
                "other-relay",
                "The event is about " + asked + ", but this relay acts for " + own + " alone.",
                "Send it to the relay of " + asked + ", or correct " + variable + " of this function.");
    }

    static Problem nobodyHas(String environment) {
        return new Problem(
                "unknown-environment",
                "No database has an environment \"" + environment + "\".",
                "Correct the schedule's input, or create the parameters /db-promote/<database>/" + environment + ".");
    }

    static Problem unreachable(List<String> places) {
        return new Problem(
                "aws-unreachable",
                "AWS did not answer about " + String.join(", ", places) + ".",
                "Lambda delivers the event again; what was done for others is not done twice.");
    }
}
