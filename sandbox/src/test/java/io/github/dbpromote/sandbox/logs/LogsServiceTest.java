package io.github.dbpromote.sandbox.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.sandbox.http.LocalCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

class LogsServiceTest {
    private static final String GROUP = "/ssm/runcommand/flyway-host";

    @TempDir
    private Path directory;

    private LocalCloud cloud;
    private CloudWatchLogsClient client;

    @BeforeEach
    void start() throws IOException {
        cloud = LocalCloud.start(directory);
        client = cloud.cloudWatchLogs();
    }

    @AfterEach
    void stop() {
        client.close();
        cloud.close();
    }

    @Test
    void filter_findsTheStreamsOfAPrefixInTheOrderOfTime() {
        cloud.logs().put(GROUP, "c-1/i-1/migrate/stdout", "one\n");
        cloud.logs().put(GROUP, "c-1/i-1/migrate/stderr", "two\n");
        cloud.logs().put(GROUP, "c-2/i-1/migrate/stdout", "another command\n");

        List<FilteredLogEvent> events = filter("c-1/i-1/").events();

        assertThat(events).extracting(FilteredLogEvent::message).containsExactlyInAnyOrder("one\n", "two\n");
        assertThat(events)
                .isSortedAccordingTo((first, second) -> Long.compare(first.timestamp(), second.timestamp()))
                .extracting(FilteredLogEvent::eventId)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("\\d{56}"));
    }

    @Test
    void filter_leavesOutWhatIsOlderThanTheStartTime() {
        cloud.logs().put(GROUP, "stream", "one");
        long time = filter("stream").events().get(0).timestamp();

        assertThat(filter("stream", time)).extracting(FilteredLogEvent::message).containsExactly("one");
        assertThat(filter("stream", time + 1)).isEmpty();
    }

    @Test
    void filter_comesInPages() {
        IntStream.range(0, 7).forEach(number -> cloud.logs().put(GROUP, "stream", "line " + number));

        assertThat(client.filterLogEvents(request -> request.logGroupName(GROUP).limit(3))
                        .events())
                .hasSize(3);
        assertThat(client.filterLogEventsPaginator(
                                request -> request.logGroupName(GROUP).limit(3))
                        .events())
                .extracting(FilteredLogEvent::message)
                .containsExactly("line 0", "line 1", "line 2", "line 3", "line 4", "line 5", "line 6");
    }

    @Test
    void get_answersTheSameTokenAgainAtTheEnd() {
        cloud.logs().put(GROUP, "stream", "one");
        cloud.logs().put(GROUP, "stream", "two");

        GetLogEventsResponse first = client.getLogEvents(
                request -> request.logGroupName(GROUP).logStreamName("stream").startFromHead(true));
        GetLogEventsResponse end = after(first.nextForwardToken());
        cloud.logs().put(GROUP, "stream", "three");
        GetLogEventsResponse more = after(end.nextForwardToken());

        assertThat(messages(first)).containsExactly("one", "two");
        assertThat(end.events()).isEmpty();
        assertThat(end.nextForwardToken()).isEqualTo(first.nextForwardToken());
        assertThat(messages(more)).containsExactly("three");
    }

    @Test
    void get_beginsAtTheTailUnlessToldOtherwise() {
        IntStream.range(0, 5).forEach(number -> cloud.logs().put(GROUP, "stream", "line " + number));

        GetLogEventsResponse tail = client.getLogEvents(
                request -> request.logGroupName(GROUP).logStreamName("stream").limit(2));
        GetLogEventsResponse before = after(tail.nextBackwardToken());

        assertThat(messages(tail)).containsExactly("line 3", "line 4");
        assertThat(messages(before)).containsExactly("line 0", "line 1", "line 2");
    }

    @Test
    void whatIsMissing_isNotFound() {
        assertThatThrownBy(() -> filter("c-1/")).isInstanceOf(ResourceNotFoundException.class);
        client.createLogGroup(request -> request.logGroupName(GROUP));
        assertThat(filter("c-1/").events()).isEmpty();
        assertThatThrownBy(() -> client.getLogEvents(
                        request -> request.logGroupName(GROUP).logStreamName("nothing")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("The specified log stream does not exist.");
        assertThatThrownBy(() -> client.createLogGroup(request -> request.logGroupName(GROUP)))
                .isInstanceOf(ResourceAlreadyExistsException.class);
    }

    @Test
    void whatIsInvalid_isRefused() {
        assertThatThrownBy(() -> client.filterLogEvents(request -> request.logGroupName("no group")))
                .isInstanceOf(InvalidParameterException.class);
        client.createLogGroup(request -> request.logGroupName(GROUP));
        assertThatThrownBy(() -> client.filterLogEvents(
                        request -> request.logGroupName(GROUP).limit(10_001)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'limit'");
        assertThatThrownBy(() -> client.filterLogEvents(request ->
                        request.logGroupName(GROUP).logStreamNames("a").logStreamNamePrefix("b")))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> client.filterLogEvents(
                        request -> request.logGroupName(GROUP).startTime(2L).endTime(1L)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void groups_areListedInPages() {
        IntStream.range(0, 5).forEach(number -> client.createLogGroup(request -> request.logGroupName("g" + number)));
        client.createLogGroup(request -> request.logGroupName("other"));

        assertThat(client.describeLogGroupsPaginator(
                                request -> request.logGroupNamePrefix("g").limit(2))
                        .logGroups())
                .extracting(LogGroup::logGroupName)
                .containsExactly("g0", "g1", "g2", "g3", "g4");
    }

    @Test
    void everything_survivesARestart_evenAHalfWrittenLine() throws IOException {
        cloud.logs().put(GROUP, "stream", "one");
        String id = filter("stream").events().get(0).eventId();
        try (var files = Files.newDirectoryStream(directory.resolve("logs"), "*" + LogStream.SUFFIX)) {
            Files.writeString(files.iterator().next(), "\n{\"timest", StandardOpenOption.APPEND);
        }

        try (LocalCloud restarted = LocalCloud.start(directory);
                CloudWatchLogsClient again = restarted.cloudWatchLogs()) {
            restarted.logs().put(GROUP, "stream", "two");
            List<FilteredLogEvent> events = again.filterLogEvents(request -> request.logGroupName(GROUP))
                    .events();
            assertThat(events).extracting(FilteredLogEvent::message).containsExactly("one", "two");
            assertThat(events.get(0).eventId()).isEqualTo(id);
        }
        try (LocalCloud third = LocalCloud.start(directory);
                CloudWatchLogsClient again = third.cloudWatchLogs()) {
            assertThat(again.filterLogEvents(request -> request.logGroupName(GROUP))
                            .events())
                    .extracting(FilteredLogEvent::message)
                    .containsExactly("one", "two");
        }
    }

    @Test
    void nothing_growsForEver() throws IOException {
        LogStore store = new LogStore(directory.resolve("small"), Clock.systemUTC(), new LogStore.Limits(3_000, 6_000));

        for (int number = 0; number < 4; number++) {
            store.append(GROUP, "stream " + number, "x".repeat(1_900));
        }
        IntStream.range(0, 5).forEach(time -> append(store, "stream 3"));

        assertThat(store.streams(GROUP)).extracting(LogStream::name).containsExactly("stream 2", "stream 3");
        assertThat(store.events(GROUP, "stream 3").orElseThrow())
                .extracting(LogEvent::message)
                .last()
                .isEqualTo("The sandbox keeps no more of this stream.");
        assertThat(store.events(GROUP, "stream 3").orElseThrow()).hasSizeLessThan(5);
    }

    private static void append(LogStore store, String stream) {
        try {
            store.append(GROUP, stream, "y".repeat(100));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private FilterLogEventsResponse filter(String prefix) {
        return client.filterLogEvents(request -> request.logGroupName(GROUP).logStreamNamePrefix(prefix));
    }

    private List<FilteredLogEvent> filter(String prefix, long startTime) {
        return client.filterLogEvents(request ->
                        request.logGroupName(GROUP).logStreamNamePrefix(prefix).startTime(startTime))
                .events();
    }

    private GetLogEventsResponse after(String token) {
        return client.getLogEvents(
                request -> request.logGroupName(GROUP).logStreamName("stream").nextToken(token));
    }

    private static List<String> messages(GetLogEventsResponse answer) {
        return answer.events().stream().map(OutputLogEvent::message).toList();
    }
}
