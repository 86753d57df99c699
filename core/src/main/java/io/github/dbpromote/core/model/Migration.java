package io.github.dbpromote.core.model;

import java.util.Optional;

/**
 * One migration as it stands in a project or a bundle.
 *
 * @param version as Flyway prints it, without leading zeros; empty for repeatable migrations
 * @param script the file's name relative to its migration directory, with {@code /}
 * @param checksum Flyway's, which ignores line ends. That of a repeatable migration depends on the host's placeholders
 *     and is empty here
 */
public record Migration(Optional<String> version, String description, String script, Optional<Integer> checksum) {
    public boolean isRepeatable() {
        return version.isEmpty();
    }
}
