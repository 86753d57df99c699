package io.github.dbpromote.plugin;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.plugin.text.Shown;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Builds the bundle of the project's migrations and attaches it with the classifier <code>migrations</code>, so that it
 * is installed and deployed with the project. Same migrations, same bytes, on any machine.
 */
@Mojo(name = "package", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class PackageMojo extends AbstractModuleMojo {
    static final String CLASSIFIER = "migrations";

    @Inject
    private MavenProjectHelper projectHelper;

    /** Where the bundle is written. */
    @Parameter(defaultValue = "${project.build.directory}", readonly = true)
    private File buildDirectory;

    @Override
    void run(Module module) {
        Bundle bundle = release(module.read()).bundle();
        Path file = buildDirectory
                .toPath()
                .resolve(project.getArtifactId() + "-" + project.getVersion() + "-" + CLASSIFIER + ".jar");
        write(bundle, file);
        projectHelper.attachArtifact(project, "jar", CLASSIFIER, file.toFile());
        getLog().info("Bundle " + bundle.digest().abbreviated() + " of " + module.database() + ": " + Shown.path(file));
    }

    private static void write(Bundle bundle, Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bundle.bytes());
        } catch (IOException e) {
            throw new Outage(PluginProblems.unwritable(file, e), e);
        }
    }
}
