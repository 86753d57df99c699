package io.github.dbpromote.sandbox.lambda;

import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.HttpFront;
import io.github.dbpromote.sandbox.http.LocalCloud;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.sts.StsService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lambda and STS behind the real front, code of functions, and a real client. */
final class FunctionFixture implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(1);
    private static final JsonMapper JSON = new JsonMapper();

    final Lambda lambda;
    final LambdaClient client;
    final HttpFront front;
    private final Path directory;

    FunctionFixture(Path directory) throws IOException {
        this.directory = directory;
        front = HttpFront.bind(0, LocalCloud.REGION.id(), Clock.systemUTC());
        lambda = new Lambda(
                directory.resolve("lambda"),
                front.endpoint(),
                LocalCloud.REGION.id(),
                LocalCloud.ACCOUNT,
                front.keyring(),
                Clock.systemUTC());
        front.serve(List.of(new StsService(), lambda.service()));
        Credentials developer = front.keyring().issue(Principal.user(LocalCloud.ACCOUNT, "developer"));
        client = LocalCloud.client(LambdaClient.builder(), front.endpoint(), LocalCloud.provider(developer));
    }

    /** {@link SampleFunction}, with a time limit that a busy machine keeps. */
    FunctionConfiguration sample(String name) throws IOException {
        return configuration(name, SamplePackage.zip(directory.resolve(name + ".zip")), SampleFunction.class);
    }

    /** {@link CallingFunction}, likewise. */
    FunctionConfiguration calling(String name) throws IOException {
        return configuration(name, SamplePackage.directory(directory.resolve(name)), CallingFunction.class);
    }

    private static FunctionConfiguration configuration(String name, Path code, Class<?> type) {
        return FunctionConfiguration.of(name, code, new FunctionRuntime.Java(type.getName() + "::handle"))
                .withTimeout(LIMIT);
    }

    /** The function's answer; it must be one. */
    JsonNode answer(String name, String payload) {
        InvocationResult result = lambda.invoke(name, payload);
        if (result.failed()) {
            throw new AssertionError(result.payload() + "\n" + lambda.log(name));
        }
        return JSON.readTree(result.payload());
    }

    void invokeLater(String name, String payload) {
        lambda.invokeLater(name, JSON.readTree(payload));
    }

    /** Waits for all events that need not wait for time to pass. */
    void awaitQuiet() throws InterruptedException {
        if (!lambda.awaitQuiet(LIMIT)) {
            throw new AssertionError("still busy");
        }
    }

    @Override
    public void close() {
        client.close();
        lambda.close();
        front.close();
    }
}
