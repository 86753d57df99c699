package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Repair;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Has Flyway repair the schema history of one environment, after a migration failed that runs outside a transaction, such
 * as CREATE INDEX CONCURRENTLY. Remove by hand what that migration left behind first: repair changes nothing but the
 * schema history.
 */
@Mojo(name = "repair", aggregator = true, requiresProject = false, threadSafe = true)
public final class RepairMojo extends AbstractAftercareMojo {
    /** The environment to repair. Required; -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    @Override
    void run(Deployment deployment, Reading reading, Optional<EnvironmentName> asked, Audience audience) {
        audience.tell(deployment.of(Repair::new).run(asked.orElseThrow()));
    }

    @Override
    boolean worksOnOneDatabase() {
        return true;
    }

    @Override
    Optional<EnvironmentName> asked() {
        return RequestedEnvironment.of(environment, session.getUserProperties()).or(() -> {
            throw new Refusal(PluginProblems.noEnvironment("repair", "dev"));
        });
    }
}
