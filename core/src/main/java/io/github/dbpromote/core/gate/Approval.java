package io.github.dbpromote.core.gate;

import java.time.Instant;
import java.util.Objects;

/**
 * That somebody wants one bundle in one environment.
 *
 * @param by the id to which policy binds the key of the object
 * @param name what people call them: an ARN
 * @param since by S3's clock
 */
public record Approval(UserId by, String name, Instant since) {
    public Approval {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(since, "since");
    }
}
