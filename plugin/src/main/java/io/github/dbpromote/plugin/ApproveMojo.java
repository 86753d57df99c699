package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.BundleChoice;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Approve;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.plugin.report.GateReport;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Approves a bundle for an environment that asks for approvals, in the caller's own name: the one that would be promoted
 * there now, and no other. It expires.
 */
@Mojo(name = "approve", threadSafe = true)
public final class ApproveMojo extends AbstractGateMojo {
    /** The environment to approve for. Required; -Denv is short for it. */
    @Parameter(property = "db.env")
    private String environment;

    /**
     * Another bundle than the one that is live in the environment before: its SHA-256, or the first characters of it; for
     * the first environment the whole of it.
     */
    @Parameter(property = "db.bundle")
    private String bundle;

    @Override
    String run(Track track, Caller caller, EnvironmentName name) {
        return GateReport.approved(
                new Approve(track, caller).run(name, Optional.ofNullable(bundle).map(BundleChoice::new)));
    }

    @Override
    Optional<EnvironmentName> asked() {
        return RequestedEnvironment.of(environment, session.getUserProperties());
    }
}
