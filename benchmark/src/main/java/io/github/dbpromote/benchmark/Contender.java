package io.github.dbpromote.benchmark;

import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.lambda.FunctionConfiguration;
import io.github.dbpromote.sandbox.lambda.InvocationResult;
import io.github.dbpromote.sandbox.lambda.Lambda;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function that promotes, as soon as it can and once more while it is warm. */
final class Contender {
    private static final String EVENT = """
            {"action": "promote", "database": "%s", "environment": "%s"}""".formatted(PlayedPath.DATABASE, PlayedPath.TARGET);

    private static final Pattern MEMORY = Pattern.compile("Max Memory Used: (\\d+) MB");
    private static final Duration SNAPSHOT_LIMIT = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final String label;
    private final FunctionConfiguration function;
    private final PlayedPath path;
    private final Lambda lambda;
    private final Samples first = new Samples();
    private final Samples warm = new Samples();

    Contender(String label, FunctionConfiguration function, PlayedPath path) {
        this.label = label;
        this.function = function;
        this.path = path;
        this.lambda = path.sandbox().lambda();
        lambda.put(function);
    }

    /**
     * Promotes twice, in a new process or one restored from a new snapshot, which ends then.
     *
     * @return what it asked of AWS for the first promotion
     * @throws IllegalStateException if it asked for something else the second time, or failed
     */
    List<Call> run() throws InterruptedException {
        if (function.snapStart()) {
            takeSnapshot();
        }
        List<Call> calls = promote(first);
        List<Call> again = promote(warm);
        require(calls, again);
        lambda.retireIdle(function.name());
        return calls;
    }

    /** Runs as before, and must ask the same of AWS as somebody else did. */
    void run(List<Call> expected) throws InterruptedException {
        require(expected, run());
    }

    private void require(List<Call> expected, List<Call> calls) {
        if (!calls.equals(expected)) {
            throw new IllegalStateException(label + " does not do the same work. Expected:\n" + lines(expected)
                    + "\nIts calls:\n" + lines(calls));
        }
    }

    private static String lines(List<Call> calls) {
        return String.join("\n", calls.stream().map(Call::toString).toList());
    }

    /** A version that has not changed keeps its snapshot, and its log: another function of that name begins anew. */
    private void takeSnapshot() throws InterruptedException {
        lambda.delete(function.name());
        lambda.put(function);
        long end = System.nanoTime() + SNAPSHOT_LIMIT.toNanos();
        while (!lambda.log(function.name()).contains("INIT_REPORT")) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(label + " took no snapshot:\n" + lambda.log(function.name()));
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
    }

    private List<Call> promote(Samples samples) {
        Sandbox sandbox = path.sandbox();
        path.publish();
        sandbox.clearRequests();
        long began = System.nanoTime();
        InvocationResult result = lambda.invoke(function.name(), EVENT);
        Duration taken = Duration.ofNanos(System.nanoTime() - began);
        List<Call> calls = calls(sandbox);
        if (result.failed()) {
            throw new IllegalStateException(label + " failed:\n" + lambda.log(function.name()));
        }
        path.finishPromotion();
        samples.add(taken, memory());
        return calls;
    }

    private List<Call> calls(Sandbox sandbox) {
        String session = Principal.assumedRole(Sandbox.ACCOUNT, function.role(), function.name())
                .arn();
        return sandbox.requests().stream()
                .filter(request -> request.principal().equals(session))
                .map(Call::of)
                .toList();
    }

    /** Of the newest process, as the newest report of its log says; 0 where the system does not tell. */
    private long memory() {
        Matcher reports = MEMORY.matcher(lambda.log(function.name()));
        return reports.results()
                .reduce((earlier, later) -> later)
                .map(report -> Long.parseLong(report.group(1)))
                .orElse(0L);
    }

    void forget() {
        first.clear();
        warm.clear();
    }

    List<String> rows() {
        String start = function.snapStart() ? "restored" : "cold start";
        return List.of(first.row(label + ", " + start), warm.row(label + ", warm"));
    }
}
