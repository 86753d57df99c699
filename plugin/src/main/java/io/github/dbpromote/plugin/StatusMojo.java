package io.github.dbpromote.plugin;

import io.github.dbpromote.core.operation.ReadStatus;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.migrations.Reading;
import io.github.dbpromote.plugin.report.ProjectStatus;
import io.github.dbpromote.plugin.report.StatusJson;
import io.github.dbpromote.plugin.report.StatusText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows what is where: each migration in each environment, what is live, in flight or failed, and how far each
 * environment is behind. It only reads.
 */
@Mojo(name = "status", aggregator = true, requiresProject = false, threadSafe = true)
public final class StatusMojo extends AbstractReactorMojo {
    /** <code>text</code> for people, <code>json</code> for machines. */
    @Parameter(property = "db.format", defaultValue = "text")
    private String format;

    @Override
    void run() {
        if (!List.of("text", "json").contains(format)) {
            throw new Refusal(PluginProblems.malformedFormat(format));
        }
        List<Module> modules = modules();
        List<ProjectStatus> statuses = new ArrayList<>();
        try (AwsConnection aws = connect(modules)) {
            for (Module module : modules) {
                Track track = Track.find(module.database(), aws.accounts());
                statuses.add(new ProjectStatus(new ReadStatus(track).run(), readable(module)));
            }
        }
        // Standard output, not the log: it is the answer, and must be there under -q and for pipes.
        System.out.println("json".equals(format) ? StatusJson.document(statuses) : StatusText.of(statuses));
    }

    /** Migrations with problems are no reason to hide what is applied. */
    private static Optional<Reading> readable(Module module) {
        return Optional.of(module)
                .filter(Module::hasMigrations)
                .map(Module::read)
                .filter(reading -> reading.problems().isEmpty() && !reading.isEmpty());
    }
}
