package io.github.dbpromote.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A stand-in for the flyway-host jar: documents, and a shell script that acts as the program. */
final class HostJar {
    private static final String DOCUMENT = """
            {"schemaVersion": "2.2",
             "description": "%s @database@ in @environment@",
             "parameters": {"deployment": {"type": "String", "allowedPattern": "^d-[0-9a-z-]{8,40}$"}},
             "mainSteps": [{"action": "aws:runShellScript", "name": "%s",
               "inputs": {"timeoutSeconds": "@executionTimeoutSeconds@",
                          "runCommand": ["flyway-host %s @database@ {{ deployment }}"]}}]}""";

    private HostJar() {}

    /** A jar that brings documents for these actions alone. */
    static Path with(Path directory, String... actions) throws IOException {
        Path jar = directory.resolve("flyway-host.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String action : actions) {
                zip.putNextEntry(new ZipEntry("db-promote/documents/" + action + ".json"));
                zip.write(DOCUMENT.formatted(action, action, action).getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    /** A program that prints its arguments, what it finds in its environment, and its configuration. */
    static Path program(Path directory) throws IOException {
        return Files.writeString(directory.resolve("program.sh"), """
                #!/bin/sh
                echo "args $*"
                echo "endpoint $AWS_ENDPOINT_URL"
                echo "token ${AWS_SESSION_TOKEN:+present}"
                echo "state $FLYWAY_HOST_STATE"
                cat "$FLYWAY_HOST_CONFIG/$2.conf"
                """);
    }
}
