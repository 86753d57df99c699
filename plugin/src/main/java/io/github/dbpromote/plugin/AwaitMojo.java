package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Await;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.Reading;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Waits for what is in flight, whoever ordered it, and tells how it ended: after a build that did not wait, that was
 * stopped, or whose credentials expired. The build fails if the deployment did.
 */
@Mojo(name = "await", aggregator = true, requiresProject = false, threadSafe = true)
public final class AwaitMojo extends AbstractAftercareMojo {
    /**
     * The environment to wait for; if nothing is in flight there, the goal tells how the newest deployment ended. Default:
     * every environment in which something is in flight. -Denv is short for it.
     */
    @Parameter(property = "db.env")
    private String environment;

    /**
     * The one deployment to wait for, in the environment that -Denv names: the goal that sent it has printed its id. It
     * tells how that one ended, whatever has been deployed since. Default: whatever is in flight.
     */
    @Parameter(property = "db.deployment")
    String awaited;

    @Override
    void run(Deployment deployment, Reading reading, Optional<EnvironmentName> asked, Audience audience) {
        Await await = deployment.of(Await::new);
        Optional<DeploymentId> id = awaitedDeployment();
        if (id.isPresent()) {
            audience.tell(await.run(asked.orElseThrow(), id.get()));
        } else {
            awaitWhatIsInFlight(await, deployment, asked, audience);
        }
    }

    private static void awaitWhatIsInFlight(
            Await await, Deployment deployment, Optional<EnvironmentName> asked, Audience audience) {
        List<EnvironmentName> awaited = asked.map(List::of).orElseGet(() -> inFlight(await, deployment, audience));
        if (awaited.isEmpty()) {
            audience.out().accept(deployment.track().path().database() + ": nothing is in flight");
        }
        Setbacks setbacks = new Setbacks();
        awaited.forEach(name -> setbacks.attempt(() -> await.run(name)
                .ifPresentOrElse(
                        audience::tell,
                        () -> audience.out()
                                .accept(deployment.track().path().get(name).label() + ": never deployed"))));
        setbacks.refuse();
    }

    private static List<EnvironmentName> inFlight(Await await, Deployment deployment, Audience audience) {
        return deployment.track().path().environments().stream()
                .filter(environment -> isInFlight(await, environment, audience))
                .map(Environment::name)
                .toList();
    }

    /** Whoever deploys to dev may have no right to look at prod, and waits for nothing there. */
    private static boolean isInFlight(Await await, Environment environment, Audience audience) {
        try {
            return await.isNeeded(environment.name());
        } catch (Refusal e) {
            passOver(environment, e.problems().get(0), audience);
        } catch (Outage e) {
            passOver(environment, e.problem(), audience);
        }
        return false;
    }

    private static void passOver(Environment environment, Problem problem, Audience audience) {
        audience.out().accept(environment.label() + ": passed over. " + problem.summary());
    }

    @Override
    Optional<EnvironmentName> asked() {
        Optional<EnvironmentName> asked = RequestedEnvironment.of(environment, session.getUserProperties());
        if (asked.isEmpty() && awaitedDeployment().isPresent()) {
            throw new Refusal(PluginProblems.noEnvironment(
                    "await", "dev -Ddb.deployment=" + awaitedDeployment().get()));
        }
        return asked;
    }

    private Optional<DeploymentId> awaitedDeployment() {
        return Optional.ofNullable(awaited)
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .map(DeploymentId::typed);
    }
}
