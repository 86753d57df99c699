package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.model.JsonDraft;
import io.github.dbpromote.core.model.JsonObject;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The sandbox's control requests: JSON over HTTP, with the token. */
final class Control {
    private static final String PATH = "/_sandbox";
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** A proxy of the build is meant for other addresses than this machine's own. */
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT)
            .build();

    private final URI endpoint;
    private final String token;

    Control(URI endpoint, String token) {
        this.endpoint = endpoint;
        this.token = token;
    }

    JsonObject get(String doing, Duration limit) {
        return send("GET", "", BodyPublishers.noBody(), doing, limit);
    }

    JsonObject put(String path, JsonDraft body, String doing, Duration limit) {
        return send("PUT", path, BodyPublishers.ofString(body.text()), doing, limit);
    }

    JsonObject post(String path, String doing, Duration limit) {
        return send("POST", path, BodyPublishers.noBody(), doing, limit);
    }

    /**
     * @param doing for the error message: what could not be done
     * @throws Outage if it does not answer within the limit
     * @throws Refusal if it answers no
     */
    private JsonObject send(String method, String path, BodyPublisher body, String doing, Duration limit) {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(PATH + path))
                .method(method, body)
                .header("X-Sandbox-Token", token)
                .header("Content-Type", "application/json")
                .timeout(limit)
                .build();
        try {
            return answer(CLIENT.send(request, BodyHandlers.ofString()), doing);
        } catch (IOException e) {
            throw new Outage(SandboxProblems.unreachable(endpoint, doing, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Problems.interrupted());
        }
    }

    private JsonObject answer(HttpResponse<String> response, String doing) {
        if (response.statusCode() / 100 != 2) {
            throw new Refusal(SandboxProblems.refused(
                    endpoint, doing, response.statusCode(), response.body().strip()));
        }
        String body = response.body().isBlank() ? "{}" : response.body();
        return JsonObject.parse(body.getBytes(StandardCharsets.UTF_8), "the answer of the sandbox at " + endpoint);
    }
}
