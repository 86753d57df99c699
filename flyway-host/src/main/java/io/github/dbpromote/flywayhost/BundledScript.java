package io.github.dbpromote.flywayhost;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.resource.LoadableResource;

/** One file of a bundle. */
final class BundledScript extends LoadableResource {
    private final String name;
    private final byte[] content;

    /** @param name relative to the migration directory, with {@code /} */
    BundledScript(String name, byte[] content) {
        this.name = name;
        this.content = content.clone();
    }

    /** Text that is no UTF-8 fails, as it does when Flyway reads files. */
    @Override
    public Reader read() {
        return new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.UTF_8.newDecoder());
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    Optional<Integer> find(String text) {
        List<String> lines = text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return Optional.of(i + 1);
            }
        }
        return Optional.empty();
    }

    @Override
    public String getRelativePath() {
        return name;
    }

    @Override
    public String getFilename() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public String getAbsolutePath() {
        return name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
        return name;
    }
}
