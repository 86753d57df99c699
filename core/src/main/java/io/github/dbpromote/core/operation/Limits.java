package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long an operation is willing to wait for what.
 *
 * @param receipt how long to wait for the receipt; zero sends and returns. Running out of it is no failure of the deployment
 * @param queue for somebody else's deployment to end
 * @param delivery for a host to take the command: 30 seconds to 30 days, the range of SendCommand's TimeoutSeconds
 * @param interval between two looks, more than zero
 */
public record Limits(Duration receipt, Duration queue, Duration delivery, Duration interval) {
    private static final Duration MIN_DELIVERY = Duration.ofSeconds(30);
    private static final Duration MAX_DELIVERY = Duration.ofDays(30);

    /** 50 minutes, because CI's credentials live about an hour; 15 minutes; 10 minutes; 3 seconds. */
    public static final Limits DEFAULT =
            new Limits(Duration.ofMinutes(50), Duration.ofMinutes(15), Duration.ofMinutes(10), Duration.ofSeconds(3));

    /** @throws Refusal that names each value out of range */
    public Limits {
        List<Problem> problems = new ArrayList<>();
        if (receipt.isNegative()) {
            problems.add(Problems.durationOutOfRange("db.waitLimit", receipt, "PT0S or more"));
        }
        if (queue.isNegative()) {
            problems.add(Problems.durationOutOfRange("db.queueTimeout", queue, "PT0S or more"));
        }
        if (delivery.compareTo(MIN_DELIVERY) < 0 || delivery.compareTo(MAX_DELIVERY) > 0) {
            problems.add(Problems.durationOutOfRange("db.deliveryTimeout", delivery, "between PT30S and P30D"));
        }
        if (interval.compareTo(Duration.ZERO) <= 0) {
            problems.add(Problems.durationOutOfRange("db.pollInterval", interval, "more than PT0S"));
        }
        if (!problems.isEmpty()) {
            throw new Refusal(problems);
        }
    }
}
