package io.github.dbpromote.plugin.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the relay of a sandbox logs, read on from where one was. */
final class RelayLog {
    private final Path file;
    private long read;

    RelayLog(Path file) {
        this.file = file;
    }

    /** Its decisions since the last time; a line that is still being written belongs to the next. */
    List<RelayDecision> next() {
        String text = more();
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        read += whole.getBytes(StandardCharsets.UTF_8).length;
        return whole.lines().map(RelayDecision::parse).flatMap(Optional::stream).toList();
    }

    private String more() {
        if (!Files.exists(file)) {
            return "";
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            // Another relay begins it anew.
            read = log.length() < read ? 0 : read;
            byte[] bytes = new byte[Math.toIntExact(log.length() - read)];
            log.seek(read);
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
