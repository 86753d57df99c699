package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.ledger.Deployments.Dated;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.RecordedRefusal;
import io.github.dbpromote.core.model.Request;
import io.github.dbpromote.core.operation.DeploymentResult.Why;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the relay to deliver, where only the relay may, and then follows its order as if it were one's own. It needs no
 * right but to create the bundle and the request, and to read.
 */
final class Petition {
    /** The relay may begin at the last moment, and then needs some seconds. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Vigil vigil;
    private final Limits limits;
    private final Surroundings surroundings;

    Petition(Vigil vigil, Limits limits, Surroundings surroundings) {
        this.vigil = vigil;
        this.limits = limits;
        this.surroundings = surroundings;
    }

    /**
     * @param ledger against which everything was checked; the relay checks again
     * @return empty if somebody else's deployment came first
     * @throws Refusal of the relay
     */
    Optional<DeploymentResult> file(Stage stage, LedgerStore.Version ledger, Assignment assignment) {
        Request request = assignment.request(stage, ledger.at(), limits.delivery());
        Progress progress = surroundings.progress();
        request.override()
                .ifPresent(reason ->
                        progress.on(new Progress.PassingOver(stage.environment(), assignment.passedOver(), reason)));
        if (request.kind() == Request.Kind.PUBLISH) {
            progress.on(new Progress.Storing(
                    stage.environment(), request.bundle(), assignment.bundle().size()));
            stage.deployments().store(assignment.bundle());
        }
        stage.requests().store(request);
        progress.on(new Progress.Requested(
                stage.environment(),
                request.deployment(),
                request.bundle(),
                stage.deployments().where(request.deployment()),
                limits.interval(),
                limit()));
        return limit().isZero()
                ? Optional.of(requested(stage, request, Why.NOT_ASKED_TO))
                : follow(stage, request, limit());
    }

    /**
     * Comes back to a request that nobody has waited for, or nobody any longer.
     *
     * @return empty if somebody else's deployment came first
     * @throws Refusal of the relay
     */
    Optional<DeploymentResult> resume(Stage stage, Dated<Request> filed) {
        Request request = filed.value();
        Duration left = Duration.between(filed.at(), request.notAfter()).plus(GRACE);
        if (left.isNegative()) {
            return follow(stage, request, Duration.ZERO);
        }
        return limits.receipt().isZero()
                ? Optional.of(requested(stage, request, Why.NOT_ASKED_TO))
                : follow(stage, request, left);
    }

    /** Whoever does not want to wait for the receipt does not want to wait for the relay either. */
    private Duration limit() {
        return limits.receipt().isZero() ? Duration.ZERO : limits.delivery().plus(GRACE);
    }

    private Optional<DeploymentResult> follow(Stage stage, Request request, Duration limit) {
        Optional<Answer> answer;
        try {
            answer = vigil.waiting(limit).until(passed -> look(stage, request, passed));
        } catch (Refusal e) {
            return Optional.of(unfollowed(stage, request, e));
        }
        return answer.map(it -> it.outcome(stage, this))
                .orElseGet(() -> Optional.of(requested(stage, request, Why.LIMIT_REACHED)));
    }

    /** Nobody here can look any more; the relay may answer all the same. */
    private static DeploymentResult unfollowed(Stage stage, Request request, Refusal why) {
        if (why.problems().stream().anyMatch(Problems::isEndOfCredentials)) {
            return requested(stage, request, Why.CREDENTIALS_EXPIRED);
        }
        List<Problem> problems = new ArrayList<>(why.problems());
        problems.add(Problems.notWaitedFor(
                stage.environment().label(),
                stage.environment().name().value(),
                request.deployment().value()));
        throw new Refusal(problems);
    }

    /** That AWS does not answer for a while is no answer of the relay. */
    private Optional<Answer> look(Stage stage, Request request, Duration passed) {
        try {
            Optional<Answer> answer = answerOf(stage, request);
            if (answer.isEmpty()) {
                working(stage, request, Progress.State.REQUESTED, passed);
            }
            return answer;
        } catch (Outage e) {
            working(stage, request, Progress.State.UNKNOWN, passed);
            return Optional.empty();
        }
    }

    private void working(Stage stage, Request request, Progress.State state, Duration passed) {
        surroundings.progress().on(new Progress.Working(stage.environment(), request.deployment(), state, passed));
    }

    /** An order that the ledger never named was overtaken, and the relay says so. */
    private static Optional<Answer> answerOf(Stage stage, Request request) {
        Optional<RecordedRefusal> refusal = stage.deployments().readRefusal(request.deployment());
        if (refusal.isPresent()) {
            return refusal.map(Answer.No::new);
        }
        LedgerStore.Version ledger = stage.ledger().read();
        boolean begun = ledger.ledger()
                        .inFlight()
                        .filter(request.deployment()::equals)
                        .isPresent()
                || stage.deployments().readClaim(request.deployment()).value().isPresent();
        return begun
                ? Optional.of(new Answer.Yes(
                        ledger,
                        stage.deployments().readOrder(request.deployment()).value()))
                : Optional.empty();
    }

    /** What the relay made of a request. */
    private sealed interface Answer {
        Optional<DeploymentResult> outcome(Stage stage, Petition petition);

        /** It has begun. */
        record Yes(LedgerStore.Version ledger, Order order) implements Answer {
            @Override
            public Optional<DeploymentResult> outcome(Stage stage, Petition petition) {
                return Optional.of(petition.vigil.keep(stage, ledger, Errand.requested(order)));
            }
        }

        /** It has refused; what only somebody else's deployment hinders is asked for again. */
        record No(RecordedRefusal refusal) implements Answer {
            @Override
            public Optional<DeploymentResult> outcome(Stage stage, Petition petition) {
                if (refusal.passing()) {
                    return Optional.empty();
                }
                throw new Refusal(refusal.problems());
            }
        }
    }

    private static DeploymentResult requested(Stage stage, Request request, Why why) {
        return new DeploymentResult.Requested(
                stage.environment(), request.deployment(), request.bundle(), request.notAfter(), why);
    }
}
