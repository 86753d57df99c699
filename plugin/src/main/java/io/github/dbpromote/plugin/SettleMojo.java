package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Settle;
import io.github.dbpromote.core.operation.Settlement;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.report.SettlementReport;
import java.util.List;
import java.util.Optional;
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
        Optional<EnvironmentName> asked = RequestedEnvironment.of(environment, session.getUserProperties());
        List<Module> modules = modules();
        try (AwsConnection aws = connect(modules)) {
            String caller = aws.callerName();
            for (Module module : modules) {
                settle(Track.find(module.database(), aws.accounts()), asked, caller);
            }
        }
    }

    private void settle(Track track, Optional<EnvironmentName> asked, String caller) {
        Settle settle = new Settle(track, caller, event -> {});
        List<Environment> environments = asked.map(name -> List.of(track.path().get(name)))
                .orElseGet(() -> track.path().environments());
        for (Environment environment : environments) {
            Settlement settlement = settle.run(environment.name());
            getLog().info(SettlementReport.of(environment, settlement));
        }
    }
}
