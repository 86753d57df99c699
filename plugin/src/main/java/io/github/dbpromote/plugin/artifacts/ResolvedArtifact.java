package io.github.dbpromote.plugin.artifacts;

import java.nio.file.Path;

/**
 * An artifact that was found.
 *
 * @param version of a snapshot the very one, with its time, where the repository tells it
 * @param file a file; a folder of classes where it is a module of this build that is not packaged yet
 */
record ResolvedArtifact(String version, Path file) {}
