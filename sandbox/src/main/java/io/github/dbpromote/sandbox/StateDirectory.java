package io.github.dbpromote.sandbox;

import io.github.dbpromote.sandbox.http.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The directory with all that a sandbox knows, locked as long as it runs. */
final class StateDirectory implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ENDPOINT = "endpoint.json";

    private final Path path;
    private final Path lockFile;
    private final FileLock lock;
    private final Object lockIdentity;

    private StateDirectory(Path path, Path lockFile, FileLock lock) throws IOException {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
        this.lockIdentity = identity(lockFile);
    }

    /** @throws AlreadyRunningException if another sandbox, in whichever JVM, has it open */
    static StateDirectory open(Path directory) throws IOException {
        Path path = create(directory);
        Path lockFile = path.resolve("lock");
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new AlreadyRunningException(path);
        }
        StateDirectory state = new StateDirectory(path, lockFile, lock);
        Files.deleteIfExists(path.resolve(ENDPOINT));
        return state;
    }

    /** Others may pass through it, for PostgreSQL runs as somebody else where the sandbox runs as root. */
    static Path create(Path directory) throws IOException {
        Path path = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        }
        return path;
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisJvm) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    /** False once somebody has deleted the directory, even if another one stands in its place. */
    boolean isStillThere() {
        try {
            return Objects.equals(identity(lockFile), lockIdentity);
        } catch (IOException e) {
            return false;
        }
    }

    private static Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** What was kept under this name, if anything. */
    Optional<JsonNode> read(String name) {
        Path file = path.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(JSON.readTree(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps this under this name, in a file that its owner alone may read. */
    void write(String name, JsonNode content) {
        try {
            AtomicFile.write(path.resolve(name), JSON.writeValueAsBytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says to the world that the sandbox is ready, and where. */
    void announce(JsonNode endpoint) {
        write(ENDPOINT, endpoint);
    }

    /** Takes back what {@link #announce} said. */
    void withdraw() throws IOException {
        if (isStillThere()) {
            Files.deleteIfExists(path.resolve(ENDPOINT));
        }
    }

    /** Lets others open it. */
    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }
}
