package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.host.HostLog;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.progress.Progress;
import java.util.Optional;

/** Tells what the host prints during a wait, to whoever wants to hear it. */
final class Following implements AutoCloseable {
    private final Stage stage;
    private final Order order;
    private final Progress progress;

    private boolean begun;
    private Optional<HostLog> log = Optional.empty();

    Following(Stage stage, Order order, Progress progress) {
        this.stage = stage;
        this.order = order;
        this.progress = progress;
    }

    /** What came since the last look. */
    void look(Command command) {
        if (!progress.followsLog()) {
            return;
        }
        if (!begun) {
            begin(command);
        }
        log.ifPresent(it -> tell(it.read()));
    }

    private void begin(Command command) {
        begun = true;
        log = stage.hosts().log(command, order.createdAt());
        if (log.isEmpty()) {
            progress.on(new Progress.LogUnavailable(
                    stage.environment(), Problems.noLogGroup(stage.environment().label())));
        }
    }

    private void tell(HostLog.Reading reading) {
        if (reading instanceof HostLog.Lines lines) {
            lines.lines()
                    .forEach(line -> progress.on(new Progress.Printed(stage.environment(), order.deployment(), line)));
        } else if (reading instanceof HostLog.Unavailable unavailable) {
            progress.on(new Progress.LogUnavailable(stage.environment(), unavailable.problem()));
        }
    }

    @Override
    public void close() {
        log.ifPresent(HostLog::close);
    }
}
