package io.github.dbpromote.plugin.sandbox;

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
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

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

    JsonNode get(String doing, Duration limit) {
        return send("GET", "", BodyPublishers.noBody(), doing, limit);
    }

    JsonNode put(String path, JsonNode body, String doing, Duration limit) {
        return send("PUT", path, BodyPublishers.ofString(body.toString()), doing, limit);
    }

    JsonNode post(String path, String doing, Duration limit) {
        return send("POST", path, BodyPublishers.noBody(), doing, limit);
    }

    /**
     * @param doing for the error message: what could not be done
     * @throws Outage if it does not answer within the limit
     * @throws Refusal if it answers no
     */
    private JsonNode send(String method, String path, BodyPublisher body, String doing, Duration limit) {
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

    private JsonNode answer(HttpResponse<String> response, String doing) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw new Refusal(SandboxProblems.refused(
                    endpoint, doing, response.statusCode(), response.body().strip()));
        }
        try {
            return response.body().isBlank()
                    ? MissingNode.getInstance()
                    : JsonMapper.shared().readTree(response.body());
        } catch (JacksonException e) {
            throw new IOException("not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
