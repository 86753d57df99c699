package io.github.dbpromote.plugin.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The jars that a sandbox is started from.
 *
 * @param sandbox the jar with the main class
 * @param libraries what it needs at run time, in the order of the class path
 * @param flywayHost the runnable jar that its Flyway hosts get
 */
public record SandboxFiles(Path sandbox, List<Path> libraries, Path flywayHost) {
    public SandboxFiles {
        Objects.requireNonNull(sandbox, "sandbox");
        Objects.requireNonNull(flywayHost, "flywayHost");
        libraries = List.copyOf(libraries);
    }

    List<Path> classPath() {
        List<Path> classPath = new ArrayList<>();
        classPath.add(sandbox);
        classPath.addAll(libraries);
        return List.copyOf(classPath);
    }

    /** SHA-256 over names and content of the two jars that a build may overwrite; libraries are releases. */
    String fingerprint() throws IOException {
        MessageDigest digest = sha256();
        for (Path jar : List.of(sandbox, flywayHost)) {
            byte[] name = jar.getFileName().toString().getBytes(StandardCharsets.UTF_8);
            byte[] content = Files.readAllBytes(jar);
            digest.update((name.length + " " + content.length + " ").getBytes(StandardCharsets.US_ASCII));
            digest.update(name);
            digest.update(content);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The same files below another directory, whether they are there or not. */
    SandboxFiles below(Path directory) {
        List<Path> moved = new ArrayList<>();
        for (Path library : libraries) {
            // Jars of different groups may have the same name.
            String name = "%02d-%s".formatted(moved.size(), library.getFileName());
            moved.add(directory.resolve("libraries").resolve(name));
        }
        return new SandboxFiles(
                directory.resolve(sandbox.getFileName()), moved, directory.resolve(flywayHost.getFileName()));
    }

    /** Copies them below an empty directory. */
    SandboxFiles copyTo(Path directory) throws IOException {
        SandboxFiles copies = below(directory);
        Files.createDirectories(directory.resolve("libraries"));
        Files.copy(sandbox, copies.sandbox());
        Files.copy(flywayHost, copies.flywayHost());
        for (int i = 0; i < libraries.size(); i++) {
            Files.copy(libraries.get(i), copies.libraries().get(i));
        }
        return copies;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
