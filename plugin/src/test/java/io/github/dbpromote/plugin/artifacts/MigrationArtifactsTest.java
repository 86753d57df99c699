package io.github.dbpromote.plugin.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.migrations.Archive;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against repositories in folders, by Maven's own Resolver. */
@MojoTest
class MigrationArtifactsTest {
    private static final Map<String, String> ONE_MIGRATION = Map.of("db/migration/V1__x.sql", "SELECT 1;");

    @TempDir
    Path folder;

    @Inject
    RepositorySystem system;

    private final DefaultRepositorySystemSession session = new DefaultRepositorySystemSession();
    private RepositoryFolder local;
    private RepositoryFolder remote;

    @BeforeEach
    void openRepositories() {
        local = new RepositoryFolder(folder.resolve("local"));
        local.use(session, system);
        session.setOffline(false);
        remote = new RepositoryFolder(folder.resolve("remote"));
    }

    @Test
    void find_fetchesTheFileAlone() {
        remote.jar("com.acme:shared:1.0", ONE_MIGRATION);

        MigrationArtifacts.Found found = find("com.acme:shared:1.0");

        assertThat(found.problems()).isEmpty();
        assertThat(found.cautions()).isEmpty();
        assertThat(found.archives())
                .containsExactly(new Archive("com.acme:shared:1.0", local.path("com.acme:shared:1.0")));
        assertThat(local.path("com.acme:shared:1.0").resolveSibling("shared-1.0.pom"))
                .doesNotExist();
    }

    @Test
    void find_takesABundleByItsClassifier() {
        remote.file("com.acme:shared:migrations:1.0", new byte[0]);

        assertThat(find("com.acme:shared:jar:migrations:1.0").archives())
                .extracting(Archive::file)
                .containsExactly(local.path("com.acme:shared:migrations:1.0"));
    }

    @Test
    void find_asksOnceInABuild_whoeverAsks() {
        remote.jar("com.acme:shared:1.0", ONE_MIGRATION);
        List<Archive> first = find("com.acme:shared:1.0").archives();

        assertThat(local.path("com.acme:shared:1.0").toFile().delete()).isTrue();
        assertThat(remote.path("com.acme:shared:1.0").toFile().delete()).isTrue();

        assertThat(find("com.acme:shared:1.0", "com.acme:shared:jar:1.0").archives())
                .isEqualTo(first);
    }

    @Test
    void find_looksAgainForWhatWasMissing() {
        assertThat(find("com.acme:shared:1.0").problems()).hasSize(1);

        local.jar("com.acme:shared:1.0", ONE_MIGRATION);

        assertThat(find("com.acme:shared:1.0").problems()).isEmpty();
    }

    @Test
    void missingArtifact_saysWhereItWasLookedFor() {
        assertThat(texts(find(List.of("com.acme:shared:1.0"), remote.remote("acme"), remote.remote("central"))))
                .containsExactly("There is no com.acme:shared:1.0 in the local repository or in acme, central.\n"
                        + "  → Check the coordinates, and that <repositories> or your settings.xml names where it is.\n"
                        + "    If it is a module of this build, run its package phase in the same command, or install it"
                        + " first.");
    }

    @Test
    void missingArtifact_saysThatMavenIsOffline() {
        remote.jar("com.acme:shared:1.0", ONE_MIGRATION);
        session.setOffline(true);

        assertThat(texts(find("com.acme:shared:1.0")))
                .containsExactly("There is no com.acme:shared:1.0 in the local repository, and Maven is offline (-o).\n"
                        + "  → Run the same command once without -o, or install the artifact.");
    }

    @Test
    void repositoryThatCannotBeReached_isNamedWithoutItsPassword() {
        RemoteRepository far =
                new RemoteRepository.Builder("acme", "default", "gopher://ada:secret@example.org/m").build();

        assertThat(texts(find(List.of("com.acme:shared:1.0"), far)))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("Could not fetch com.acme:shared:1.0 from acme: ")
                        .contains("gopher://example.org/m")
                        .endsWith(
                                "\n  → Check the network, and the mirrors, proxies and passwords in your settings.xml; then run the"
                                        + " same command again.")
                        .doesNotContain("secret"));
    }

    @Test
    void snapshot_isTakenWithACaution() {
        remote.jar("com.acme:shared:1.0-SNAPSHOT", ONE_MIGRATION);

        MigrationArtifacts.Found found = find("com.acme:shared:1.0-SNAPSHOT");

        assertThat(found.archives()).hasSize(1);
        assertThat(found.cautions())
                .extracting(Problem::text)
                .containsExactly(
                        "com.acme:shared:1.0-SNAPSHOT is a snapshot, this time 1.0-SNAPSHOT: the next time it may hold other"
                                + " migrations.\n"
                                + "  → Good for trying. Release it before its migrations reach a database that you keep.");
    }

    @Test
    void everyProblemIsToldAtOnce_andWhatIsThereIsStillFound() {
        remote.jar("com.acme:shared:1.0", ONE_MIGRATION);

        MigrationArtifacts.Found found =
                find("com.acme:shared", "com.acme:shared:LATEST", "com.acme:no:1", "com.acme:shared:1.0");

        assertThat(found.problems())
                .extracting(Problem::code)
                .containsExactly("malformed-coordinates", "changing-version", "artifact-not-found");
        assertThat(found.problems().get(0).summary())
                .isEqualTo("An element of <migrationArtifacts> is \"com.acme:shared\", which names no artifact.");
        assertThat(found.archives()).hasSize(1);
    }

    @Test
    void moduleOfTheSameBuild_isFoundWhereMavenHasIt() {
        Path classes = folder.resolve("shared/target/classes");
        session.setWorkspaceReader(new Reactor("shared", classes.toFile()));

        assertThat(find("com.acme:shared:1.0").archives()).containsExactly(new Archive("com.acme:shared:1.0", classes));
    }

    /** Maven's, with one module in it. */
    private record Reactor(String artifactId, File file) implements WorkspaceReader {
        @Override
        public WorkspaceRepository getRepository() {
            return new WorkspaceRepository("reactor");
        }

        @Override
        public File findArtifact(Artifact artifact) {
            return artifact.getArtifactId().equals(artifactId) ? file : null;
        }

        @Override
        public List<String> findVersions(Artifact artifact) {
            return List.of();
        }
    }

    private MigrationArtifacts.Found find(String... coordinates) {
        return find(List.of(coordinates), remote.remote("acme"));
    }

    private MigrationArtifacts.Found find(List<String> coordinates, RemoteRepository... repositories) {
        return new MigrationArtifacts(coordinates, new Repositories(system, session, List.of(repositories))).find();
    }

    private static List<String> texts(MigrationArtifacts.Found found) {
        return found.problems().stream().map(Problem::text).toList();
    }
}
