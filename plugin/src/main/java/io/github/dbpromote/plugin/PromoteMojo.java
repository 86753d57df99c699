package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.BundleChoice;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.Plan;
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
public final class PromoteMojo extends AbstractTrainMojo {
    /** The environment to promote to. Required; -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    /**
     * An earlier bundle that succeeded in the environment before, instead of the one that is live there: its SHA-256, or
     * the first characters of it.
     */
    @Parameter(property = "db.bundle")
    private String bundle;

    @Override
    Plan plan(Deployment deployment, Reading reading, Optional<EnvironmentName> asked) {
        return deployment.of(Promote::new).plan(asked.orElseThrow(), choice());
    }

    @Override
    DeploymentResult deploy(Deployment deployment, Reading reading, Optional<EnvironmentName> asked) {
        return deployment.of(Promote::new).run(asked.orElseThrow(), choice());
    }

    private Optional<BundleChoice> choice() {
        return Optional.ofNullable(bundle).map(BundleChoice::new);
    }

    @Override
    Optional<EnvironmentName> asked() {
        return asked(environment);
    }

    @Override
    Optional<EnvironmentName> asked(String configured) {
        return RequestedEnvironment.of(configured, session.getUserProperties()).or(() -> {
            throw new Refusal(PluginProblems.noEnvironment("promote", "qa"));
        });
    }
}
