package io.github.dbpromote.sandbox.lambda;

import tools.jackson.databind.json.JsonMapper;

/** How an invocation ended. */
public sealed interface InvocationResult {
    /** What the caller receives: JSON. */
    String payload();

    boolean failed();

    /** The function answered. */
    record Succeeded(String payload) implements InvocationResult {
        @Override
        public boolean failed() {
            return false;
        }
    }

    /**
     * The function, or its runtime, failed; Lambda calls that a function error.
     *
     * @param errorType as the runtime or Lambda names it: {@code java.lang.IllegalStateException}, {@code Sandbox.Timedout}
     * @param payload with {@code errorType} and {@code errorMessage}, mostly
     */
    record Failed(String errorType, String payload) implements InvocationResult {
        private static final JsonMapper JSON = new JsonMapper();

        /** A failure that Lambda itself describes. */
        static Failed byLambda(String errorType, String requestId, String message) {
            return new Failed(
                    errorType,
                    JSON.createObjectNode()
                            .put("errorType", errorType)
                            .put("errorMessage", "RequestId: " + requestId + " Error: " + message)
                            .toString());
        }

        @Override
        public boolean failed() {
            return true;
        }
    }
}
