package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.api.di.Provides;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.ProjectBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every test of a goal has around it: a build whose module is named like the test's database, and AWS. The harness
 * finds session and log by the methods that provide them.
 */
abstract class GoalScene {
    @RegisterExtension
    final Cloud cloud = new Cloud();

    final Said said = new Said();

    @TempDir
    Path folder;

    @Inject
    private ProjectBuilder projectBuilder;

    private final MavenSession session = MavenBuild.session();
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
    void beginTheBuild() {
        build = new MavenBuild(folder, session, projectBuilder)
                .module(cloud.database().value())
                .typed(cloud.settings());
    }

    final MavenBuild build() {
        return build;
    }

    /** What the goal ends the build with. */
    static Throwable failureOf(Mojo goal) {
        return catchThrowable(goal::execute);
    }
}
