package io.github.dbpromote.sandbox.logs;

import io.github.dbpromote.sandbox.http.Hashing;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One stream, in a file to which each event is added as a line. */
final class LogStream {
    static final String SUFFIX = ".jsonl";

    /** What even an empty stream is taken to weigh, so that their number is limited too. */
    private static final int BASE_SIZE = 1024;

    private static final JsonMapper JSON = new JsonMapper();
    private static final BigInteger STREAM_NUMBERS = BigInteger.TEN.pow(34);

    private final Path file;
    private final String group;
    private final String name;
    private final Instant created;
    private final List<LogEvent> events = new ArrayList<>();
    private final String number;
    private int size = BASE_SIZE;

    private LogStream(Path file, String group, String name, Instant created) {
        this.file = file;
        this.group = group;
        this.name = name;
        this.created = created;
        this.number = "%034d".formatted(new BigInteger(hash(group, name), 16).mod(STREAM_NUMBERS));
    }

    private static String hash(String group, String name) {
        return Hashing.sha256Hex(group + "\n" + name);
    }

    static LogStream create(Path directory, String group, String name, Instant now) throws IOException {
        LogStream stream = new LogStream(directory.resolve(hash(group, name) + SUFFIX), group, name, now);
        stream.write(
                JSON.createObjectNode().put("group", group).put("stream", name).put("created", now.toString()),
                StandardOpenOption.CREATE_NEW);
        return stream;
    }

    /** Empty if not even its first line was written before the sandbox was killed. */
    static Optional<LogStream> read(Path file) throws IOException {
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        try {
            JsonNode head = JSON.readTree(lines.isEmpty() ? "" : lines.get(0));
            LogStream stream = new LogStream(
                    file,
                    head.required("group").stringValue(),
                    head.required("stream").stringValue(),
                    Instant.parse(head.required("created").stringValue()));
            lines.stream().skip(1).forEach(stream::load);
            return Optional.of(stream);
        } catch (JacksonException halfWritten) {
            return Optional.empty();
        }
    }

    private void load(String line) {
        try {
            JsonNode stored = JSON.readTree(line);
            take(
                    stored.required("timestamp").longValue(),
                    stored.required("message").stringValue());
        } catch (JacksonException halfWritten) {
            // The sandbox was killed over it; whoever wrote it was told nothing.
        }
    }

    private synchronized void take(long timestamp, String message) {
        String id = "%014d%s%08d".formatted(timestamp, number, events.size());
        events.add(new LogEvent(id, name, timestamp, message));
        size += message.length();
    }

    synchronized void append(long timestamp, String message) throws IOException {
        write(JSON.createObjectNode().put("timestamp", timestamp).put("message", message), StandardOpenOption.APPEND);
        take(timestamp, message);
    }

    /** On a line of its own, even behind one that was cut off. */
    private void write(JsonNode line, StandardOpenOption option) throws IOException {
        Files.writeString(file, "\n" + line, StandardCharsets.UTF_8, StandardOpenOption.WRITE, option);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    String group() {
        return group;
    }

    String name() {
        return name;
    }

    Instant created() {
        return created;
    }

    /** Roughly its characters. */
    synchronized int size() {
        return size;
    }

    /** Oldest first: they come in with the time of their coming. */
    synchronized List<LogEvent> events() {
        return List.copyOf(events);
    }
}
