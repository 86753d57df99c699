package io.github.dbpromote.sandbox.s3;

import static io.github.dbpromote.sandbox.http.LocalCloud.client;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract, kept by a second implementation, so that it is not just what the sandbox happens to do. */
class MotoS3Test extends S3ContractTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static Process moto;
    private static URI endpoint;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> program = onPath("moto_server");
        if (program.isEmpty()) {
            System.err.println("LEFT OUT: there is no moto_server on the PATH, so the S3 contract was checked against"
                    + " the sandbox alone.");
            Assumptions.abort("No moto_server on the PATH");
        }
        int port = freePort();
        endpoint = URI.create("http://127.0.0.1:" + port);
        moto = new ProcessBuilder(program.get().toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        awaitListening(port);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (moto != null) {
            moto.descendants().forEach(ProcessHandle::destroy);
            moto.destroy();
            if (!moto.waitFor(10, TimeUnit.SECONDS)) {
                moto.destroyForcibly();
            }
        }
    }

    @Override
    S3Client connect() {
        return client(
                S3Client.builder(),
                endpoint,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening(int port) throws IOException {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!isListening(port)) {
            if (!moto.isAlive() || Instant.now().isAfter(limit)) {
                throw new IOException("moto_server did not come up");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
