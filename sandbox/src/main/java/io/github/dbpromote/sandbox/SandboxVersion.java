package io.github.dbpromote.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this artifact, as Maven wrote it into the jar. */
final class SandboxVersion {
    private static final String RESOURCE = "/META-INF/maven/io.github.dbpromote/sandbox/pom.properties";

    private SandboxVersion() {}

    /** {@code development} where there is no jar around the classes. */
    static String current() {
        try (InputStream resource = SandboxVersion.class.getResourceAsStream(RESOURCE)) {
            Properties properties = new Properties();
            if (resource != null) {
                properties.load(resource);
            }
            return properties.getProperty("version", "development");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
