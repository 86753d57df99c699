package io.github.dbpromote.sandbox.postgres;

/** PostgreSQL could not be unpacked, started, reached or stopped; the message is one sentence for a person. */
public final class PostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PostgresException(String message) {
        super(message);
    }

    PostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
