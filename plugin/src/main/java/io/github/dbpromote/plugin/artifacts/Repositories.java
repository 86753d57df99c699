package io.github.dbpromote.plugin.artifacts;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.SessionData;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.transfer.ArtifactNotFoundException;

/**
 * Finds artifacts as Maven finds everything: among the modules of the build, in the local repository, and in the
 * project's repositories through their mirrors, or not at all there with {@code -o}. Each is found alone, without what it
 * depends on, and once in a build: all modules see the same file.
 */
public final class Repositories {
    private final RepositorySystem system;
    private final RepositorySystemSession session;
    private final List<RemoteRepository> remote;

    /** @param remote the project's, as Maven hands them out: mirrors and credentials are in them already */
    public Repositories(RepositorySystem system, RepositorySystemSession session, List<RemoteRepository> remote) {
        this.system = system;
        this.session = session;
        this.remote = List.copyOf(remote);
    }

    private record Wanted(Coordinates coordinates, List<RemoteRepository> remote) {}

    /** @throws Refusal if it is not to be had */
    ResolvedArtifact find(Coordinates coordinates) {
        return found().computeIfAbsent(new Wanted(coordinates, remote), wanted -> resolve(coordinates));
    }

    /**
     * Kept by Resolver for as long as the build lasts; the class as key keeps apart what another class loader of this
     * plugin has found. The older methods, because Maven 3.6 has no computeIfAbsent there.
     */
    @SuppressWarnings("unchecked") // Nobody else has this key.
    private ConcurrentMap<Wanted, ResolvedArtifact> found() {
        SessionData data = session.getData();
        data.set(Repositories.class, null, new ConcurrentHashMap<Wanted, ResolvedArtifact>());
        return (ConcurrentMap<Wanted, ResolvedArtifact>) data.get(Repositories.class);
    }

    private ResolvedArtifact resolve(Coordinates coordinates) {
        Artifact wanted = new DefaultArtifact(
                coordinates.groupId(),
                coordinates.artifactId(),
                coordinates.classifier(),
                coordinates.extension(),
                coordinates.version());
        try {
            Artifact found = system.resolveArtifact(session, new ArtifactRequest(wanted, remote, null))
                    .getArtifact();
            return new ResolvedArtifact(found.getVersion(), found.getFile().toPath());
        } catch (ArtifactResolutionException e) {
            throw new Refusal(problem(coordinates, e.getResult()));
        }
    }

    private Problem problem(Coordinates coordinates, ArtifactResult result) {
        List<String> ids = remote.stream().map(RemoteRepository::getId).toList();
        return result.getExceptions().stream()
                .filter(it -> !(it instanceof ArtifactNotFoundException))
                .findFirst()
                .map(it -> ArtifactProblems.notFetched(coordinates, ids, String.valueOf(it.getMessage())))
                .orElseGet(() -> ArtifactProblems.notFound(coordinates, ids, session.isOffline()));
    }
}
