package io.github.dbpromote.sandbox.logs;

import io.github.dbpromote.sandbox.http.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** All log groups, kept in a directory. When it becomes too much, whole streams go, the oldest first. */
final class LogStore {
    /** A log group without its streams. */
    record Group(String name, Instant created) {}

    /**
     * How much is kept.
     *
     * @param stream characters of one stream, after which it takes no more
     * @param total characters of all streams together
     */
    record Limits(int stream, int total) {
        static final Limits USUAL = new Limits(4 << 20, 32 << 20);
    }

    private static final String END = "The sandbox keeps no more of this stream.";
    private static final String GROUPS = "groups.json";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private final Clock clock;
    private final Limits limits;
    private final Map<String, Group> groups = new TreeMap<>();
    private final Map<String, Map<String, LogStream>> streams = new TreeMap<>();

    LogStore(Path directory, Clock clock, Limits limits) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.clock = clock;
        this.limits = limits;
        loadGroups();
        loadStreams();
    }

    private void loadGroups() throws IOException {
        Path file = directory.resolve(GROUPS);
        if (Files.exists(file)) {
            for (JsonNode stored : JSON.readTree(Files.readAllBytes(file)).values()) {
                String name = stored.required("name").stringValue();
                groups.put(
                        name,
                        new Group(name, Instant.parse(stored.required("created").stringValue())));
            }
        }
    }

    private void loadStreams() throws IOException {
        try (var files = Files.newDirectoryStream(directory, "*" + LogStream.SUFFIX)) {
            for (Path file : files) {
                Optional<LogStream> stream = LogStream.read(file);
                if (stream.isPresent()) {
                    register(stream.get());
                } else {
                    Files.delete(file);
                }
            }
        }
    }

    private void register(LogStream stream) {
        streams.computeIfAbsent(stream.group(), name -> new TreeMap<>()).put(stream.name(), stream);
    }

    /** False if it is there already. */
    synchronized boolean createGroup(String name) throws IOException {
        if (groups.containsKey(name)) {
            return false;
        }
        Map<String, Group> more = new TreeMap<>(groups);
        more.put(name, new Group(name, clock.instant()));
        ArrayNode stored = JSON.createArrayNode();
        more.values()
                .forEach(group -> stored.addObject()
                        .put("name", group.name())
                        .put("created", group.created().toString()));
        AtomicFile.write(directory.resolve(GROUPS), JSON.writeValueAsBytes(stored));
        groups.putAll(more);
        return true;
    }

    /** Adds an event to a stream of a group; makes either where it is missing. */
    synchronized void append(String group, String streamName, String message) throws IOException {
        createGroup(group);
        LogStream stream = stream(group, streamName);
        if (stream.size() >= limits.stream()) {
            return;
        }
        long now = clock.millis();
        stream.append(now, message);
        if (stream.size() >= limits.stream()) {
            stream.append(now, END);
        }
        forgetOldest(stream);
    }

    private LogStream stream(String group, String name) throws IOException {
        Optional<LogStream> known = find(group, name);
        if (known.isPresent()) {
            return known.get();
        }
        LogStream created = LogStream.create(directory, group, name, clock.instant());
        register(created);
        return created;
    }

    /** All but the one that is just being written. */
    private void forgetOldest(LogStream current) throws IOException {
        List<LogStream> oldestFirst = streams.values().stream()
                .flatMap(each -> each.values().stream())
                .sorted(Comparator.comparing(LogStream::created))
                .toList();
        long total = oldestFirst.stream().mapToLong(LogStream::size).sum();
        for (LogStream old : oldestFirst) {
            if (total > limits.total() && old != current) {
                old.delete();
                streams.get(old.group()).remove(old.name());
                total -= old.size();
            }
        }
    }

    synchronized List<Group> groups() {
        return List.copyOf(groups.values());
    }

    synchronized boolean hasGroup(String name) {
        return groups.containsKey(name);
    }

    /** The streams of a group, by name. */
    synchronized List<LogStream> streams(String group) {
        return List.copyOf(streams.getOrDefault(group, Map.of()).values());
    }

    /** The events of a stream, oldest first; empty if there is no such stream. */
    synchronized Optional<List<LogEvent>> events(String group, String stream) {
        return find(group, stream).map(LogStream::events);
    }

    private Optional<LogStream> find(String group, String name) {
        return Optional.ofNullable(streams.getOrDefault(group, Map.of()).get(name));
    }
}
