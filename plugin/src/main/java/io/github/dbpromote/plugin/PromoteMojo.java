package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.Promote;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Takes exactly the bytes that are live in the environment before to the next one, has its Flyway host migrate, and
 * waits for the receipt. What stands in the project's files plays no part in it.
 */
@Mojo(name = "promote", threadSafe = true)
public final class PromoteMojo extends AbstractDeployMojo {
    /** The environment to promote to. Required; -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    @Override
    DeploymentResult deploy(Deployment deployment, Reading reading, Optional<EnvironmentName> asked) {
        return new Promote(deployment.track(), deployment.caller(), deployment.limits(), deployment.surroundings())
                .run(asked.orElseThrow(), Optional.empty());
    }

    @Override
    Optional<EnvironmentName> asked() {
        return RequestedEnvironment.of(environment, session.getUserProperties()).or(() -> {
            throw new Refusal(PluginProblems.noEnvironment("promote", "qa"));
        });
    }
}
