package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.host.Host;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.DeploymentResult.Why;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.util.Optional;

/**
 * Stops what is in flight, and sees to it that it is known how it ended. What no host has started never will be; what a
 * host works on is killed there, and then inspected.
 */
public final class Cancel {
    /** How long a killed command may take to end: the agent kills at once, but on a host that hangs nobody answers. */
    private static final Duration DYING = Duration.ofMinutes(5);

    private final Track track;
    private final Caller caller;
    private final Progress progress;
    private final Settle settle;
    private final Vigil vigil;
    private final Inspection inspection;

    public Cancel(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        this.track = track;
        this.caller = caller;
        this.progress = surroundings.progress();
        this.settle = new Settle(track, caller.name(), progress);
        this.vigil = new Vigil(settle, limits, surroundings);
        this.inspection = new Inspection(track, caller, limits, surroundings);
    }

    /**
     * @return how it ended: also, if it was quicker, by itself
     * @throws Refusal without a reason, if nothing is in flight there, or if nobody could tell afterwards how it ended
     */
    public DeploymentResult run(EnvironmentName name) {
        String reason = caller.reasonFor("db:cancel");
        Stage stage = track.stage(name);
        Settlement settlement = settle.settle(stage);
        if (settlement instanceof Settlement.Busy busy) {
            return busy.claim().isPresent() ? onHost(stage, busy, reason) : beforeAnyHost(stage, busy, reason);
        }
        return settlement
                .result(stage.environment())
                .orElseThrow(() ->
                        new Refusal(Problems.nothingInFlight(stage.environment().label())));
    }

    /** The claim decides, as ever: a host may be quicker. */
    private DeploymentResult beforeAnyHost(Stage stage, Settlement.Busy busy, String reason) {
        stage.deployments().cancel(busy.order().deployment(), caller.name(), reason);
        Settlement decided = settle.settle(stage, busy.ledger(), busy.order(), false);
        return decided instanceof Settlement.Busy claimed
                ? onHost(stage, claimed, reason)
                : decided.result(stage.environment()).orElseThrow();
    }

    private DeploymentResult onHost(Stage stage, Settlement.Busy busy, String reason) {
        Command command = cancellable(stage.environment(), busy);
        Host inspector = stage.hosts().find();
        progress.on(new Progress.Cancelling(stage.environment(), busy.order().deployment(), command));
        stage.hosts().cancel(command);
        DeploymentResult result = vigil.keep(stage, busy.ledger(), Errand.cancelled(busy), DYING);
        return leavesOpen(result)
                ? inspection.run(stage, inspector, busy, Optional.of("cancelled: " + reason))
                : result;
    }

    /**
     * Whether somebody has to find out how it ended. Whoever looks into it waits until the database no longer works for it,
     * so that it need not be certain that the command is over; only without credentials nobody can be asked.
     */
    private static boolean leavesOpen(DeploymentResult result) {
        return result instanceof DeploymentResult.Lost
                || (result instanceof DeploymentResult.StillRunning running
                        && running.why() != Why.CREDENTIALS_EXPIRED);
    }

    /** @throws Refusal if the host's work could not be stopped, or would then be left without a receipt */
    private static Command cancellable(Environment environment, Settlement.Busy busy) {
        if (!environment.documents().containsKey(Action.INSPECT)) {
            throw new Refusal(Problems.cancelWithoutInspection(environment.label()));
        }
        Claim claim = busy.claim().orElseThrow();
        return Command.of(claim)
                .orElseThrow(() -> new Refusal(Problems.cancelUnknownCommand(
                        environment.label(),
                        environment.name().value(),
                        claim.deployment().value(),
                        claim.by())));
    }
}
