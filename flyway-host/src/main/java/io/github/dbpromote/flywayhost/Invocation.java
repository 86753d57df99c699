package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the command line asks for. All of it but the deployment is fixed by the SSM document.
 *
 * @param executionTimeout after which the SSM agent kills this program: 5 seconds to 48 hours, the range of
 *     {@code timeoutSeconds} in aws:runShellScript
 */
record Invocation(
        Action action,
        DatabaseName database,
        EnvironmentName environment,
        DeploymentId deployment,
        Duration executionTimeout) {
    private static final int ARGUMENTS = 5;
    private static final long MIN_TIMEOUT = 5;
    private static final long MAX_TIMEOUT = 172_800;

    /** @throws Refusal that names every argument at fault */
    static Invocation parse(List<String> arguments) {
        if (arguments.size() != ARGUMENTS) {
            throw new Refusal(HostProblems.wrongNumberOfArguments(arguments));
        }
        List<Problem> problems = new ArrayList<>();
        Optional<Action> action = parse("action", arguments.get(0), Action::of, problems);
        Optional<DatabaseName> database = parse("database", arguments.get(1), DatabaseName::new, problems);
        Optional<EnvironmentName> environment = parse("environment", arguments.get(2), EnvironmentName::new, problems);
        Optional<DeploymentId> deployment = parse("deployment", arguments.get(3), DeploymentId::new, problems);
        Optional<Duration> timeout = parse("execution timeout", arguments.get(4), Invocation::timeout, problems);
        if (!problems.isEmpty()) {
            throw new Refusal(problems);
        }
        return new Invocation(
                action.orElseThrow(),
                database.orElseThrow(),
                environment.orElseThrow(),
                deployment.orElseThrow(),
                timeout.orElseThrow());
    }

    private static Duration timeout(String text) {
        String reason = "is not a number of seconds from " + MIN_TIMEOUT + " to " + MAX_TIMEOUT;
        if (!text.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException(reason);
        }
        long seconds = Long.parseLong(text);
        if (seconds < MIN_TIMEOUT || seconds > MAX_TIMEOUT) {
            throw new IllegalArgumentException(reason);
        }
        return Duration.ofSeconds(seconds);
    }

    private static <T> Optional<T> parse(String name, String text, Function<String, T> type, List<Problem> problems) {
        try {
            return Optional.of(type.apply(text));
        } catch (Refusal e) {
            // Their remedies are for whoever wrote the value into a POM, not into an SSM document.
            e.problems().forEach(problem -> problems.add(HostProblems.malformedArgument(problem.summary())));
        } catch (IllegalArgumentException e) {
            problems.add(HostProblems.malformedArgument(name, text, String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }
}
