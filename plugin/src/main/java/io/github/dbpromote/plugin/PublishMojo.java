package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.Plan;
import io.github.dbpromote.core.operation.Publish;
import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Applies the project's migrations to the first environment of the path: builds the bundle, uploads it, has the Flyway
 * host migrate, and waits for its receipt. Migrations that are live already are not sent again. With
 * <code>-Ddb.artifact</code> it publishes a bundle of a repository instead.
 */
@Mojo(name = "publish", threadSafe = true)
public class PublishMojo extends AbstractTrainMojo {
    /** The environment that you expect to publish to. Only the first one of the path is accepted. -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    /**
     * A bundle that <code>db:package</code> has attached somewhere, to be published byte for byte in place of the
     * project's migrations: <code>groupId:artifactId:version</code>, or full coordinates. Read from the command line
     * alone. Its database is that of <code>-Ddb.database</code>, else that of the module with the same groupId and
     * artifactId, else the artifactId.
     */
    @Parameter(property = "db.artifact")
    private String artifact;

    @Override
    Optional<NamedBundle> namedBundle() {
        Optional<NamedBundle> typed = modules().namedBundle();
        if (artifact != null && typed.isEmpty()) {
            throw new Refusal(PluginProblems.artifactNotTyped());
        }
        return typed;
    }

    @Override
    Plan plan(Deployment deployment, Reading reading, Optional<EnvironmentName> asked) {
        return deployment.of(Publish::new).plan(reading.release(), asked);
    }

    @Override
    DeploymentResult deploy(Deployment deployment, Reading reading, Optional<EnvironmentName> asked) {
        Release release = release(reading);
        namedBundle()
                .ifPresent(named ->
                        getLog().info("Bundle " + release.bundle().digest().abbreviated() + " is " + named.bundle()));
        return deployment.of(Publish::new).run(release, asked);
    }

    @Override
    Optional<EnvironmentName> asked() {
        return asked(environment);
    }

    @Override
    Optional<EnvironmentName> asked(String configured) {
        return RequestedEnvironment.of(configured, session.getUserProperties());
    }
}
