package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.host.CommandStatus;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at one deployment in flight until it is clear how it ended. */
final class Watch {
    private final Settle settle;
    private final Stage stage;
    private final LedgerStore.Version begun;
    private final Errand errand;
    private final Progress progress;
    private final Following following;

    private Optional<Claim> claim;
    private Optional<Command> command;
    private Duration endedAt;

    Watch(
            Settle settle,
            Stage stage,
            LedgerStore.Version begun,
            Errand errand,
            Progress progress,
            Following following) {
        this.settle = settle;
        this.stage = stage;
        this.begun = begun;
        this.errand = errand;
        this.progress = progress;
        this.following = following;
        this.claim = errand.claim();
        this.command = errand.command();
    }

    /**
     * One look. That AWS does not answer for a while is no answer about the deployment.
     *
     * @param passed since the first look
     */
    Optional<DeploymentResult> look(Duration passed) {
        try {
            Optional<DeploymentResult> result = lookOnce(passed);
            command.ifPresent(following::look);
            return result;
        } catch (Outage e) {
            working(Progress.State.UNKNOWN, passed);
            return Optional.empty();
        }
    }

    /** What is to be said if nobody looks any more. */
    DeploymentResult.StillRunning stillRunning(DeploymentResult.Why why) {
        return new DeploymentResult.StillRunning(
                stage.environment(), errand.order(), claim, errand.inspection(), command, why);
    }

    /** What is to be said if nobody can look any more: why, and what becomes of the deployment. */
    Refusal abandoned(Refusal why) {
        List<Problem> problems = new ArrayList<>(why.problems());
        problems.add(Problems.notWaitedFor(
                stage.environment().label(),
                stage.environment().name().value(),
                errand.order().deployment().value()));
        return new Refusal(problems);
    }

    private Optional<DeploymentResult> lookOnce(Duration passed) {
        Optional<CommandStatus> over = command.map(stage.hosts()::status).filter(this::isOver);
        Order order = errand.order();
        Settlement settlement = settle.settle(stage, begun, order, over.isPresent());
        if (settlement instanceof Settlement.Ended ended) {
            return Optional.of(DeploymentResult.Finished.of(stage.environment(), ended));
        }
        if (settlement instanceof Settlement.Voided voided) {
            return Optional.of(DeploymentResult.NotStarted.of(
                    stage.environment(), voided, reason(over), over.flatMap(this::obstacle)));
        }
        claim = settlement instanceof Settlement.Busy busy ? busy.claim() : Optional.empty();
        command = command.or(this::claimedCommand);
        if (claim.isPresent() && over.isPresent() && isOutOfPatience(passed)) {
            return Optional.of(new DeploymentResult.Lost(
                    stage.environment(),
                    order,
                    claim.get().by(),
                    errand.inspection(),
                    over.get().text()));
        }
        working(claim.isPresent() ? Progress.State.CLAIMED : Progress.State.ORDERED, passed);
        return Optional.empty();
    }

    /** Of what is being killed, an unreadable status is no reason to wait: without the right to read it, it stays so. */
    private boolean isOver(CommandStatus status) {
        return status.ended() || (errand.isKilled() && status.isUnknown());
    }

    /** The host says so where the caller does not know: somebody else sent it, or the answer was lost. */
    private Optional<Command> claimedCommand() {
        return errand.inspection()
                .map(inspection -> stage.deployments().readClaim(inspection).value())
                .orElse(claim)
                .flatMap(Command::of);
    }

    private Optional<Problem> obstacle(CommandStatus over) {
        return command.flatMap(it -> over.obstacle(stage.environment().label(), it.host()));
    }

    private String reason(Optional<CommandStatus> over) {
        return over.map(CommandStatus::text)
                .or(() -> errand.lost().map(Watch::afterLostAnswer))
                .orElse(DeploymentResult.NotStarted.IN_TIME);
    }

    private static String afterLostAnswer(String lost) {
        return DeploymentResult.NotStarted.IN_TIME + "; Systems Manager had not said whether it sent the command: "
                + lost;
    }

    private void working(Progress.State state, Duration passed) {
        progress.on(new Progress.Working(stage.environment(), errand.order().deployment(), state, passed));
    }

    private boolean isOutOfPatience(Duration passed) {
        if (endedAt == null) {
            endedAt = passed;
        }
        return passed.minus(errand.patience()).compareTo(endedAt) >= 0;
    }
}
