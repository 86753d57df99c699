package io.github.dbpromote.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What stands on a host as {@code flyway-host}: the jar, or any other program in its place, or nothing. */
record FlywayHostProgram(Optional<Path> jar, Optional<Path> substitute) {
    static final List<String> ACTIONS = List.of("migrate", "inspect", "repair");

    FlywayHostProgram {
        jar.filter(file -> !Files.isRegularFile(file)).ifPresent(file -> {
            throw new IllegalArgumentException("There is no flyway-host jar at " + file + ".");
        });
        substitute.filter(file -> !Files.isRegularFile(file)).ifPresent(file -> {
            throw new IllegalArgumentException("There is no program at " + file + ".");
        });
    }

    /** The documents that the jar brings, by action; a jar may lack some. */
    Map<String, String> documents() throws IOException {
        Map<String, String> documents = new LinkedHashMap<>();
        if (jar.isEmpty()) {
            return documents;
        }
        try (ZipFile zip = new ZipFile(jar.get().toFile())) {
            for (String action : ACTIONS) {
                ZipEntry entry = zip.getEntry("db-promote/documents/" + action + ".json");
                if (entry != null) {
                    documents.put(action, text(zip, entry));
                }
            }
        }
        return documents;
    }

    private static String text(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream content = zip.getInputStream(entry)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
