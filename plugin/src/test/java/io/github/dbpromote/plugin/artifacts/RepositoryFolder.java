package io.github.dbpromote.plugin.artifacts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;

/** A Maven repository in a folder, for tests to put artifacts into. */
public final class RepositoryFolder {
    private final Path folder;

    public RepositoryFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes it the local repository of a build that reaches no other, as with {@code -o}. */
    @SuppressWarnings("deprecation") // Its successor came with Resolver 2, and Maven 3 has Resolver 1.
    public void use(DefaultRepositorySystemSession session, RepositorySystem system) {
        session.setOffline(true);
        session.setSystemProperties(System.getProperties());
        session.setLocalRepositoryManager(
                system.newLocalRepositoryManager(session, new LocalRepository(folder.toFile())));
    }

    RemoteRepository remote(String id) {
        return new RemoteRepository.Builder(id, "default", folder.toUri().toString()).build();
    }

    /** A jar as Maven makes it, with a manifest. */
    public RepositoryFolder jar(String coordinates, Map<String, String> entries) {
        Map<String, String> all = new TreeMap<>(entries);
        all.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
        return file(coordinates, zip(all));
    }

    /** @param coordinates {@code group:artifact:version} of a jar, or with a classifier before the version */
    public RepositoryFolder file(String coordinates, byte[] content) {
        try {
            Path file = path(coordinates);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path(String coordinates) {
        String[] parts = coordinates.split(":", -1);
        String version = parts[parts.length - 1];
        String classifier = parts.length == 4 ? "-" + parts[2] : "";
        return folder.resolve(parts[0].replace('.', '/'))
                .resolve(parts[1])
                .resolve(version)
                .resolve(parts[1] + "-" + version + classifier + ".jar");
    }

    private static byte[] zip(Map<String, String> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
