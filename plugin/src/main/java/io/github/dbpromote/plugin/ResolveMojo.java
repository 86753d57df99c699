package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.operation.Clear;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.Resolve;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Finds out what became of a deployment whose host left no receipt, because it was killed or cut off: a host waits until
 * the database no longer works for it, reads the schema history, and writes the receipt. It changes nothing in the
 * database. With <code>-Ddb.as</code> a person says how an ambiguous deployment ended.
 */
@Mojo(name = "resolve", aggregator = true, requiresProject = false, threadSafe = true)
public final class ResolveMojo extends AbstractAftercareMojo {
    private static final String AS = "db.as";

    /** The environment to look into. Required; -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    /**
     * How an ambiguous deployment ended, as a person has seen in the database; needs <code>-Ddb.reason</code>.
     * <code>failed</code>: what it left behind is removed, and its migration will run again. <code>succeeded</code>: it is
     * complete and stands in the schema history; the next publish or promote has a host confirm that.
     */
    @Parameter(property = AS)
    private String as;

    @Override
    void run(Deployment deployment, Reading reading, Optional<EnvironmentName> asked, Audience audience) {
        unlessIdle(audience, () -> audience.tell(resolved(deployment, asked.orElseThrow())));
    }

    private DeploymentResult resolved(Deployment deployment, EnvironmentName name) {
        return as == null
                ? deployment.of(Resolve::new).run(name)
                : new Clear(deployment.track(), deployment.caller(), deployment.surroundings()).run(name, outcome());
    }

    @Override
    void begin(Module module) {
        if (as != null) {
            outcome();
        }
    }

    private Outcome outcome() {
        return switch (as) {
            case "failed" -> Outcome.FAILED;
            case "succeeded" -> Outcome.SUCCEEDED;
            default -> throw new Refusal(PluginProblems.malformedChoice(AS, as, List.of("failed", "succeeded")));
        };
    }

    @Override
    Optional<EnvironmentName> asked() {
        return RequestedEnvironment.of(environment, session.getUserProperties()).or(() -> {
            throw new Refusal(PluginProblems.noEnvironment("resolve", "dev"));
        });
    }
}
