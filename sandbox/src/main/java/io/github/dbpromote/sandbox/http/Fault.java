package io.github.dbpromote.sandbox.http;

import java.time.Duration;

/**
 * A disturbance ordered for the next matching requests.
 *
 * @param service {@code s3}, {@code ssm}, {@code sts}, {@code secretsmanager}, {@code logs}
 * @param operation AWS's name of it, or {@code *} for all
 * @param times how many requests it meets, at least 1
 * @param latency waited before the request is handled; only of {@link Kind#LATENCY}
 */
public record Fault(String service, String operation, int times, Kind kind, Duration latency) {
    /** What happens to the request. */
    public enum Kind {
        /** Refused, too many requests. */
        THROTTLE,
        /** Refused, error inside of AWS. */
        ERROR_500,
        /** Done, but late. */
        LATENCY,
        /** Done, but the connection closes without an answer. */
        LOST_ANSWER,
        /** Refused as S3 refuses a conditional write while another one of the same key is under way. */
        CONFLICT,
        /** Refused, not allowed. */
        ACCESS_DENIED
    }

    public Fault {
        if (times < 1) {
            throw new IllegalArgumentException("A fault happens at least once: " + times);
        }
        if (latency.isNegative() || (kind == Kind.LATENCY) == latency.isZero()) {
            throw new IllegalArgumentException(
                    "A latency belongs to faults of that kind alone: " + kind + " " + latency);
        }
    }

    public Fault(String service, String operation, int times, Kind kind) {
        this(service, operation, times, kind, Duration.ZERO);
    }

    boolean meets(String requestedService, Call call) {
        return service.equals(requestedService) && (operation.equals("*") || operation.equals(call.operation()));
    }

    Fault remaining() {
        return new Fault(service, operation, times - 1, kind, latency);
    }
}
