package io.github.dbpromote.sandbox.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A body in the frame of content encoding {@code aws-chunked}: chunks, the last one empty, then trailing headers. */
final class ChunkedBody {
    /** One chunk with the signature in its head, empty if there was none. */
    static final class Chunk {
        private final byte[] data;
        private final String signature;

        private Chunk(byte[] data, String signature) {
            this.data = data;
            this.signature = signature;
        }

        byte[] data() {
            return data;
        }

        String signature() {
            return signature;
        }
    }

    private final List<Chunk> chunks = new ArrayList<>();
    private final Map<String, String> trailer = new TreeMap<>();
    private final byte[] framed;
    private int position;

    private ChunkedBody(byte[] framed) {
        this.framed = framed;
    }

    static ChunkedBody read(byte[] framed) {
        ChunkedBody body = new ChunkedBody(framed);
        body.readChunks();
        body.readTrailer();
        return body;
    }

    static AwsError malformedTrailer() {
        return new AwsError(
                400,
                "MalformedTrailerError",
                "The request contained trailing data that was not well-formed or did not conform to our published schema.");
    }

    /** All chunks, the empty last one included. */
    List<Chunk> chunks() {
        return chunks;
    }

    /** Trailing headers by lower-case name. */
    Map<String, String> trailer() {
        return trailer;
    }

    byte[] data() {
        ByteArrayOutputStream data = new ByteArrayOutputStream(framed.length);
        chunks.forEach(chunk -> data.writeBytes(chunk.data()));
        return data.toByteArray();
    }

    private void readChunks() {
        Chunk chunk;
        do {
            chunk = readChunk();
            chunks.add(chunk);
        } while (chunk.data().length > 0);
    }

    private Chunk readChunk() {
        String[] head = line().split(";chunk-signature=", 2);
        int size = size(head[0]);
        if (size > framed.length - position) {
            throw incomplete();
        }
        byte[] data = Arrays.copyOfRange(framed, position, position + size);
        position += size;
        if (size > 0 && !line().isEmpty()) {
            throw incomplete();
        }
        return new Chunk(data, head.length == 2 ? head[1] : "");
    }

    private void readTrailer() {
        while (position < framed.length) {
            String line = line();
            int colon = line.indexOf(':');
            if (colon > 0) {
                trailer.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            } else if (!line.isEmpty()) {
                throw malformedTrailer();
            }
        }
    }

    private String line() {
        int end = position;
        while (end < framed.length && framed[end] != '\n') {
            end++;
        }
        if (end == framed.length) {
            throw incomplete();
        }
        String line = new String(framed, position, end - position, ISO_8859_1);
        position = end + 1;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static int size(String digits) {
        try {
            return Integer.parseInt(digits.strip(), 16);
        } catch (NumberFormatException e) {
            throw incomplete();
        }
    }

    private static AwsError incomplete() {
        return new AwsError(400, "IncompleteBody", "The request body terminated unexpectedly");
    }
}
