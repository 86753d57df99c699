package io.github.dbpromote.core.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many people have to approve a bundle.
 *
 * @param people different ones, none of them its publisher; 1 to 10
 * @param lifetime of an approval, more than zero: from its end on it counts no more
 */
public record Quorum(int people, Duration lifetime) {
    public static final Duration DEFAULT_LIFETIME = Duration.ofDays(7);

    private static final int MOST = 10;

    /** @throws IllegalArgumentException if one of the values is out of its range */
    public Quorum {
        if (people < 1 || people > MOST) {
            throw new IllegalArgumentException("is not between 1 and " + MOST);
        }
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("is not more than PT0S");
        }
    }

    /**
     * How many different people it takes. Where nobody knows who published, one of those who approved may have, so that it
     * takes one more to be sure of the others.
     */
    public int needed(Optional<UserId> publisher) {
        return publisher.isPresent() ? people : people + 1;
    }

    /** The approvals that count, the first of each person. */
    public List<Approval> standing(Circumstances circumstances) {
        List<Approval> counted = new ArrayList<>();
        for (Approval approval : circumstances.approvals()) {
            if (!hasExpired(approval, circumstances.now())
                    && circumstances
                            .publisher()
                            .filter(approval.by()::isSamePersonAs)
                            .isEmpty()
                    && counted.stream().noneMatch(other -> other.by().isSamePersonAs(approval.by()))) {
                counted.add(approval);
            }
        }
        return List.copyOf(counted);
    }

    private boolean hasExpired(Approval approval, Instant now) {
        return !now.isBefore(approval.since().plus(lifetime));
    }
}
