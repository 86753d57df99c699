package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.operation.DeploymentResult;
import io.github.dbpromote.core.operation.Plan;
import io.github.dbpromote.core.operation.Surroundings;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;

/** A goal that takes bundles along the path: of each module one, which travel together as a train. */
abstract class AbstractTrainMojo extends AbstractDeployMojo {
    /** Shows what would be done, and does nothing: no object is written, no command is sent. */
    @Parameter(property = DRY_RUN, defaultValue = "false")
    boolean dryRun;

    /**
     * Passes closed gates over for this reason, where the environment allows that; stands in the order. Everything else is
     * checked as ever.
     */
    @Parameter(property = "db.override")
    String override;

    @Override
    final Caller caller(AwsConnection aws, EnvironmentName environment) {
        Caller caller = super.caller(aws, environment);
        return override == null ? caller : caller.overriding(override);
    }

    @Override
    final void begin(Module module) {
        if (dryRun || namedBundle().isPresent() || execution.getSource() != MojoExecution.Source.CLI) {
            return;
        }
        List<Module> train = modules().selected(this::takesPart);
        if (train.size() > 1) {
            Preflight.of(session.getStartTime().toInstant().toString()).pass(module, () -> obstacles(train));
        }
    }

    private Map<String, List<Problem>> obstacles(List<Module> train) {
        Map<String, List<Problem>> obstacles = new LinkedHashMap<>();
        train.forEach(module -> {
            List<Problem> problems = obstacles(module);
            if (!problems.isEmpty()) {
                obstacles.put(module.name(), problems);
            }
        });
        return obstacles;
    }

    private List<Problem> obstacles(Module module) {
        try (AwsConnection aws = connect(module)) {
            Optional<EnvironmentName> asked = asked(module);
            plan(deployment(module, aws, Surroundings.real(event -> {}), asked), module.read(), asked);
            return List.of();
        } catch (Refusal e) {
            return e.problems();
        } catch (Outage e) {
            return List.of(e.problem());
        }
    }

    private Optional<EnvironmentName> asked(Module module) {
        return elsewhere(module)
                .map(settings -> asked(settings.environment().orElse(null)))
                .orElseGet(this::asked);
    }

    /**
     * The environment to work on.
     *
     * @param configured null where the module's configuration and the command line name none as {@code db.env}
     * @throws Refusal as {@link #asked()}
     */
    abstract Optional<EnvironmentName> asked(String configured);

    @Override
    final void run(Deployment deployment, Reading reading, Optional<EnvironmentName> asked, Audience audience) {
        if (dryRun) {
            audience.tell(plan(deployment, reading, asked));
        } else {
            audience.tell(deploy(deployment, reading, asked));
        }
    }

    abstract Plan plan(Deployment deployment, Reading reading, Optional<EnvironmentName> asked);

    abstract DeploymentResult deploy(Deployment deployment, Reading reading, Optional<EnvironmentName> asked);

    @Override
    final boolean offersDryRun() {
        return true;
    }
}
