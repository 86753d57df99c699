package io.github.dbpromote.plugin;

import io.github.dbpromote.core.operation.Limits;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** Turns what the user wrote for the waits into durations. */
final class Limiting {
    private Limiting() {}

    /** @throws Refusal if the text is no ISO-8601 duration; an absent one has its default */
    static Duration duration(String property, String text, Duration usual) {
        if (text == null || text.isBlank()) {
            return usual;
        }
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new Refusal(PluginProblems.malformedDuration(property, text));
        }
    }

    static Limits limits(String wait, String queue, String delivery, String interval) {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                duration("db.waitLimit", wait, usual.receipt()),
                duration("db.queueTimeout", queue, usual.queue()),
                duration("db.deliveryTimeout", delivery, usual.delivery()),
                duration("db.pollInterval", interval, usual.interval()));
    }
}
