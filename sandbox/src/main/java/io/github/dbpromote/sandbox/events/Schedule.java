package io.github.dbpromote.sandbox.events;

import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import tools.jackson.databind.JsonNode;

/**
 * A schedule of EventBridge Scheduler.
 *
 * @param input what the target receives, as it is
 * @param running present where it also fires by itself
 */
record Schedule(JsonNode input, Target target, Optional<ScheduledFuture<?>> running) {
    void stop() {
        running.ifPresent(future -> future.cancel(false));
    }
}
