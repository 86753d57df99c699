package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.access.AwsConnection;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/** A goal by which a person opens or closes what stands before an environment. It sends nothing. */
abstract class AbstractGateMojo extends AbstractModuleMojo {
    /** Why; stands in the record for those who look later. At most 1,000 characters. */
    @Parameter(property = "db.reason")
    String reason;

    @Override
    final void run(Module module) {
        EnvironmentName name =
                asked().orElseThrow(() -> new Refusal(PluginProblems.noEnvironment(execution.getGoal(), "prod")));
        Optional<String> why = Optional.ofNullable(reason);
        why.ifPresent(Caller::refuseLong);
        modules().refuseDuplicatesOf(module, project);
        try (AwsConnection aws = connect(List.of(module))) {
            getLog().info(run(track(module, aws), aws.caller(why, name), name));
        }
    }

    /** What was done, in one line. */
    abstract String run(Track track, Caller caller, EnvironmentName name);

    /** The environment that the user named: each goal documents its own parameter for it. */
    abstract Optional<EnvironmentName> asked();

    @Override
    final boolean isRefusedWithoutMigrations() {
        return true;
    }
}
