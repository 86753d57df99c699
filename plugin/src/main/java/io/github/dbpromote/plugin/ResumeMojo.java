package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.operation.Resume;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.plugin.report.GateReport;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Opens an environment again that somebody paused. */
@Mojo(name = "resume", threadSafe = true)
public final class ResumeMojo extends AbstractGateMojo {
    /** The environment to open again. Required; -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    @Override
    String run(Track track, Caller caller, EnvironmentName name) {
        return GateReport.resumed(track.path().get(name), new Resume(track).run(name));
    }

    @Override
    Optional<EnvironmentName> asked() {
        return RequestedEnvironment.of(environment, session.getUserProperties());
    }
}
