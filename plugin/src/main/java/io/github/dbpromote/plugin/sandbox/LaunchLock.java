package io.github.dbpromote.plugin.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/** Lets one launcher at a time at a state directory: of all threads of this JVM, and of all processes. */
record LaunchLock(Path file) {
    /** What is done alone. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Waits for the turn, then works.
     *
     * @throws IOException what the work throws, or if the file cannot be locked: then nothing was done
     */
    <T> T holding(Work<T> work) throws IOException {
        synchronized (turnInThisJvm()) {
            try (FileChannel held = lock()) {
                Objects.requireNonNull(held, "closing it releases the lock");
                return work.run();
            }
        }
    }

    /**
     * A file lock belongs to the process, so that a second thread would not wait but fail. Interned strings are the same
     * object in all class loaders, and thus for the several copies of this class that one Maven process may load.
     */
    private Object turnInThisJvm() throws IOException {
        Path place = file.toAbsolutePath().getParent().toRealPath();
        return (LaunchLock.class.getName() + " " + place.resolve(file.getFileName())).intern();
    }

    /** The file may be deleted and made anew while this waits; a lock on the deleted one would be worth nothing. */
    private FileChannel lock() throws IOException {
        while (true) {
            Optional<Object> known = identity();
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean lasting = false;
            try {
                channel.lock();
                lasting = known.isPresent() && known.equals(identity());
                if (lasting) {
                    return channel;
                }
            } finally {
                if (!lasting) {
                    channel.close();
                }
            }
        }
    }

    private Optional<Object> identity() throws IOException {
        return Files.exists(file)
                ? Optional.of(
                        Files.readAttributes(file, BasicFileAttributes.class).fileKey())
                : Optional.empty();
    }
}
