package io.github.dbpromote.sandbox.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Files that are either wholly there, also after a power failure, or not there at all. Readable by their owner only. */
public final class AtomicFile {
    /** What a half-written file is called; left over by a crash, it can be deleted. */
    public static final String TEMPORARY_SUFFIX = ".tmp";

    private AtomicFile() {}

    /**
     * Creates or replaces {@code file} with {@code parts}, one after the other; when this returns it lasts.
     *
     * @throws IOException if it cannot be written; the file is then as it was before
     */
    public static void write(Path file, byte[]... parts) throws IOException {
        Path temporary = file.resolveSibling(UUID.randomUUID() + TEMPORARY_SUFFIX);
        try {
            Files.createFile(
                    temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                for (byte[] part : parts) {
                    writeFully(channel, ByteBuffer.wrap(part));
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncDirectory(file.toAbsolutePath().getParent());
    }

    /** Makes names that came into {@code directory}, or left it, last. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
