package io.github.dbpromote.relay;

import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Request;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.Fulfil;
import io.github.dbpromote.core.operation.Limits;
import io.github.dbpromote.core.operation.Promote;
import io.github.dbpromote.core.operation.Settle;
import io.github.dbpromote.core.operation.Settlement;
import io.github.dbpromote.core.operation.Surroundings;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Does one thing in one environment, by the verbs of core, and tells how it decided. */
final class Desk {
    /** It waits for nothing; hosts have as long to take a command as with everybody else. */
    private static final Limits LIMITS =
            new Limits(Duration.ZERO, Duration.ZERO, Limits.DEFAULT.delivery(), Limits.DEFAULT.interval());

    private final String name;
    private final Consumer<Decision> decisions;
    private final Surroundings surroundings;

    /** @param name who decides, for orders and claims */
    Desk(String name, Consumer<Decision> decisions) {
        this.name = name;
        this.decisions = decisions;
        this.surroundings = Surroundings.ofRelay(this::hear);
    }

    void decide(Decision decision) {
        decisions.accept(decision);
    }

    /** What is found ended on the way to something else. */
    private void hear(Progress.Event event) {
        if (event instanceof Progress.Settled settled) {
            decide(Decision.of(words(settled.ending()), settled.environment()).with(settled.deployment()));
        }
    }

    void promote(Track track, Environment environment) {
        attempt(environment, () -> {
            Caller relay = new Caller(name, Optional.empty(), Optional.empty()).withoutAttendance();
            return begun(
                    "promoted",
                    new Promote(track, relay, LIMITS, surroundings).run(environment.name(), Optional.empty()));
        });
    }

    void settle(Track track, Environment environment) {
        attempt(environment, () -> settled(environment, settle(track).run(environment.name())));
    }

    void afterCommand(Track track, Environment environment, String command) {
        attempt(environment, () -> settled(environment, settle(track).afterCommand(environment.name(), command)));
    }

    /** @throws Refusal if the request is malformed: then there is nobody who could be answered */
    void fulfil(Track track, Environment environment, Event.ObjectKey.OfRequest key) {
        try {
            Fulfil.Outcome outcome =
                    new Fulfil(track, LIMITS, surroundings).run(environment.name(), key.by(), key.deployment());
            decide(fulfilled(environment, outcome));
        } catch (Outage e) {
            decide(Decision.unreachable(environment, e));
        }
    }

    private Settle settle(Track track) {
        return new Settle(track, name, event -> {});
    }

    /** Something that ends in one decision. */
    @FunctionalInterface
    private interface Attempt {
        Decision decide();
    }

    private void attempt(Environment environment, Attempt attempt) {
        Decision decision;
        try {
            decision = attempt.decide();
        } catch (Refusal e) {
            decision = Decision.refused(environment, e);
        } catch (Outage e) {
            decision = Decision.unreachable(environment, e);
        }
        decide(decision);
    }

    private static Decision begun(String done, DeploymentResult result) {
        Environment environment = result.environment();
        if (result instanceof DeploymentResult.NothingToDo nothing) {
            return Decision.of("nothing to do", environment)
                    .with(nothing.live().deployment())
                    .with(nothing.bundle());
        }
        if (result instanceof DeploymentResult.StillRunning running) {
            return Decision.of(done, environment).with(running.order());
        }
        throw new IllegalStateException("The relay does not wait, and got " + result);
    }

    private static Decision fulfilled(Environment environment, Fulfil.Outcome outcome) {
        Request request = outcome.request();
        if (outcome instanceof Fulfil.Outcome.Begun begun) {
            return begun(request.kind() == Request.Kind.PUBLISH ? "published" : "promoted", begun.result());
        }
        if (outcome instanceof Fulfil.Outcome.Refused refused) {
            return Decision.refused(environment, refused.refusal())
                    .with(request.deployment())
                    .with(request.bundle());
        }
        return Decision.of("answered before", environment)
                .with(request.deployment())
                .with(request.bundle());
    }

    private static Decision settled(Environment environment, Settlement settlement) {
        if (settlement instanceof Settlement.Ended ended) {
            return Decision.of(words(Progress.Ending.of(ended.receipt().outcome())), environment)
                    .with(ended.order());
        }
        if (settlement instanceof Settlement.Voided voided) {
            return Decision.of(words(voided.ending()), environment).with(voided.order());
        }
        if (settlement instanceof Settlement.Busy busy) {
            return busy(environment, busy);
        }
        return Decision.of("nothing to do", environment).with("nothing is in flight");
    }

    private static Decision busy(Environment environment, Settlement.Busy busy) {
        Order order = busy.order();
        Decision decision =
                Decision.of("in flight since " + order.createdAt(), environment).with(order);
        if (isOverdue(environment, busy)) {
            return decision.warning()
                    .with("claimed by " + busy.claim().orElseThrow().by() + ", which has left no receipt within "
                            + environment.executionTimeout() + "; mvn db:resolve -Denv=" + environment.name()
                            + " finds out how it ended");
        }
        return decision.with(
                busy.claim().map(claim -> "claimed by " + claim.by()).orElse("no host has taken it yet"));
    }

    /** Whether its host must have stopped by now; then only a person can have another one look. */
    private static boolean isOverdue(Environment environment, Settlement.Busy busy) {
        return busy.claimedAt()
                .filter(since -> since.plus(environment.executionTimeout())
                        .isBefore(busy.ledger().at()))
                .isPresent();
    }

    private static String words(Progress.Ending ending) {
        return "settled: " + ending.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
