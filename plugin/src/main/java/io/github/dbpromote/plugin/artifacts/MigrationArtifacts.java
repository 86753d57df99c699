package io.github.dbpromote.plugin.artifacts;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.Archive;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The artifacts whose migrations a module takes in beside its own. */
public final class MigrationArtifacts {
    private static final String SETTING = "An element of <migrationArtifacts>";

    private final List<String> coordinates;
    private final Repositories repositories;

    /** @param coordinates as they are configured */
    public MigrationArtifacts(List<String> coordinates, Repositories repositories) {
        this.coordinates = List.copyOf(coordinates);
        this.repositories = repositories;
    }

    /**
     * What was found of them. What was not is a problem of the migrations like any other: it stands in the way of whoever
     * wants to publish them, not of whoever wants to see what is applied.
     *
     * @param cautions what a person should know who goes on
     */
    public record Found(List<Archive> archives, List<Problem> problems, List<Problem> cautions) {
        public Found {
            archives = List.copyOf(archives);
            problems = List.copyOf(problems);
            cautions = List.copyOf(cautions);
        }
    }

    /** Whether none is named. Asks no repository. */
    public boolean isEmpty() {
        return coordinates.isEmpty();
    }

    /** Finds them, now; the same one named twice is found once. */
    public Found find() {
        List<Archive> archives = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<Problem> cautions = new ArrayList<>();
        for (Coordinates artifact : parsed(problems)) {
            try {
                ResolvedArtifact found = repositories.find(artifact);
                archives.add(new Archive(artifact.toString(), found.file()));
                if (artifact.isSnapshot()) {
                    cautions.add(ArtifactProblems.snapshot(artifact, found.version()));
                }
            } catch (Refusal e) {
                problems.addAll(e.problems());
            }
        }
        return new Found(archives, problems, cautions);
    }

    private Set<Coordinates> parsed(List<Problem> problems) {
        Set<Coordinates> parsed = new LinkedHashSet<>();
        for (String text : coordinates) {
            try {
                parsed.add(Coordinates.parse(SETTING, text));
            } catch (Refusal e) {
                problems.addAll(e.problems());
            }
        }
        return parsed;
    }
}
