package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.operation.Pause;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.plugin.report.GateReport;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Closes an environment to publishing and promoting until somebody resumes it. What is in flight there goes on. Needs
 * <code>-Ddb.reason</code>.
 */
@Mojo(name = "pause", threadSafe = true)
public final class PauseMojo extends AbstractGateMojo {
    /** The environment to pause. Required; -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    @Override
    String run(Track track, Caller caller, EnvironmentName name) {
        return GateReport.paused(track.path().get(name), new Pause(track, caller).run(name));
    }

    @Override
    Optional<EnvironmentName> asked() {
        return RequestedEnvironment.of(environment, session.getUserProperties());
    }
}
