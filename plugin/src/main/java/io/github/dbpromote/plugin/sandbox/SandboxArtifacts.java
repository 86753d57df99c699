package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.DependencyCollectionException;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;

/**
 * Finds the jars of the sandbox as Maven finds everything: in the build's repositories, through its mirrors, and with
 * {@code -o} in the local repository alone. They never become a part of the plugin's own class path.
 */
public final class SandboxArtifacts {
    private static final String GROUP = "io.github.dbpromote";
    private static final String RUNTIME = "runtime";
    private static final Set<String> NOT_AT_RUN_TIME = Set.of("test", "provided", "system");

    private final RepositorySystem system;
    private final RepositorySystemSession session;
    private final List<RemoteRepository> repositories;
    private final String version;

    /** @param version the plugin's own, which the sandbox and flyway-host have too */
    public SandboxArtifacts(
            RepositorySystem system,
            RepositorySystemSession session,
            List<RemoteRepository> repositories,
            String version) {
        this.system = system;
        this.session = session;
        this.repositories = List.copyOf(repositories);
        this.version = version;
    }

    /** @throws Refusal if the sandbox cannot run on this system: it needs sh, and a PostgreSQL built for it */
    public static void refuseUnsupportedSystem() {
        PostgresqlBinaries.artifactHere();
    }

    /** @throws Refusal if the sandbox cannot run the relay on this system: AWS's runtime client exists for Linux alone */
    public static void refuseSystemWithoutRelay() {
        refuseSystemWithoutRelay(System.getProperty("os.name"));
    }

    static void refuseSystemWithoutRelay(String osName) {
        if (!osName.toLowerCase(Locale.ROOT).startsWith("linux")) {
            throw new Refusal(SandboxProblems.noRelay(osName));
        }
    }

    /**
     * Finds them all, and downloads what is not there yet.
     *
     * @throws Refusal if the sandbox cannot run on this system
     * @throws Outage if anything is not to be had
     */
    public SandboxFiles resolve() {
        String binaries = PostgresqlBinaries.artifactHere();
        Artifact sandbox = artifact("sandbox", "jar");
        List<Artifact> wanted = new ArrayList<>(List.of(sandbox, artifact("flyway-host", "jar")));
        wanted.addAll(withBinaries(libraries(sandbox), binaries));
        List<Path> files = files(wanted);
        return new SandboxFiles(files.get(0), files.subList(2, files.size()), files.get(1));
    }

    /**
     * Finds the relay's deployment package, for those who want it.
     *
     * @throws Outage if it is not to be had
     */
    public Path relay() {
        return files(List.of(artifact("lambda-relay", "zip"))).get(0);
    }

    private Artifact artifact(String id, String extension) {
        return new DefaultArtifact(GROUP, id, extension, version);
    }

    private List<Artifact> libraries(Artifact sandbox) {
        CollectRequest request =
                new CollectRequest().setRoot(new Dependency(sandbox, RUNTIME)).setRepositories(repositories);
        try {
            List<Artifact> found = new ArrayList<>();
            addBelow(system.collectDependencies(session, request).getRoot(), found);
            return found;
        } catch (DependencyCollectionException e) {
            throw new Outage(SandboxProblems.notResolved(version, session.isOffline(), e), e);
        }
    }

    private static void addBelow(DependencyNode parent, List<Artifact> found) {
        for (DependencyNode node : parent.getChildren()) {
            if (!NOT_AT_RUN_TIME.contains(node.getDependency().getScope())) {
                found.add(node.getArtifact());
                addBelow(node, found);
            }
        }
    }

    /**
     * The sandbox's POM names PostgreSQL for the system that Maven sees, but Maven does not see the difference between
     * Alpine and other Linuxes.
     */
    private List<Artifact> withBinaries(List<Artifact> libraries, String binaries) {
        List<Artifact> fitting = new ArrayList<>();
        boolean found = false;
        for (Artifact library : libraries) {
            boolean postgresql = library.getGroupId().equals(PostgresqlBinaries.GROUP);
            found |= postgresql;
            fitting.add(
                    postgresql
                            ? new DefaultArtifact(library.getGroupId(), binaries, "jar", library.getVersion())
                            : library);
        }
        if (!found) {
            throw new Refusal(SandboxProblems.noPostgresql(version, binaries));
        }
        return fitting;
    }

    private List<Path> files(List<Artifact> wanted) {
        List<ArtifactRequest> requests = wanted.stream()
                .map(artifact -> new ArtifactRequest(artifact, repositories, null))
                .toList();
        try {
            return system.resolveArtifacts(session, requests).stream()
                    .map(ArtifactResult::getArtifact)
                    .map(artifact -> artifact.getFile().toPath())
                    .toList();
        } catch (ArtifactResolutionException e) {
            throw new Outage(SandboxProblems.notResolved(version, session.isOffline(), e), e);
        }
    }
}
