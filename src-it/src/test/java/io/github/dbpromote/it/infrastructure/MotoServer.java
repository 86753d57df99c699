package io.github.dbpromote.it.infrastructure;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An emulator of AWS that nobody here wrote. */
final class MotoServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final Process process;
    private final URI address;

    private MotoServer(Process process, int port) {
        this.process = process;
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    /**
     * @param folder for its log
     * @param images the machine images that Amazon has there, as moto reads them
     */
    static MotoServer start(Path folder, String images) throws IOException {
        Path program = Tools.require("moto_server");
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("moto.log").toFile());
        builder.environment()
                .put(
                        "MOTO_AMIS_PATH",
                        Files.writeString(folder.resolve("images.json"), images).toString());
        MotoServer server = new MotoServer(builder.start(), port);
        server.awaitListening(port);
        return server;
    }

    URI address() {
        return address;
    }

    private void awaitListening(int port) throws IOException {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!isListening(port)) {
            if (!process.isAlive() || Instant.now().isAfter(limit)) {
                close();
                throw new IOException("moto_server did not come up");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
