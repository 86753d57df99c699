package io.github.dbpromote.sandbox.lambda;

import tools.jackson.databind.JsonNode;

/**
 * An event that Lambda gave up.
 *
 * @param attempts how often it was tried
 * @param errorType of the last attempt
 * @param error what the last attempt answered
 */
public record DeadLetter(String requestId, JsonNode event, int attempts, String errorType, String error) {}
