package io.github.dbpromote.core.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A real HTTP proxy on loopback. Whatever host it is asked for, it goes to one port of this machine, so that names can be
 * used that nobody else knows; and it remembers the head of each request.
 */
final class RecordingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> refusal = new AtomicReference<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private RecordingProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** @param target the port to which everything goes */
    static RecordingProxy before(int target) throws IOException {
        RecordingProxy proxy = new RecordingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    /** What it was asked so far: request lines and headers. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    /** @param status what it answers from now on, such as {@code 403 Forbidden} */
    RecordingProxy refusing(String status) {
        refusal.set(status);
        return this;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            heads.add(head);
            if (refusal.get() != null) {
                write(client, "HTTP/1.1 " + refusal.get() + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }
            try (Socket origin = new Socket(InetAddress.getLoopbackAddress(), target)) {
                if (head.startsWith("CONNECT ")) {
                    write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
                } else {
                    write(origin, head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
                }
                threads.execute(() -> copy(client, origin));
                copy(origin, client);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        } catch (IOException e) {
            // One side has hung up, which is how a connection ends.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
