package io.github.dbpromote.core.operation;

import java.util.Objects;
import java.util.Optional;

/**
 * Who asks for something, and why; both stand in the order.
 *
 * @param name an ARN where AWS told it, else what the caller's machine knows
 */
public record Caller(String name, Optional<String> reason) {
    public Caller {
        Objects.requireNonNull(name, "name");
    }
}
