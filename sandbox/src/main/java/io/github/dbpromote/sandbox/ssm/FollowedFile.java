package io.github.dbpromote.sandbox.ssm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;

/** A file that a script is still writing, read piece by piece. */
final class FollowedFile {
    /** What the agent puts into one event at most, in bytes: MessageLengthThresholdInBytes. */
    static final int LARGEST_EVENT = 200_000;

    private final Path file;
    private final Consumer<String> events;
    private long position;

    FollowedFile(Path file, Consumer<String> events) {
        this.file = file;
        this.events = events;
    }

    /** All whole lines that have come since the last time, as one event; as several where they are too much for one. */
    void takeLines() throws IOException {
        byte[] piece = next();
        int end = endOfLines(piece);
        while (end > 0) {
            take(piece, end);
            piece = next();
            end = endOfLines(piece);
        }
    }

    /** The same, and then what there is of a last line, with the agent's own words behind it. */
    void takeRest(String agentsWords) throws IOException {
        takeLines();
        String rest = text(next()) + agentsWords;
        if (!rest.isEmpty()) {
            events.accept(rest);
        }
    }

    private void take(byte[] piece, int end) {
        events.accept(text(Arrays.copyOf(piece, end)));
        position += end;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** Behind the last line's end; a line that alone is too much for one event is cut. */
    private static int endOfLines(byte[] piece) {
        for (int index = piece.length; index > 0; index--) {
            if (piece[index - 1] == '\n') {
                return index;
            }
        }
        return piece.length == LARGEST_EVENT ? LARGEST_EVENT : 0;
    }

    private byte[] next() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(LARGEST_EVENT, channel.size() - position));
            long from = position;
            int count = 0;
            while (buffer.hasRemaining() && count >= 0) {
                count = channel.read(buffer, from + buffer.position());
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }
}
