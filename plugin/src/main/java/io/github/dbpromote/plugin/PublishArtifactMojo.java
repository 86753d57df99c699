package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Publishes the bundle of a repository, <code>-Ddb.artifact=com.acme:users:1.4.0</code>, to the first environment of the
 * path, as <code>db:publish</code> does with that property, but needs no POM.
 */
// A goal of its own: Maven runs one that needs no project once for a whole build, not in each module.
@Mojo(name = "publish-artifact", aggregator = true, requiresProject = false, threadSafe = true)
public final class PublishArtifactMojo extends PublishMojo {
    @Override
    Optional<NamedBundle> namedBundle() {
        Optional<NamedBundle> here = super.namedBundle().map(named -> named.in(project));
        if (here.isEmpty()) {
            throw new Refusal(PluginProblems.noArtifact());
        }
        return here;
    }
}
