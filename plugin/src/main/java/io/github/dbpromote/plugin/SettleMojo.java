package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Settle;
import io.github.dbpromote.core.operation.Settlement;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.report.SettlementReport;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes down how deployments ended that nobody waited for, and gives up those that no host took in time. Safe to run at
 * any time and as often as you like; publish and promote do it by themselves where it is in their way.
 */
@Mojo(name = "settle", aggregator = true, requiresProject = false, threadSafe = true)
public final class SettleMojo extends AbstractReactorMojo {
    /** The environment to settle; default: all of them. -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    @Override
    void run() {
        refuseUnclearDryRun();
        Optional<EnvironmentName> asked = RequestedEnvironment.of(environment, session.getUserProperties());
        List<Module> modules = databases();
        Setbacks setbacks = new Setbacks();
        try (AwsConnection aws = connect(modules)) {
            String caller = aws.caller(Optional.empty()).name();
            for (Module module : modules) {
                setbacks.attempt(() -> settle(track(module, aws), asked, caller, setbacks));
            }
        }
        setbacks.refuse();
    }

    private void settle(Track track, Optional<EnvironmentName> asked, String caller, Setbacks setbacks) {
        Settle settle = new Settle(track, caller, event -> {});
        for (EnvironmentName name : asked.map(Set::of).orElseGet(() -> all(track))) {
            setbacks.attempt(() -> {
                Settlement settlement = settle.run(name);
                getLog().info(PlainText.lines(SettlementReport.of(track.path().get(name), settlement)));
            });
        }
    }

    /** Those too that cannot be reached, so that each says why. */
    private static Set<EnvironmentName> all(Track track) {
        Set<EnvironmentName> names = new LinkedHashSet<>();
        track.path().environments().forEach(environment -> names.add(environment.name()));
        names.addAll(track.unreachable().keySet());
        return names;
    }
}
