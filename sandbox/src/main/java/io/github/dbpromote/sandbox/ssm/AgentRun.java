package io.github.dbpromote.sandbox.ssm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agent at work on one command: step after step, whatever became of the one before, unless it said otherwise. */
final class AgentRun {
    /** A step as it is to be run: all values pasted in. */
    record Step(String name, String script, Optional<String> workingDirectory, Duration timeout) {}

    /** What the service hands to the agent. */
    record Order(List<Step> steps, String region) {
        Order {
            steps = List.copyOf(steps);
        }
    }

    private static final System.Logger LOG = System.getLogger(AgentRun.class.getName());

    /** Exit codes of a step with which a document ends early. */
    private static final int SUCCEED_AND_SKIP_REST = 168;

    private static final int FAIL_AND_SKIP_REST = 169;

    /** What a shell, too, answers for a process that was killed, for which the agent takes it: a timeout. */
    private static final int KILLED = 137;

    /** As the agent's systemd unit has it. */
    private static final Path WORKING_DIRECTORY = Path.of("/usr/bin");

    private final Invocation invocation;
    private final Order order;
    private final Path root;
    private final Map<String, String> awsEnvironment;
    private final OutputTargets targets;
    private final Clock clock;
    private Optional<ShellRun> current = Optional.empty();
    private Optional<ShellRun.End> stopped = Optional.empty();

    AgentRun(
            Invocation invocation,
            Order order,
            Path root,
            Map<String, String> awsEnvironment,
            OutputTargets targets,
            Clock clock) {
        this.invocation = invocation;
        this.order = order;
        this.root = root;
        this.awsEnvironment = awsEnvironment;
        this.targets = targets;
        this.clock = clock;
    }

    synchronized void kill(ShellRun.End reason) {
        stopped = Optional.of(reason);
        current.ifPresent(run -> run.kill(reason));
    }

    List<StepResult> run() {
        List<StepResult> results = new ArrayList<>();
        for (Step step : order.steps()) {
            StepResult result = run(step);
            results.add(result);
            if (result.code() == SUCCEED_AND_SKIP_REST || result.code() == FAIL_AND_SKIP_REST) {
                break;
            }
        }
        return results;
    }

    private StepResult run(Step step) {
        Instant started = clock.instant();
        try {
            Optional<ShellRun> run = start(step);
            return run.isPresent() ? await(step, run.get(), started) : notStarted(step, started);
        } catch (IOException e) {
            return failed(step, started, "failed to run commands: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(step, started, "failed to run commands: interrupted");
        }
    }

    private synchronized Optional<ShellRun> start(Step step) throws IOException {
        if (stopped.isPresent()) {
            return Optional.empty();
        }
        current = Optional.of(ShellRun.start(directory(step), step.script(), workingDirectory(step), environment()));
        current.ifPresent(run -> invocation.running(run.group()));
        return current;
    }

    /** Where the agent keeps scripts and output. */
    private Path directory(Step step) throws IOException {
        return Files.createDirectories(root.resolve("var/lib/amazon/ssm/" + invocation.instanceId()
                + "/document/orchestration/" + invocation.command().id() + "/awsrunShellScript/" + step.name()));
    }

    private Path workingDirectory(Step step) {
        return step.workingDirectory()
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(Files.isDirectory(WORKING_DIRECTORY) ? WORKING_DIRECTORY : root);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(awsEnvironment);
        environment.put("PATH", root + "/usr/local/sbin:" + root + "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("SSM_COMMAND_ID", invocation.command().id());
        environment.put("AWS_SSM_INSTANCE_ID", invocation.instanceId());
        environment.put("AWS_SSM_REGION_NAME", order.region());
        return environment;
    }

    private StepResult await(Step step, ShellRun run, Instant started) throws IOException, InterruptedException {
        Optional<OutputFollower> follower = follow(step);
        try {
            return ended(step, run, started, follower);
        } finally {
            follower.ifPresent(OutputFollower::stop);
        }
    }

    private StepResult ended(Step step, ShellRun run, Instant started, Optional<OutputFollower> follower)
            throws IOException, InterruptedException {
        ShellRun.End end = run.await(step.timeout());
        int code = code(end, run.exitCode());
        RunStatus status = status(end, code);
        String agentsWords = status == RunStatus.FAILED ? agentsWords(end, code) : "";
        byte[] output = run.standardOutput();
        String error = new String(run.standardError(), StandardCharsets.UTF_8) + agentsWords;
        if (follower.isPresent()) {
            follower.get().finish(agentsWords);
        }
        upload(step, "stdout", output);
        upload(step, "stderr", error.getBytes(StandardCharsets.UTF_8));
        return new StepResult(
                step.name(), status, code, started, clock.instant(), new String(output, StandardCharsets.UTF_8), error);
    }

    private Optional<OutputFollower> follow(Step step) throws IOException {
        Path directory = directory(step);
        return invocation
                .command()
                .logGroup()
                .map(group -> OutputFollower.start(
                        directory,
                        targets.log(),
                        group,
                        invocation.command().logStream(invocation.instanceId(), step.name())));
    }

    private static String agentsWords(ShellRun.End end, int code) {
        return "failed to run commands: " + (end == ShellRun.End.KILLED ? "signal: killed" : "exit status " + code);
    }

    /** -1 is what the agent reads from a process that died by a signal. */
    private static int code(ShellRun.End end, int exitCode) {
        return switch (end) {
            case EXITED -> exitCode;
            case TIMED_OUT, CANCELLED -> KILLED;
            case KILLED -> -1;
        };
    }

    private static RunStatus status(ShellRun.End end, int code) {
        if (end == ShellRun.End.CANCELLED) {
            return RunStatus.CANCELLED;
        }
        return switch (code) {
            case 0, SUCCEED_AND_SKIP_REST -> RunStatus.SUCCESS;
            case KILLED -> RunStatus.EXECUTION_TIMED_OUT;
            default -> RunStatus.FAILED;
        };
    }

    private StepResult notStarted(Step step, Instant started) {
        RunStatus status = stopped.filter(end -> end == ShellRun.End.CANCELLED).isPresent()
                ? RunStatus.CANCELLED
                : RunStatus.FAILED;
        return new StepResult(step.name(), status, 1, started, clock.instant(), "", "");
    }

    private StepResult failed(Step step, Instant started, String error) {
        return new StepResult(step.name(), RunStatus.FAILED, 1, started, clock.instant(), "", error);
    }

    /** An empty stream writes no object, and a failed upload fails nothing. */
    private void upload(Step step, String stream, byte[] content) {
        Optional<String> bucket = invocation.command().outputBucket();
        if (bucket.isEmpty() || content.length == 0) {
            return;
        }
        try {
            String key = invocation.command().outputKey(invocation.instanceId(), step.name());
            targets.upload().put(bucket.get(), key + "/" + stream, content);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Output was not uploaded to " + bucket.get(), e);
        }
    }
}
