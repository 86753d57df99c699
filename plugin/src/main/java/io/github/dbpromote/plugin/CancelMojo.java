package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Cancel;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Stops what is in flight in one environment, whoever ordered it. If no host has taken it yet, none will; else its
 * command is cancelled on the host, and the host, or another one, then finds out what was applied. Needs
 * <code>-Ddb.reason</code>.
 */
@Mojo(name = "cancel", aggregator = true, requiresProject = false, threadSafe = true)
public final class CancelMojo extends AbstractAftercareMojo {
    /** The environment in which to cancel. Required; -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    @Override
    void run(Deployment deployment, Reading reading, Optional<EnvironmentName> asked, Audience audience) {
        audience.tellCancelled(deployment.of(Cancel::new).run(asked.orElseThrow()));
    }

    @Override
    boolean worksOnOneDatabase() {
        return true;
    }

    @Override
    Optional<EnvironmentName> asked() {
        return RequestedEnvironment.of(environment, session.getUserProperties()).or(() -> {
            throw new Refusal(PluginProblems.noEnvironment("cancel", "dev"));
        });
    }
}
