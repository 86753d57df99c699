package io.github.dbpromote.relay;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Answers in place of AWS, from memory: what is asked for by its target or path, and to every write that it was done. */
final class EmptyHouse implements SdkHttpClient {
    private static final byte[] NOTHING = {};
    private static final byte[] MISSING =
            "<Error><Code>NoSuchKey</Code><Message>Not here.</Message></Error>".getBytes(StandardCharsets.UTF_8);
    private static final String TIME = "Thu, 01 Jan 2026 00:00:00 GMT";

    private final Map<String, byte[]> answers;

    EmptyHouse(Map<String, byte[]> answers) {
        this.answers = Map.copyOf(answers);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return answer(request.httpRequest());
            }

            @Override
            public void abort() {
                // It has been answered by then.
            }
        };
    }

    private HttpExecuteResponse answer(SdkHttpRequest request) {
        String asked = request.firstMatchingHeader("X-Amz-Target").orElse(request.encodedPath());
        byte[] body = answers.get(asked);
        if (body != null) {
            return answer(200, body);
        }
        return request.method() == SdkHttpMethod.PUT ? answer(200, NOTHING) : answer(404, MISSING);
    }

    private static HttpExecuteResponse answer(int status, byte[] body) {
        return HttpExecuteResponse.builder()
                .response(SdkHttpFullResponse.builder()
                        .statusCode(status)
                        .putHeader("Date", TIME)
                        .putHeader("Last-Modified", TIME)
                        .putHeader("ETag", "\"1\"")
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    @Override
    public void close() {
        // There is nothing open.
    }
}
