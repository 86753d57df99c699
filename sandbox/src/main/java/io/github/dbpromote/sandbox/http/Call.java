package io.github.dbpromote.sandbox.http;

/**
 * What a request asks for, as the log records it and as faults select it.
 *
 * @param operation AWS's name, such as {@code PutObject}
 * @param resource bucket and key, document, parameter; empty where there is none
 */
public record Call(String operation, String resource) {
    public Call {
        if (operation.isBlank()) {
            throw new IllegalArgumentException("A call needs an operation");
        }
    }
}
