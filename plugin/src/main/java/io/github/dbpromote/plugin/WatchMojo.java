package io.github.dbpromote.plugin;

import io.github.dbpromote.core.operation.Limits;
import io.github.dbpromote.core.operation.ReadStatus;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.report.Journey;
import io.github.dbpromote.plugin.sandbox.RelayWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows how the relay promotes by itself, in the sandbox: what it decides about that which is live in the first
 * environment, until it is live in all of them. Only looks on; without a sandbox or a relay in it, starts them first.
 */
@Mojo(name = "watch", aggregator = true, requiresProject = false, threadSafe = true)
public final class WatchMojo extends AbstractReactorMojo {
    /** How long to watch. The relay goes on when the limit is reached. */
    @Parameter(property = "db.waitLimit", defaultValue = "PT50M")
    private String waitLimit;

    @Override
    void run() {
        Duration limit = Limiting.duration("db.waitLimit", waitLimit, Limits.DEFAULT.receipt());
        List<Module> modules = databases();
        try (AwsConnection aws = connect(modules)) {
            List<Track> tracks =
                    modules.stream().map(module -> track(module, aws)).toList();
            RelayWatch watch = new RelayWatch(sandboxes().directory(), line -> getLog().info(PlainText.lines(line)));
            getLog().info("Watching the relay; Ctrl-C stops only the watching. Its whole log: " + watch.log());
            report(watch.follow(limit, () -> journeys(tracks)), watch.log());
        }
    }

    @Override
    boolean withRelay() {
        return true;
    }

    private static List<Journey> journeys(List<Track> tracks) {
        return tracks.stream()
                .map(track -> new Journey(new ReadStatus(track).run()))
                .toList();
    }

    private void report(List<Journey> journeys, Path log) {
        Setbacks setbacks = new Setbacks();
        for (Journey journey : journeys) {
            List<Problem> problems = problems(journey, log);
            setbacks.add(problems);
            if (problems.isEmpty()) {
                getLog().info(journey.arrival());
            }
        }
        setbacks.refuse();
    }

    private static List<Problem> problems(Journey journey, Path log) {
        if (!journey.problems().isEmpty()) {
            return journey.problems();
        }
        if (journey.bundle().isEmpty()) {
            return List.of(PluginProblems.nothingToWatch(journey.database()));
        }
        return setback(journey, log).stream().toList();
    }

    private static Optional<Problem> setback(Journey journey, Path log) {
        return journey.failed()
                .map(status -> PluginProblems.wentNoFurther(
                        status.environment().label(), status.environment().name()))
                .or(() -> journey.missing().stream()
                        .findFirst()
                        .map(status ->
                                PluginProblems.notArrived(status.environment().label(), log)));
    }
}
