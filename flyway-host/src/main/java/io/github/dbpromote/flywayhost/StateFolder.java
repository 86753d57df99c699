package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the host keeps on its disk, all of it for its owner alone: the logs, and a copy of each receipt. */
final class StateFolder {
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Bytes: a log and a receipt of some thousand migrations. */
    private static final int ROOM = 1024 * 1024;

    private final Path folder;

    private StateFolder(Path folder) {
        this.folder = folder;
    }

    /** @throws Refusal if it cannot be written */
    static StateFolder open(Path folder) {
        StateFolder state = new StateFolder(folder);
        try {
            Files.createDirectories(folder.resolve("logs"), OWNERS_FOLDER);
            Files.createDirectories(state.uploaded(), OWNERS_FOLDER);
            return state;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            throw new Refusal(
                    isFull(e)
                            ? HostProblems.noRoom(folder, ROOM, reason)
                            : HostProblems.stateUnwritable(folder, reason));
        }
    }

    /** Java has no exception of its own for ENOSPC; the words are the C library's. */
    private static boolean isFull(IOException failure) {
        return failure instanceof FileSystemException file && "No space left on device".equals(file.getReason());
    }

    /**
     * Finds out before anything is claimed whether a log and a receipt will fit.
     *
     * @throws Refusal if they would not
     */
    void requireRoom() {
        try {
            Path file = Files.createTempFile(folder, "room", null, OWNERS_FILE);
            try {
                Files.write(file, new byte[ROOM]);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new Refusal(HostProblems.noRoom(folder, ROOM, String.valueOf(e.getMessage())));
        }
    }

    Path log(DeploymentId deployment) {
        return folder.resolve("logs").resolve(deployment + ".log");
    }

    OutputStream append(Path file) throws IOException {
        SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OWNERS_FILE);
        return Channels.newOutputStream(channel);
    }

    /** Keeps a receipt that is not stored in S3 yet. */
    void keepReceipt(DeploymentId deployment, byte[] json) throws IOException {
        Path whole = receipt(deployment);
        Path part = whole.resolveSibling(deployment + ".part");
        Files.deleteIfExists(part);
        try {
            write(part, json);
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private static void write(Path part, byte[] json) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(
                part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNERS_FILE)) {
            ByteBuffer bytes = ByteBuffer.wrap(json);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (channel instanceof FileChannel file) {
                file.force(true);
            }
        }
    }

    /** The receipts of earlier runs that could not be stored in S3. */
    List<Path> leftReceipts() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("receipts"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** That receipt is where it belongs, or never will be. */
    void putAside(Path receipt) throws IOException {
        Files.move(receipt, uploaded().resolve(receipt.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    Path receipt(DeploymentId deployment) {
        return folder.resolve("receipts").resolve(deployment + ".json");
    }

    private Path uploaded() {
        return folder.resolve("receipts").resolve("uploaded");
    }
}
