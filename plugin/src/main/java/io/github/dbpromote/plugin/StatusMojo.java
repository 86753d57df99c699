package io.github.dbpromote.plugin;

import io.github.dbpromote.core.operation.ReadStatus;
import io.github.dbpromote.core.operation.ReadStatus.DatabaseStatus;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.migrations.Reading;
import io.github.dbpromote.plugin.report.ProjectStatus;
import io.github.dbpromote.plugin.report.ResultJson;
import io.github.dbpromote.plugin.report.StatusText;
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
    private static final String JSON = "json";
    private static final List<String> FORMATS = List.of("text", JSON);

    /** <code>text</code> for people, <code>json</code> for machines. */
    @Parameter(property = "db.format", defaultValue = "text")
    private String format;

    /**
     * A file for the answer as JSON, whatever is printed. Relative to the folder in which Maven was called; where goals
     * that deploy write to the same file in the same build, it holds all of it.
     */
    @Parameter(property = "db.output")
    private String output;

    private Results results;

    /** Of which some could not be read: they are printed when the goal fails for that. */
    private List<ProjectStatus> unanswered = List.of();

    @Override
    void run() {
        if (!FORMATS.contains(format)) {
            throw new Refusal(PluginProblems.malformedChoice("db.format", format, FORMATS));
        }
        List<Module> modules = databases();
        List<ProjectStatus> statuses;
        try (AwsConnection aws = connect(modules)) {
            statuses = modules.stream()
                    .map(module -> new ProjectStatus(status(module, aws), readable(module)))
                    .toList();
        }
        results().add(statuses);
        answer(statuses);
        refuseUnreadable(statuses);
    }

    /** Standard output, not the log: it is the answer, and must be there under -q and for pipes. */
    private void answer(List<ProjectStatus> statuses) {
        if (!JSON.equals(format)) {
            StandardOutput.show(StatusText.of(statuses));
        } else if (statuses.stream().allMatch(ProjectStatus::success)) {
            StandardOutput.answer(ResultJson.document(statuses, List.of()));
        } else {
            unanswered = statuses;
        }
    }

    @Override
    void tellMachines(List<Problem> problems) {
        results().fail(problems);
        if (JSON.equals(format)) {
            // What keeps a database from being read stands there; the rest is of the goal as a whole.
            StandardOutput.lastAnswer(
                    ResultJson.document(unanswered, unanswered.isEmpty() ? problems : List.of()), problems);
        }
    }

    private Results results() {
        if (results == null) {
            // If what was typed can be no file, that is told to people, and on standard output.
            results = Results.nowhere();
            results = Results.in(output, session);
        }
        return results;
    }

    /** One database that cannot be read does not hide the others. */
    private DatabaseStatus status(Module module, AwsConnection aws) {
        try {
            return new ReadStatus(track(module, aws)).run();
        } catch (Refusal e) {
            return new DatabaseStatus(module.database(), List.of(), e.problems());
        } catch (Outage e) {
            return new DatabaseStatus(module.database(), List.of(), List.of(e.problem()));
        }
    }

    private static void refuseUnreadable(List<ProjectStatus> statuses) {
        Setbacks setbacks = new Setbacks();
        statuses.stream().map(ProjectStatus::database).forEach(database -> {
            setbacks.add(database.problems());
            database.environments().forEach(environment -> setbacks.add(environment.problems()));
        });
        setbacks.refuse();
    }

    /** Migrations with problems are no reason to hide what is applied. */
    private static Optional<Reading> readable(Module module) {
        return Optional.of(module)
                .filter(Module::hasMigrations)
                .map(Module::read)
                .filter(reading -> reading.problems().isEmpty() && !reading.isEmpty());
    }
}
