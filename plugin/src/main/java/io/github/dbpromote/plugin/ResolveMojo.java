package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.Resolve;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Finds out what became of a deployment whose host left no receipt, because it was killed or cut off: a host waits until
 * the database no longer works for it, reads the schema history, and writes the receipt. It changes nothing in the
 * database.
 */
@Mojo(name = "resolve", threadSafe = true)
public final class ResolveMojo extends AbstractDeployMojo {
    /** The environment to look into. Required; -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    @Override
    DeploymentResult deploy(Deployment deployment, Reading reading, Optional<EnvironmentName> asked) {
        return new Resolve(deployment.track(), deployment.caller(), deployment.limits(), deployment.surroundings())
                .run(asked.orElseThrow());
    }

    @Override
    Optional<EnvironmentName> asked() {
        return RequestedEnvironment.of(environment, session.getUserProperties()).or(() -> {
            throw new Refusal(PluginProblems.noEnvironment("resolve", "dev"));
        });
    }
}
