package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Request;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Objects;
import java.util.Optional;

/**
 * Who asks for something, and why; it stands in the order.
 *
 * @param name an ARN where AWS told it, else what the caller's machine knows
 * @param userId AWS's own id of the caller; without one, nobody can approve
 * @param reason any text of at most 1,000 characters: it is stored as it is, and shown again and again
 * @param override why closed gates are to be passed over, where the environment allows it; most callers have none
 * @param unattended whether a machine asks by itself, as on a schedule: it does not send again what failed, which a person
 *     may
 * @param request the id under which the caller has asked the relay and waits for an order; empty for who asks directly
 */
public record Caller(
        String name,
        Optional<UserId> userId,
        Optional<String> reason,
        Optional<String> override,
        boolean unattended,
        Optional<DeploymentId> request) {
    private static final int LONGEST_REASON = 1_000;

    /** @throws Refusal if a reason is too long */
    public Caller {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(userId, "userId");
        reason.ifPresent(Caller::refuseLong);
        override.ifPresent(Caller::refuseLong);
    }

    /** @throws Refusal if the text is too long for a reason: front ends ask before they begin */
    public static void refuseLong(String reason) {
        int length = reason.codePointCount(0, reason.length());
        if (length > LONGEST_REASON) {
            throw new Refusal(Problems.reasonTooLong(reason, length, LONGEST_REASON));
        }
    }

    /** A person who passes nothing over. */
    public Caller(String name, Optional<UserId> userId, Optional<String> reason) {
        this(name, userId, reason, Optional.empty(), false, Optional.empty());
    }

    /** Whoever has asked the relay for something, with the reasons that the request gives. */
    static Caller of(Request request) {
        return new Caller(
                request.name(),
                Optional.of(request.userId()),
                request.reason(),
                request.override(),
                false,
                Optional.of(request.deployment()));
    }

    /** The same, but closed gates are to be passed over for that reason. */
    public Caller overriding(String why) {
        return new Caller(name, userId, reason, Optional.of(why), unattended, request);
    }

    /** The same, but nobody is there who could judge. */
    public Caller withoutAttendance() {
        return new Caller(name, userId, reason, override, true, request);
    }

    Order.Publisher asPublisher() {
        return new Order.Publisher(userId, name);
    }

    /** @throws Refusal if there is no reason, for those goals that nobody should need without one */
    String reasonFor(String goal) {
        return reason.filter(it -> !it.isBlank()).orElseThrow(() -> new Refusal(Problems.reasonMissing(goal)));
    }

    /** @throws Refusal if gates are to be passed over for a reason that says nothing */
    Optional<String> overrideReason() {
        if (override.isPresent() && override.get().isBlank()) {
            throw new Refusal(Problems.reasonMissing("-Ddb.override"));
        }
        return override;
    }
}
