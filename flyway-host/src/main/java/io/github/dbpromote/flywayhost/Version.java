package io.github.dbpromote.flywayhost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.flywaydb.core.internal.license.VersionPrinter;

/** What runs here. */
final class Version {
    private Version() {}

    static String own() {
        Properties properties = new Properties();
        try (InputStream resource = Version.class.getResourceAsStream("/db-promote/flyway-host.properties")) {
            properties.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own jar cannot be read", e);
        }
        return properties.getProperty("version");
    }

    static String flyway() {
        return VersionPrinter.getVersion();
    }
}
