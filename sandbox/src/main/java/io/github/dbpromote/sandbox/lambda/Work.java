package io.github.dbpromote.sandbox.lambda;

import java.time.Instant;

/**
 * One invocation, as a runtime receives it.
 *
 * @param requestId the same for every attempt at an asynchronous invocation
 * @param payload JSON
 * @param arn of the function as it was invoked, maybe with a qualifier
 */
record Work(String requestId, String payload, String arn) {
    /**
     * Work with its time.
     *
     * @param deadline when the environment is killed
     */
    record Timed(Work work, Instant deadline) {}
}
