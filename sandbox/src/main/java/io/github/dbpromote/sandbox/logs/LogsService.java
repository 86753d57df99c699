package io.github.dbpromote.sandbox.logs;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.JsonService;
import io.github.dbpromote.sandbox.http.Permission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** CloudWatch Logs, to read from; events come in by {@link #put}. They are kept in a directory and outlive the sandbox. */
public final class LogsService {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FORWARD = "f/";
    private static final String BACKWARD = "b/";
    private static final String EVENTS = "events";

    /** Stands before every event. */
    private static final String FIRST = "0";

    private final LogStore store;
    private final String arnPrefix;
    private final boolean emptyFirstPages;

    /**
     * @param directory created if it is missing, read if it is not
     * @param emptyFirstPages whether FilterLogEvents first answers no event and a token, as AWS may
     * @throws UncheckedIOException if the directory cannot be used
     */
    public LogsService(Path directory, String region, String account, boolean emptyFirstPages, Clock clock) {
        this(store(directory, clock, LogStore.Limits.USUAL), region, account, emptyFirstPages);
    }

    private LogsService(LogStore store, String region, String account, boolean emptyFirstPages) {
        this.store = store;
        this.arnPrefix = "arn:aws:logs:" + region + ":" + account + ":log-group:";
        this.emptyFirstPages = emptyFirstPages;
    }

    private static LogStore store(Path directory, Clock clock, LogStore.Limits limits) {
        try {
            return new LogStore(directory, clock, limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To be registered with the front. */
    public JsonService service() {
        return new JsonService(
                "logs",
                "Logs_20140328.",
                Map.of(
                        "CreateLogGroup", operation(this::createLogGroup),
                        "DescribeLogGroups", operation(this::describeLogGroups),
                        "DescribeLogStreams", operation(this::describeLogStreams),
                        "FilterLogEvents", operation(this::filterLogEvents),
                        "GetLogEvents", operation(this::getLogEvents)),
                LogsService::resource,
                this::permissions);
    }

    /**
     * Of a group IAM sees the ARN with what would be a stream behind it, so that a policy for the group ends with {@code :*}.
     * <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html">Which ARN is for policies</a>
     */
    private List<Permission> permissions(String operation, ObjectNode input) {
        String group = input.path("logGroupName").asString("");
        String stream = input.path("logStreamName").asString("");
        return List.of(Permission.of("logs:" + operation, arnPrefix + group + ":log-stream:" + stream));
    }

    private static JsonService.Operation operation(Function<LogsInput, JsonNode> operation) {
        return (input, request) -> operation.apply(new LogsInput(input));
    }

    /** For the request log: what a request is about. */
    private static String resource(ObjectNode input) {
        String stream = input.path("logStreamName")
                .asString(input.path("logStreamNamePrefix").asString(""));
        String group = input.path("logGroupName")
                .asString(input.path("logGroupNamePrefix").asString(""));
        return stream.isEmpty() ? group : group + " " + stream;
    }

    /**
     * Adds an event, with the present time, to a stream; makes the stream and its group where they are missing.
     *
     * @param message one line or several
     * @throws AwsError {@code InvalidParameterException} if the names are none for a group and a stream
     * @throws UncheckedIOException if it cannot be written
     */
    public void put(String group, String stream, String message) {
        if (!LogsInput.GROUP.matcher(group).matches()
                || !LogsInput.STREAM.matcher(stream).matches()) {
            throw LogsInput.invalid("Not a log group and a log stream: " + group + ", " + stream);
        }
        try {
            store.append(group, stream, message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode createLogGroup(LogsInput input) {
        try {
            if (!store.createGroup(input.group())) {
                throw new AwsError(400, "ResourceAlreadyExistsException", "The specified log group already exists");
            }
            return JSON.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode describeLogGroups(LogsInput input) {
        String prefix = input.text("logGroupNamePrefix", LogsInput.GROUP).orElse("");
        List<LogStore.Group> groups = store.groups().stream()
                .filter(group -> group.name().startsWith(prefix))
                .filter(after(input.token(), LogStore.Group::name))
                .toList();
        return list("logGroups", groups, input.listLimit(), LogStore.Group::name, this::describe);
    }

    private ObjectNode describe(LogStore.Group group) {
        String arn = arnPrefix + group.name();
        return JSON.createObjectNode()
                .put("logGroupName", group.name())
                .put("creationTime", group.created().toEpochMilli())
                .put("metricFilterCount", 0)
                .put("arn", arn + ":*")
                .put("logGroupArn", arn)
                .put("logGroupClass", "STANDARD")
                .put("storedBytes", 0);
    }

    private JsonNode describeLogStreams(LogsInput input) {
        String group = existing(input.group());
        String prefix = input.text("logStreamNamePrefix", LogsInput.STREAM).orElse("");
        if (!input.text("orderBy").orElse("LogStreamName").equals("LogStreamName") || input.flag("descending")) {
            throw LogsInput.invalid("The sandbox lists log streams by name alone, ascending.");
        }
        List<LogStream> streams = store.streams(group).stream()
                .filter(stream -> stream.name().startsWith(prefix))
                .filter(after(input.token(), LogStream::name))
                .toList();
        return list("logStreams", streams, input.listLimit(), LogStream::name, this::describe);
    }

    private ObjectNode describe(LogStream stream) {
        ObjectNode description = JSON.createObjectNode().put("logStreamName", stream.name());
        description.put("creationTime", stream.created().toEpochMilli());
        description.put("arn", arnPrefix + stream.group() + ":log-stream:" + stream.name());
        List<LogEvent> events = stream.events();
        if (!events.isEmpty()) {
            long last = events.get(events.size() - 1).timestamp();
            description.put("firstEventTimestamp", events.get(0).timestamp());
            description.put("lastEventTimestamp", last).put("lastIngestionTime", last);
        }
        return description.put("storedBytes", 0);
    }

    /** Tokens of lists are the last name on the page. */
    private static <T> Predicate<T> after(Optional<String> token, Function<T, String> name) {
        return element -> token.isEmpty() || name.apply(element).compareTo(token.get()) > 0;
    }

    private static <T> JsonNode list(
            String member, List<T> left, int limit, Function<T, String> name, Function<T, ObjectNode> describe) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode page = answer.putArray(member);
        left.stream().limit(limit).map(describe).forEach(page::add);
        if (left.size() > limit) {
            answer.put("nextToken", name.apply(left.get(limit - 1)));
        }
        return answer;
    }

    /** A page may be empty and not the last; the token says behind which event the next one begins. */
    private JsonNode filterLogEvents(LogsInput input) {
        String group = existing(input.group());
        Predicate<String> wanted = wantedStreams(input);
        long start = input.startTime();
        long end = requireAfter(start, input.endTime());
        int limit = input.eventLimit();
        Optional<String> token = input.token();
        if (token.isEmpty() && emptyFirstPages) {
            return page(List.of(), Optional.of(FIRST));
        }
        List<LogEvent> left = store.streams(group).stream()
                .filter(stream -> wanted.test(stream.name()))
                .flatMap(stream -> stream.events().stream())
                .filter(event -> event.timestamp() >= start && event.timestamp() <= end)
                .filter(event -> token.isEmpty() || event.id().compareTo(token.get()) > 0)
                .sorted()
                .toList();
        return left.size() <= limit
                ? page(left, Optional.empty())
                : page(left.subList(0, limit), Optional.of(left.get(limit - 1).id()));
    }

    private static Predicate<String> wantedStreams(LogsInput input) {
        Optional<String> prefix = input.text("logStreamNamePrefix", LogsInput.STREAM);
        List<String> names = input.streams();
        if (prefix.isPresent() && !names.isEmpty()) {
            throw LogsInput.invalid("logStreamNames and logStreamNamePrefix cannot be used together.");
        }
        if (input.text("filterPattern").filter(pattern -> !pattern.isBlank()).isPresent()) {
            throw LogsInput.invalid("The sandbox knows no filter patterns.");
        }
        return name -> name.startsWith(prefix.orElse("")) && (names.isEmpty() || names.contains(name));
    }

    private static JsonNode page(List<LogEvent> events, Optional<String> token) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode page = answer.putArray(EVENTS);
        events.forEach(event ->
                page.add(describe(event).put("logStreamName", event.stream()).put("eventId", event.id())));
        answer.putArray("searchedLogStreams");
        token.ifPresent(next -> answer.put("nextToken", next));
        return answer;
    }

    private static ObjectNode describe(LogEvent event) {
        return JSON.createObjectNode()
                .put("timestamp", event.timestamp())
                .put("message", event.message())
                .put("ingestionTime", event.timestamp());
    }

    /** There are always tokens in both directions; the same one again means that there is nothing more, so far. */
    private JsonNode getLogEvents(LogsInput input) {
        String group = existing(input.group());
        String stream = input.stream();
        long start = input.startTime();
        long end = requireAfter(start, input.endTime());
        List<LogEvent> events = store.events(group, stream).orElseThrow(() -> notFound("log stream")).stream()
                .filter(event -> event.timestamp() >= start && event.timestamp() < end)
                .toList();
        int limit = input.eventLimit();
        String token = input.token().orElse(input.flag("startFromHead") ? FORWARD + 0 : BACKWARD + events.size());
        int at = position(token, events.size());
        int from = token.startsWith(FORWARD) ? at : Math.max(0, at - limit);
        int to = token.startsWith(FORWARD) ? Math.min(events.size(), at + limit) : at;
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode page = answer.putArray(EVENTS);
        events.subList(from, to).forEach(event -> page.add(describe(event)));
        return answer.put("nextForwardToken", FORWARD + to).put("nextBackwardToken", BACKWARD + from);
    }

    private static int position(String token, int size) {
        if (!token.matches("[fb]/\\d{1,9}") || Integer.parseInt(token.substring(2)) > size) {
            throw LogsInput.invalid("The specified nextToken is invalid.");
        }
        return Integer.parseInt(token.substring(2));
    }

    private static long requireAfter(long start, long end) {
        if (start > end) {
            throw LogsInput.invalid("The start time cannot be greater than the end time.");
        }
        return end;
    }

    private String existing(String group) {
        if (!store.hasGroup(group)) {
            throw notFound("log group");
        }
        return group;
    }

    private static AwsError notFound(String what) {
        return new AwsError(400, "ResourceNotFoundException", "The specified " + what + " does not exist.");
    }
}
