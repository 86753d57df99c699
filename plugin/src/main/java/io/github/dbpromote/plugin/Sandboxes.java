package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.plugin.sandbox.RunningSandbox;
import io.github.dbpromote.plugin.sandbox.SandboxArtifacts;
import io.github.dbpromote.plugin.sandbox.SandboxLauncher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.eclipse.aether.RepositorySystem;

/** The sandbox of this build: one for each project on the machine. */
final class Sandboxes {
    private final MavenSession session;
    private final Path directory;
    private final boolean reset;
    private final boolean relay;
    private final Log log;
    private final SandboxArtifacts artifacts;
    private final SandboxLauncher launcher;

    Sandboxes(
            MavenSession session,
            RepositorySystem repositorySystem,
            String version,
            Path directory,
            boolean reset,
            boolean relay,
            Log log) {
        // Before anything else: the rest of this package may ask for things that other systems lack.
        SandboxArtifacts.refuseUnsupportedSystem();
        if (relay) {
            SandboxArtifacts.refuseSystemWithoutRelay();
        }
        this.session = session;
        this.directory = directory;
        this.reset = reset;
        this.relay = relay;
        this.log = log;
        this.artifacts = new SandboxArtifacts(
                repositorySystem,
                session.getRepositorySession(),
                session.getCurrentProject().getRemotePluginRepositories(),
                version);
        this.launcher = new SandboxLauncher(directory, artifacts::resolve, log::info);
    }

    /** Below the user's home, named after the folder that holds the whole project, so that projects do not mix. */
    static Path defaultDirectory(MavenSession session) {
        Path root = session.getRequest()
                .getMultiModuleProjectDirectory()
                .toPath()
                .toAbsolutePath()
                .normalize();
        String hash = Digest.of(root.toString().getBytes(StandardCharsets.UTF_8))
                .value()
                .substring(0, 8);
        return Path.of(System.getProperty("user.home"), ".db-promote", "sandbox", root.getFileName() + "-" + hash);
    }

    Path directory() {
        return directory;
    }

    /** Starts it or joins the one that runs, emptied first if the user asked for that. */
    RunningSandbox running() {
        return reset
                ? FirstUse.of(directory, session.getStartTime().toInstant().toString(), launcher::reset, launcher::join)
                : launcher.join();
    }

    /** Makes what these databases need there, and has the relay promote them if the user asked for that. */
    void furnish(RunningSandbox running, List<SandboxedDatabase> databases) {
        databases.forEach(database -> database.provision(running));
        List<String> names = databases.stream().map(SandboxedDatabase::name).toList();
        if (relay && running.runRelay(artifacts.relay(), names, SandboxedDatabase.ENVIRONMENTS)) {
            log.info(
                    "The relay promotes here by itself as long as the sandbox runs; mvn db:watch shows what it decides.");
        }
    }
}
