package io.github.dbpromote.sandbox.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal with the status, code and message that AWS gives it; each service writes it in its own {@link ErrorFormat}. */
public final class AwsError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient Map<String, String> details;
    private final transient Map<String, String> headers;

    public AwsError(int status, String code, String message) {
        this(status, code, message, null, Map.of(), Map.of());
    }

    public AwsError(int status, String code, String message, Throwable cause) {
        this(status, code, message, cause, Map.of(), Map.of());
    }

    private AwsError(
            int status,
            String code,
            String message,
            Throwable cause,
            Map<String, String> details,
            Map<String, String> headers) {
        super(message, cause);
        this.status = status;
        this.code = code;
        this.details = details;
        this.headers = headers;
    }

    /** The same refusal with one more member in its body, such as S3's {@code <Condition>}. */
    public AwsError with(String name, String value) {
        return new AwsError(status, code, getMessage(), getCause(), and(details, name, value), headers);
    }

    /** The same refusal with one more header. */
    public AwsError withHeader(String name, String value) {
        return new AwsError(status, code, getMessage(), getCause(), details, and(headers, name, value));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, String> details() {
        return details;
    }

    private static Map<String, String> and(Map<String, String> members, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return more;
    }
}
