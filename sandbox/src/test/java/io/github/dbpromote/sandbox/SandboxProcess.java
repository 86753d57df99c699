package io.github.dbpromote.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sandbox in a JVM of its own, as the plugin starts it, and its control endpoint. */
final class SandboxProcess implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path state;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    private SandboxProcess(Path state, Process process) {
        this.state = state;
        this.process = process;
    }

    static SandboxProcess start(Path state, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SandboxMain.class.getName(),
                "--state",
                state.toString()));
        command.addAll(List.of(arguments));
        return new SandboxProcess(state, new ProcessBuilder(command).start());
    }

    /** Waits for the line that says so. */
    SandboxProcess ready() throws IOException {
        String line = new BufferedReader(process.inputReader(StandardCharsets.UTF_8)).readLine();
        if (line == null || !line.startsWith("ready http://127.0.0.1:")) {
            throw new AssertionError("not ready: " + line + " " + standardError());
        }
        return this;
    }

    String standardError() throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running");
        }
        return process.exitValue();
    }

    void terminate() {
        process.destroy();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    JsonNode endpoint() throws IOException {
        return JSON.readTree(Files.readString(state.resolve("endpoint.json")));
    }

    long postgresPid() throws IOException {
        return Long.parseLong(Files.readAllLines(state.resolve("postgres/data/postmaster.pid"))
                .get(0));
    }

    JsonNode control(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = controlWith(endpoint().path("token").asString(), method, path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    HttpResponse<String> controlWith(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(endpoint().path("endpoint").asString() + "/_sandbox" + path))
                .header("X-Sandbox-Token", token)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        terminate();
        process.onExit().join();
    }
}
