package io.github.dbpromote.sandbox.lambda;

import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.HttpFront;
import io.github.dbpromote.sandbox.http.LocalCloud;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.sts.StsService;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.services.lambda.LambdaClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lambda and STS behind the real front, code of functions, and a real client. */
final class FunctionFixture implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(1);

    /** The SDK with the client of STS and what they need. */
    private static final Pattern LIBRARIES =
            Pattern.compile("/awssdk/(?!(?:s3|ssm|lambda|secretsmanager)/)|/reactive-streams|/slf4j");

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

    /** {@link SampleFunction} in a zip file as a build would make it: its class at the root, its library in {@code lib}. */
    FunctionConfiguration sample(String name) throws IOException {
        Path zip = directory.resolve(name + ".zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry(entry(SampleFunction.class)));
            entries.write(bytes(SampleFunction.class));
            entries.putNextEntry(new ZipEntry("lib/"));
            entries.putNextEntry(new ZipEntry("lib/org-crac.jar"));
            entries.write(Files.readAllBytes(library("org-crac")));
        }
        return configuration(name, zip, SampleFunction.class);
    }

    /** {@link CallingFunction} in a directory, with the SDK. */
    FunctionConfiguration calling(String name) throws IOException {
        Path code = directory.resolve(name);
        Path classFile = code.resolve(entry(CallingFunction.class));
        Files.createDirectories(classFile.getParent());
        Files.write(classFile, bytes(CallingFunction.class));
        Files.createDirectory(code.resolve("lib"));
        for (String jar : classPath()) {
            Path file = Path.of(jar);
            if (LIBRARIES.matcher(jar).find()) {
                Files.copy(file, code.resolve("lib").resolve(file.getFileName()));
            }
        }
        return configuration(name, code, CallingFunction.class);
    }

    private static FunctionConfiguration configuration(String name, Path code, Class<?> type) {
        return FunctionConfiguration.of(name, code, new FunctionRuntime.Java(type.getName() + "::handle"))
                .withTimeout(LIMIT);
    }

    private static String entry(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream content = type.getResourceAsStream("/" + entry(type))) {
            return content.readAllBytes();
        }
    }

    private static Path library(String name) {
        return List.of(classPath()).stream()
                .map(Path::of)
                .filter(file -> file.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static String[] classPath() {
        return System.getProperty("java.class.path").split(File.pathSeparator);
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
