package io.github.dbpromote.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.project.DefaultProjectBuildingRequest;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectBuilder;
import org.apache.maven.project.ProjectBuildingException;
import org.apache.maven.project.ProjectBuildingRequest;
import org.eclipse.aether.DefaultRepositorySystemSession;

/** A Maven build on disk, with Maven's own projects and session, for tests to write into and goals to run in. */
final class MavenBuild {
    static final String MIGRATIONS = "src/main/resources/db/migration";

    private static final String POM = """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.acme</groupId>
              <artifactId>%s</artifactId>
              <version>1.0</version>
              <properties>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                %s
              </properties>
              <build>
                %s
              </build>
            </project>
            """;

    private static final String PLUGIN = """
            <plugins>
              <plugin>
                <groupId>io.github.dbpromote</groupId>
                <artifactId>db-maven-plugin</artifactId>
                <configuration>%s</configuration>
                %s
              </plugin>
            </plugins>
            """;

    private final Path folder;
    private final ProjectBuilder projectBuilder;
    private final MavenSession session;
    private final List<MavenProject> projects = new ArrayList<>();

    MavenBuild(Path folder, MavenSession session, ProjectBuilder projectBuilder) {
        this.folder = folder;
        this.projectBuilder = projectBuilder;
        this.session = session;
        session.getRequest().setMultiModuleProjectDirectory(folder.toFile());
        session.getRequest().setBaseDirectory(folder.toFile());
    }

    /** Maven 3 has no other way to make one than constructors that it calls deprecated, its own code included. */
    @SuppressWarnings("deprecation")
    static MavenSession newSession() {
        return new MavenSession(
                null,
                new DefaultRepositorySystemSession(),
                new DefaultMavenExecutionRequest().setStartTime(Date.from(Instant.now())),
                new DefaultMavenExecutionResult());
    }

    MavenSession session() {
        return session;
    }

    /** The module in which the goal runs. */
    MavenProject project() {
        return projects.get(0);
    }

    /** Adds a module, without migrations. In the first one runs the goal. */
    MavenBuild module(String artifactId) {
        return module(artifactId, "");
    }

    /** @param configuration of the plugin in its POM */
    MavenBuild module(String artifactId, String configuration) {
        return add(artifactId, "", PLUGIN.formatted(configuration, ""));
    }

    /** Adds a module that binds the plugin with an execution that has a configuration of its own. */
    MavenBuild moduleWithExecution(String artifactId, String configuration, String id, String own) {
        String execution = "<executions><execution><id>" + id + "</id><configuration>" + own
                + "</configuration></execution></executions>";
        return add(artifactId, "", PLUGIN.formatted(configuration, execution));
    }

    /** Adds a module that declares the plugin nowhere but in pluginManagement. */
    MavenBuild moduleWithManaged(String artifactId, String configuration) {
        return add(artifactId, "", "<pluginManagement>" + PLUGIN.formatted(configuration, "") + "</pluginManagement>");
    }

    /** Adds a module without the plugin. */
    MavenBuild moduleWithProperties(String artifactId, String properties) {
        return add(artifactId, properties, "");
    }

    private MavenBuild add(String artifactId, String properties, String build) {
        Path pom = write(folder.resolve(artifactId).resolve("pom.xml"), POM.formatted(artifactId, properties, build));
        try {
            projects.add(projectBuilder.build(pom.toFile(), request()).getProject());
        } catch (ProjectBuildingException e) {
            throw new IllegalStateException(e);
        }
        session.setProjects(projects);
        session.setAllProjects(projects);
        session.setCurrentProject(projects.get(0));
        return this;
    }

    /** Nothing but what Maven makes up where there is no POM. */
    MavenBuild withoutPom() {
        Model madeUp = new Model();
        madeUp.setGroupId("org.apache.maven");
        madeUp.setArtifactId("standalone-pom");
        madeUp.setVersion("1");
        MavenProject standalone = new MavenProject(madeUp);
        standalone.setRemoteArtifactRepositories(List.of());
        session.setProjects(List.of(standalone));
        session.setAllProjects(List.of(standalone));
        session.setCurrentProject(standalone);
        return this;
    }

    private static ProjectBuildingRequest request() {
        return new DefaultProjectBuildingRequest()
                .setSystemProperties(System.getProperties())
                .setRepositorySession(new DefaultRepositorySystemSession())
                .setProcessPlugins(false);
    }

    /** Writes a migration, with a statement of its own, into the module in which the goal runs. */
    MavenBuild migration(String script) {
        return migration(project().getArtifactId(), script, "SELECT '" + script + "';\n");
    }

    MavenBuild migration(String module, String script, String text) {
        return file(module, MIGRATIONS + "/" + script, text);
    }

    /** @param file relative to the module */
    MavenBuild file(String module, String file, String text) {
        write(folder.resolve(module).resolve(file), text);
        return this;
    }

    /** Takes a migration away from the module in which the goal runs. */
    void delete(String script) {
        try {
            Files.delete(folder().resolve(MIGRATIONS).resolve(script));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As with {@code -D} on the command line. */
    MavenBuild typed(String name, String value) {
        session.getUserProperties().setProperty(name, value);
        return this;
    }

    MavenBuild typed(Map<String, String> properties) {
        properties.forEach(this::typed);
        return this;
    }

    /** As with {@code -o}. */
    MavenBuild offline() {
        session.getRequest().setOffline(true);
        return this;
    }

    Path folder() {
        return project().getBasedir().toPath();
    }

    private static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
