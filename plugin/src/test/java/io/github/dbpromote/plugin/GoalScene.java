package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.plugin.artifacts.RepositoryFolder;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.api.di.Provides;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.ProjectBuilder;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * What every test of a goal has around it: a build whose module is named like the test's database, and AWS. The harness
 * finds session and log by the methods that provide them. One goal at a time, for credentials stand in system properties.
 */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
abstract class GoalScene {
    @RegisterExtension
    final Cloud cloud = new Cloud();

    final Said said = new Said();

    @TempDir
    Path folder;

    @Inject
    private ProjectBuilder projectBuilder;

    @Inject
    private RepositorySystem repositorySystem;

    private final MavenSession session = MavenBuild.newSession();
    private MavenBuild build;

    @Provides
    MavenSession session() {
        return session;
    }

    @Provides
    Log log() {
        return said;
    }

    @BeforeEach
    void beginTheBuild(TestInfo test) {
        build = new MavenBuild(folder, session, projectBuilder)
                .module(cloud.database().value())
                .typed(cloud.settings());
        test.getTestMethod()
                .map(method -> method.getAnnotation(Typed.class))
                .map(Typed::value)
                .ifPresent(properties -> Stream.of(properties).forEach(this::type));
    }

    private void type(String property) {
        int equals = property.indexOf('=');
        build.typed(property.substring(0, equals), property.substring(equals + 1));
    }

    /** The local Maven repository of this build, which knows no other. */
    final RepositoryFolder localRepository() {
        RepositoryFolder repository = new RepositoryFolder(folder.resolve("repository"));
        repository.use((DefaultRepositorySystemSession) session.getRepositorySession(), repositorySystem);
        return repository;
    }

    final MavenBuild build() {
        return build;
    }

    /** What a person reads where the goal ends the build as failed; never a stack trace, which Maven shows of causes. */
    static String refusalOf(Mojo goal) {
        Throwable failure = catchThrowable(goal::execute);
        assertThat(failure).isInstanceOf(MojoFailureException.class).hasNoCause();
        return failure.getMessage().strip();
    }

    /** No object was written, and no command sent: what was asked for is known to be a mistake before. */
    final void assertNothingWasDone() {
        assertThat(cloud.asked()).doesNotContain("PutObject", "SendCommand", "CancelCommand");
    }

    /** By a person, who typed the goal, or by a phase of the build that it is bound to. */
    static void called(AbstractModuleMojo goal, MojoExecution.Source source) {
        goal.execution = new MojoExecution(goal.execution.getMojoDescriptor(), "default", source);
    }

    /** The migrations of the module in which the goal runs. */
    final Release release() {
        return new Modules(session, repositorySystem).of(build.project()).read().release();
    }

    final Past past(String environment) {
        return new Past(cloud.environment(environment), cloud.deployments(environment), cloud.ledger(environment));
    }
}
