package io.github.dbpromote.plugin.artifacts;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.MigrationReader;
import io.github.dbpromote.plugin.migrations.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A bundle that was installed or deployed as an artifact, with its bytes as they are. */
public final class BundleArtifact {
    private static final String SETTING = "db.artifact";

    private final Coordinates coordinates;
    private final Repositories repositories;

    private BundleArtifact(Coordinates coordinates, Repositories repositories) {
        this.coordinates = coordinates;
        this.repositories = repositories;
    }

    /**
     * @param text {@code groupId:artifactId:version}, which means the classifier {@code migrations}, or full coordinates
     * @throws Refusal if it has another form, or leaves the version open
     */
    public static BundleArtifact of(String text, Repositories repositories) {
        return new BundleArtifact(Coordinates.parseBundle(SETTING, text), repositories);
    }

    public String groupId() {
        return coordinates.groupId();
    }

    public String artifactId() {
        return coordinates.artifactId();
    }

    /**
     * Finds it and reads its migrations.
     *
     * @throws Refusal if it is not to be had or holds anything that a bundle does not; what is wrong with migrations in it
     *     stands in the result
     */
    public Reading read() {
        ResolvedArtifact found = repositories.find(coordinates);
        Bundle bundle = bundle(found.file());
        List<Problem> cautions =
                coordinates.isSnapshot() ? List.of(ArtifactProblems.snapshot(coordinates, found.version())) : List.of();
        try {
            return MigrationReader.ofBundle(coordinates.toString(), bundle).with(List.of(), cautions);
        } catch (Refusal e) {
            throw new Refusal(
                    ArtifactProblems.notABundle(coordinates, e.problems().get(0).summary()));
        }
    }

    private Bundle bundle(Path file) {
        try {
            // A bundle is not compressed: a larger file holds more than a host unpacks, or is none.
            if (!Files.isRegularFile(file) || Files.size(file) > Bundle.MAX_UNPACKED_BYTES) {
                throw new Refusal(ArtifactProblems.notABundle(
                        coordinates, "It is a folder, or larger than " + Bundle.MAX_UNPACKED_BYTES + " bytes."));
            }
            return new Bundle(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new Refusal(ArtifactProblems.unreadable(coordinates, e));
        }
    }

    /** Its coordinates. */
    @Override
    public String toString() {
        return coordinates.toString();
    }
}
