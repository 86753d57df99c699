package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
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

    /** @throws Refusal if there is no reason, for those goals that nobody should need without one */
    String reasonFor(String goal) {
        return reason.filter(it -> !it.isBlank()).orElseThrow(() -> new Refusal(Problems.reasonMissing(goal)));
    }
}
