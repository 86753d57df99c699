package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.process.ProcessGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A command on one instance, from order to end; an end is final. */
final class Invocation {
    private static final int OUTPUT_IN_LIST_LIMIT = 2500;

    private final Command command;
    private final String instanceId;
    private final Runnable changed;
    private final AtomicInteger polls = new AtomicInteger();
    private RunStatus status = RunStatus.PENDING;
    private boolean hostWasOffline;
    private Optional<Instant> started = Optional.empty();
    private Optional<ProcessGroup> process = Optional.empty();
    private List<StepResult> results = List.of();

    /** @param changed told after every change that ought to be written down */
    Invocation(Command command, String instanceId, Runnable changed) {
        this.command = command;
        this.instanceId = instanceId;
        this.changed = changed;
    }

    Command command() {
        return command;
    }

    String instanceId() {
        return instanceId;
    }

    synchronized RunStatus status() {
        return status;
    }

    /** How many times GetCommandInvocation asked for this one, this time included. */
    int countPoll() {
        return polls.incrementAndGet();
    }

    synchronized void sentToOfflineHost() {
        hostWasOffline = true;
    }

    /** False if the agent must not run it any more: cancelled, or too late. */
    boolean begin(Instant now) {
        synchronized (this) {
            if (status != RunStatus.PENDING) {
                return false;
            }
            status = RunStatus.IN_PROGRESS;
            started = Optional.of(now);
        }
        changed.run();
        return true;
    }

    void running(ProcessGroup group) {
        synchronized (this) {
            process = Optional.of(group);
        }
        changed.run();
    }

    /** What the agent answers at the end; nobody listens if the invocation is over already. */
    void finish(List<StepResult> ended) {
        synchronized (this) {
            if (status.isOver()) {
                return;
            }
            results = List.copyOf(ended);
            status = aggregate(ended);
        }
        changed.run();
    }

    /** The precedence that agent and service agreed upon: Failed, TimedOut, Cancelled, Success. */
    private static RunStatus aggregate(List<StepResult> ended) {
        for (RunStatus worst : List.of(RunStatus.FAILED, RunStatus.EXECUTION_TIMED_OUT, RunStatus.CANCELLED)) {
            if (ended.stream().anyMatch(result -> result.status() == worst)) {
                return worst;
            }
        }
        return RunStatus.SUCCESS;
    }

    /** True if a running script has to be killed for it. */
    boolean cancel() {
        boolean mustKill;
        synchronized (this) {
            mustKill = status == RunStatus.IN_PROGRESS;
            if (status == RunStatus.PENDING) {
                status = RunStatus.CANCELLED;
            } else if (mustKill) {
                status = RunStatus.CANCELLING;
            }
        }
        changed.run();
        return mustKill;
    }

    /**
     * Ends what its time has passed for. When even the time to run has passed without a word of the agent, AWS calls that,
     * too, a delivery that timed out, though something may have run.
     */
    void passTime(Instant now) {
        synchronized (this) {
            if (status == RunStatus.PENDING && !now.isBefore(command.deliverUntil())) {
                status = hostWasOffline ? RunStatus.UNDELIVERABLE : RunStatus.DELIVERY_TIMED_OUT;
            } else if (!status.isOver() && !now.isBefore(command.expiresAfter())) {
                status = RunStatus.DELIVERY_TIMED_OUT;
            } else {
                return;
            }
        }
        changed.run();
    }

    /** After a restart of the sandbox no agent is left that would answer: ends what the last one left running. */
    void abandon(Instant now) {
        Optional<ProcessGroup> left;
        synchronized (this) {
            if (status.isOver()) {
                return;
            }
            left = process;
            if (status == RunStatus.PENDING) {
                status = RunStatus.DELIVERY_TIMED_OUT;
            } else {
                results = List.of(new StepResult(
                        command.steps().get(0),
                        RunStatus.FAILED,
                        1,
                        started.orElse(now),
                        now,
                        "",
                        "the agent stopped while the command was running"));
                status = RunStatus.FAILED;
            }
        }
        left.ifPresent(ProcessGroup::kill);
        changed.run();
    }

    boolean hasStep(String name) {
        return command.steps().contains(name);
    }

    /** The answer of GetCommandInvocation. */
    synchronized ObjectNode describe(Optional<String> plugin, String urlPrefix) {
        String step =
                plugin.orElse(command.steps().size() == 1 ? command.steps().get(0) : "");
        Optional<StepResult> result =
                results.stream().filter(ended -> ended.step().equals(step)).findFirst();
        RunStatus shown = plugin.isPresent() ? result.map(StepResult::status).orElse(status) : status;
        ObjectNode answer = Json.object();
        answer.put("CommandId", command.id()).put("InstanceId", instanceId).put("Comment", command.comment());
        answer.put("DocumentName", command.document()).put("DocumentVersion", command.documentVersion());
        answer.put("PluginName", started.isPresent() ? step : "");
        answer.put("ResponseCode", result.map(StepResult::code).orElse(-1));
        answer.put(
                "ExecutionStartDateTime", startOf(result).map(Instant::toString).orElse(""));
        answer.put("ExecutionElapsedTime", result.map(Invocation::elapsed).orElse(""));
        answer.put(
                "ExecutionEndDateTime",
                result.map(ended -> ended.ended().toString()).orElse(""));
        answer.put("Status", shown.status()).put("StatusDetails", shown.details());
        answer.put("StandardOutputContent", result.map(StepResult::output).orElse(""));
        answer.put(
                "StandardOutputUrl",
                result.map(ended -> url(urlPrefix, ended, "stdout")).orElse(""));
        answer.put("StandardErrorContent", result.map(StepResult::error).orElse(""));
        answer.put(
                "StandardErrorUrl",
                result.map(ended -> url(urlPrefix, ended, "stderr")).orElse(""));
        answer.set("CloudWatchOutputConfig", command.cloudWatchOutputConfig());
        return answer;
    }

    private Optional<Instant> startOf(Optional<StepResult> result) {
        return result.map(StepResult::started).or(() -> started);
    }

    private static String elapsed(StepResult result) {
        return Duration.between(result.started(), result.ended()).toString();
    }

    private String url(String prefix, StepResult result, String stream) {
        return command.outputBucket()
                .map(bucket -> prefix + bucket + "/" + command.outputKey(instanceId, result.step()) + "/" + stream)
                .orElse("");
    }

    /** An element of the answer of ListCommandInvocations. */
    synchronized ObjectNode list(boolean details, String urlPrefix) {
        ObjectNode element = Json.object();
        element.put("CommandId", command.id()).put("InstanceId", instanceId).put("InstanceName", "");
        element.put("Comment", command.comment()).put("DocumentName", command.document());
        element.put("DocumentVersion", command.documentVersion());
        element.put("RequestedDateTime", Json.seconds(command.requested()));
        element.put("Status", status.status()).put("StatusDetails", status.details());
        element.put("StandardOutputUrl", "").put("StandardErrorUrl", "").put("ServiceRole", "");
        element.set(
                "CommandPlugins",
                Json.objects(
                        details
                                ? results.stream()
                                        .map(result -> plugin(result, urlPrefix))
                                        .toList()
                                : List.<ObjectNode>of()));
        element.set("CloudWatchOutputConfig", command.cloudWatchOutputConfig());
        return element;
    }

    private ObjectNode plugin(StepResult result, String urlPrefix) {
        String output = result.error().isEmpty()
                ? result.output()
                : result.output() + "\n----------ERROR-------\n" + result.error();
        ObjectNode plugin = Json.object().put("Name", result.step());
        plugin.put("Status", result.status().status())
                .put("StatusDetails", result.status().details());
        plugin.put("ResponseCode", result.code());
        plugin.put("ResponseStartDateTime", Json.seconds(result.started()));
        plugin.put("ResponseFinishDateTime", Json.seconds(result.ended()));
        plugin.put("Output", output.substring(0, Math.min(output.length(), OUTPUT_IN_LIST_LIMIT)));
        plugin.put("StandardOutputUrl", url(urlPrefix, result, "stdout"));
        return plugin.put("StandardErrorUrl", url(urlPrefix, result, "stderr"));
    }

    synchronized ObjectNode stored() {
        ObjectNode node = Json.object().put("instanceId", instanceId).put("status", status.name());
        started.ifPresent(instant -> node.put("started", instant.toString()));
        process.ifPresent(group -> node.put("pid", group.pid())
                .put("processStarted", group.startedAt().toString()));
        node.set(
                "results", Json.objects(results.stream().map(StepResult::stored).toList()));
        return node;
    }

    static Invocation read(Command command, JsonNode node, Runnable changed) {
        Invocation invocation =
                new Invocation(command, node.required("instanceId").stringValue(), changed);
        synchronized (invocation) {
            invocation.status = RunStatus.valueOf(node.required("status").stringValue());
            invocation.started = node.optional("started").map(text -> Instant.parse(text.stringValue()));
            invocation.process = node.optional("pid")
                    .map(pid -> new ProcessGroup(
                            pid.asLong(),
                            Instant.parse(node.required("processStarted").stringValue())));
            invocation.results =
                    node.required("results").valueStream().map(StepResult::read).toList();
        }
        return invocation;
    }
}
