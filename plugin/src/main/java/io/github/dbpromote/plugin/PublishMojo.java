package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.Publish;
import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Applies the project's migrations to the first environment of the path: builds the bundle, uploads it, has the Flyway
 * host migrate, and waits for its receipt. Migrations that are live already are not sent again.
 */
@Mojo(name = "publish", threadSafe = true)
public final class PublishMojo extends AbstractDeployMojo {
    /** The environment that you expect to publish to. Only the first one of the path is accepted. -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    @Override
    DeploymentResult deploy(Deployment deployment, Reading reading, Optional<EnvironmentName> asked) {
        Release release = reading.release();
        return new Publish(deployment.track(), deployment.caller(), deployment.limits(), deployment.surroundings())
                .run(release, asked);
    }

    @Override
    Optional<EnvironmentName> asked() {
        return RequestedEnvironment.of(environment, session.getUserProperties());
    }
}
