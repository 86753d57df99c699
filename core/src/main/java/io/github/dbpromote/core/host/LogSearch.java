package io.github.dbpromote.core.host;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.model.JsonDraft;
import io.github.dbpromote.core.model.JsonObject;
import io.github.dbpromote.core.problem.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * FilterLogEvents of CloudWatch Logs, in the service's JSON 1.1 protocol. It is signed and sent by the SDK's parts, but
 * not by its client of the service, which would add 3 MB to what every user of the plugin downloads.
 */
final class LogSearch {
    private static final String TARGET = "Logs_20140328.FilterLogEvents";
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final String NO_SUCH_GROUP = "ResourceNotFoundException";
    private static final Set<String> THROTTLED =
            Set.of("ThrottlingException", "Throttling", "TooManyRequestsException", "LimitExceededException");
    private static final int FIRST_SERVER_ERROR = 500;

    private final AwsAccess access;
    private final String group;
    private final String streamPrefix;

    /** @param streamPrefix what the names of the streams begin with */
    LogSearch(AwsAccess access, String group, String streamPrefix) {
        this.access = access;
        this.group = group;
        this.streamPrefix = streamPrefix;
    }

    /** What came back. */
    sealed interface Answer {}

    /**
     * Some events, in the order of time; perhaps none, and yet there are more.
     *
     * @param next with which the search goes on; empty at its end
     */
    record Page(List<Event> events, Optional<String> next) implements Answer {
        Page {
            events = List.copyOf(events);
        }
    }

    /** Nothing this time: there is no such log group yet, or there were too many requests. */
    record Later() implements Answer {}

    /** No answer, or one that is none, which may pass. */
    record Silence(String reason) implements Answer {}

    /** A refusal that will not pass by itself. */
    record Refused(String reason) implements Answer {}

    /**
     * What a host printed between two looks of its agent.
     *
     * @param millis when, since 1970, by the host's clock
     * @param message one line or several
     */
    record Event(String id, long millis, String message) {}

    /** @param fromMillis older events are left out */
    Answer page(long fromMillis, Optional<String> token) {
        JsonDraft body = JsonDraft.empty()
                .put("logGroupName", group)
                .put("logStreamNamePrefix", streamPrefix)
                .put("startTime", fromMillis);
        token.ifPresent(next -> body.put("nextToken", next));
        try {
            return send(body.bytes());
        } catch (SdkException | IOException | UncheckedIOException e) {
            return new Silence(String.valueOf(e.getMessage()));
        } catch (CompletionException e) {
            return new Silence(String.valueOf(e.getCause().getMessage()));
        } catch (Refusal malformed) {
            return new Silence(malformed.problems().get(0).summary());
        }
    }

    private Answer send(byte[] body) throws IOException {
        ContentStreamProvider content = () -> new ByteArrayInputStream(body);
        SignedRequest signed = sign(request(body.length), content);
        HttpExecuteResponse response = access.http()
                .prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(signed.payload().orElse(content))
                        .build())
                .call();
        int status = response.httpResponse().statusCode();
        JsonObject answer = JsonObject.parse(
                response.responseBody().map(LogSearch::read).orElse(new byte[0]), "the answer of CloudWatch Logs");
        return response.httpResponse().isSuccessful() ? events(answer) : failure(status, answer);
    }

    private SdkHttpRequest request(int length) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(access.logsEndpoint())
                .putHeader("Content-Type", CONTENT_TYPE)
                .putHeader("Content-Length", Integer.toString(length))
                .putHeader("X-Amz-Target", TARGET)
                .build();
    }

    private SignedRequest sign(SdkHttpRequest request, ContentStreamProvider content) {
        AwsCredentialsIdentity identity = access.credentials().resolveIdentity().join();
        return AwsV4HttpSigner.create()
                .sign(signing -> signing.identity(identity)
                        .request(request)
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "logs")
                        .putProperty(
                                AwsV4HttpSigner.REGION_NAME, access.region().id()));
    }

    private static byte[] read(InputStream body) {
        try (body) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer events(JsonObject answer) {
        List<Event> events = answer.objects("events").stream()
                .map(event -> new Event(event.text("eventId"), event.number("timestamp"), event.text("message")))
                .toList();
        return new Page(events, answer.optionalText("nextToken"));
    }

    private static Answer failure(int status, JsonObject answer) {
        // The type may stand behind a namespace: "com.amazonaws.logs#AccessDeniedException".
        String type = answer.optionalText("__type").orElse("HTTP status " + status);
        String code = type.substring(type.indexOf('#') + 1);
        if (code.equals(NO_SUCH_GROUP) || THROTTLED.contains(code)) {
            return new Later();
        }
        String message = answer.optionalText("message")
                .or(() -> answer.optionalText("Message"))
                .map(text -> ": " + text)
                .orElse("");
        return status >= FIRST_SERVER_ERROR ? new Silence(code + message) : new Refused(code + message);
    }
}
