package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.host.CommandStatus;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.util.Optional;

/** Looks at one deployment in flight until it is clear how it ended. */
final class Watch {
    /** How long a claimed deployment may lack its receipt after its command is over: S3 may have had a bad moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Settle settle;
    private final Stage stage;
    private final LedgerStore.Version begun;
    private final Order order;
    private final Optional<Command> command;
    private final Progress progress;

    private Duration endedAt;

    Watch(
            Settle settle,
            Stage stage,
            LedgerStore.Version begun,
            Order order,
            Optional<Command> command,
            Progress progress) {
        this.settle = settle;
        this.stage = stage;
        this.begun = begun;
        this.order = order;
        this.command = command;
        this.progress = progress;
    }

    /**
     * One look. That AWS does not answer for a while is no answer about the deployment.
     *
     * @param passed since the first look
     */
    Optional<DeploymentResult> look(Duration passed) {
        try {
            return lookOnce(passed);
        } catch (Outage e) {
            progress.on(new Progress.Working(stage.environment(), order.deployment(), "UNKNOWN", passed));
            return Optional.empty();
        }
    }

    private Optional<DeploymentResult> lookOnce(Duration passed) {
        Optional<CommandStatus> status = command.map(stage.hosts()::status);
        boolean over = status.filter(CommandStatus::ended).isPresent();
        Settlement settlement = settle.settle(stage, begun, order, over);
        if (settlement instanceof Settlement.Ended ended) {
            return Optional.of(new DeploymentResult.Finished(
                    stage.environment(),
                    order,
                    ended.receipt(),
                    ended.ledger().ledger().live()));
        }
        if (settlement instanceof Settlement.Voided) {
            return Optional.of(new DeploymentResult.NotStarted(
                    stage.environment(),
                    order,
                    status.filter(CommandStatus::ended)
                            .map(CommandStatus::text)
                            .orElse("no host took the order in time")));
        }
        Optional<Claim> claim = settlement instanceof Settlement.Busy busy ? busy.claim() : Optional.empty();
        if (claim.isPresent() && over && isOutOfPatience(passed)) {
            return Optional.of(new DeploymentResult.Lost(
                    stage.environment(),
                    order,
                    claim.get().by(),
                    status.map(CommandStatus::text).orElse("")));
        }
        progress.on(new Progress.Working(
                stage.environment(), order.deployment(), claim.isPresent() ? "CLAIMED" : "ORDERED", passed));
        return Optional.empty();
    }

    private boolean isOutOfPatience(Duration passed) {
        if (endedAt == null) {
            endedAt = passed;
        }
        return passed.minus(PATIENCE).compareTo(endedAt) >= 0;
    }
}
