package io.github.dbpromote.sandbox.ssm;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells a listener of every status that a command or an invocation comes to, each once. */
final class StatusReports {
    private final Clock clock;
    private final Map<String, String> told = new HashMap<>();
    private volatile Consumer<StatusChange> listener = change -> {};

    StatusReports(Clock clock) {
        this.clock = clock;
    }

    void to(Consumer<StatusChange> newListener) {
        listener = newListener;
    }

    /** Tells what is new; one call at a time, so that nobody hears of an end before the beginning. */
    synchronized void tell(Command command, Supplier<RunStatus> status, List<Invocation> invocations) {
        for (Invocation invocation : invocations) {
            String reached = invocation.status().status();
            if (isNew(command.id() + "/" + invocation.instanceId(), reached)) {
                listener.accept(ofInvocation(command, reached, invocation));
            }
        }
        String current = status.get().status();
        if (isNew(command.id(), current)) {
            listener.accept(ofCommand(command, current, invocations));
        }
    }

    /** A command begins as pending, which is no change. */
    private boolean isNew(String subject, String status) {
        String before = told.put(subject, status);
        return !status.equals(before == null ? RunStatus.PENDING.status() : before);
    }

    private StatusChange ofInvocation(Command command, String status, Invocation invocation) {
        return new StatusChange.OfInvocation(
                command.id(),
                command.document(),
                command.requested(),
                status,
                clock.instant(),
                invocation.instanceId());
    }

    private StatusChange ofCommand(Command command, String status, List<Invocation> invocations) {
        return new StatusChange.OfCommand(
                command.id(),
                command.document(),
                command.requested(),
                status,
                clock.instant(),
                invocations.stream().map(Invocation::instanceId).toList(),
                command.request().optional("Parameters").orElseGet(Json::object),
                command.expiresAfter());
    }
}
