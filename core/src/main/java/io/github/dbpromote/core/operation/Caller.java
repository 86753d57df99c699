package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Objects;
import java.util.Optional;

/**
 * Who asks for something, and why; all of it stands in the order.
 *
 * @param name an ARN where AWS told it, else what the caller's machine knows
 * @param userId AWS's own id of the caller; without one, nobody can approve
 */
public record Caller(String name, Optional<UserId> userId, Optional<String> reason) {
    public Caller {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(userId, "userId");
    }

    /** Somebody whom AWS does not know. */
    public Caller(String name, Optional<String> reason) {
        this(name, Optional.empty(), reason);
    }

    /** @throws Refusal if there is no reason, for those goals that nobody should need without one */
    String reasonFor(String goal) {
        return reason.filter(it -> !it.isBlank()).orElseThrow(() -> new Refusal(Problems.reasonMissing(goal)));
    }
}
