package io.github.dbpromote.sandbox.http;

import java.time.Instant;

/** The latest requests to AWS services, whoever made them. */
public final class RequestLog extends Latest<RequestLog.Entry> {
    /**
     * One request.
     *
     * @param principal ARN; {@code anonymous} if no valid signature was given
     * @param status of HTTP; 0 if the answer was lost on purpose
     */
    public record Entry(
            Instant time, String principal, String service, String operation, String resource, int status) {}
}
