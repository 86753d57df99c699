package io.github.dbpromote.plugin;

import io.github.dbpromote.plugin.artifacts.BundleArtifact;
import org.apache.maven.project.MavenProject;

/**
 * A bundle of a repository that a person wants to see published.
 *
 * @param module its database, with the bundle's migrations
 * @param place the one project of the build in which that is done; every other passes it over
 */
record NamedBundle(BundleArtifact bundle, Module module, MavenProject place) {
    /** The same, to be published elsewhere in the build. */
    NamedBundle in(MavenProject project) {
        return new NamedBundle(bundle, module, project);
    }
}
