package io.github.dbpromote.sandbox.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.sandbox.http.LocalCloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3CrashTest {
    private static final String KEY = "users/ledger.json";

    @TempDir
    private Path directory;

    @Test
    void acknowledgedWrites_surviveAKill() throws Exception {
        int acknowledged = writeUntilKilled(60);

        try (LocalCloud restarted = LocalCloud.start(directory);
                S3Client s3 = restarted.s3()) {
            var survivor =
                    s3.getObjectAsBytes(request -> request.bucket("crash").key(KEY));
            int survived = Integer.parseInt(survivor.asUtf8String().strip());

            // The write under way at the kill may have happened or not.
            assertThat(survived).isBetween(acknowledged, acknowledged + 1);
            s3.putObject(
                    request -> request.bucket("crash")
                            .key(KEY)
                            .ifMatch(survivor.response().eTag()),
                    RequestBody.fromString("after"));
        }
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".tmp"));
        }
    }

    private int writeUntilKilled(int killAfter) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandaloneS3.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader(UTF_8);
                S3Client s3 = connect(out)) {
            s3.createBucket(request -> request.bucket("crash"));
            return count(s3, process, killAfter);
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Writes ever higher numbers; when {@code killAfter} are acknowledged the process is killed amid further writes. */
    private static int count(S3Client s3, Process process, int killAfter) {
        int acknowledged = 0;
        while (true) {
            int next = acknowledged + 1;
            if (next == killAfter) {
                process.destroyForcibly();
            }
            try {
                s3.putObject(
                        request -> request.bucket("crash").key(KEY),
                        RequestBody.fromString(next + "\n".repeat(100_000)));
                acknowledged = next;
            } catch (SdkClientException | UncheckedIOException killed) {
                return acknowledged;
            }
        }
    }

    private static S3Client connect(BufferedReader out) throws IOException {
        URI endpoint = URI.create(out.readLine());
        AwsBasicCredentials credentials = AwsBasicCredentials.create(out.readLine(), out.readLine());
        return LocalCloud.client(S3Client.builder(), endpoint, StaticCredentialsProvider.create(credentials));
    }
}
