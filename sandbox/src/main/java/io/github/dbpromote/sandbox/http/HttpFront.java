package io.github.dbpromote.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The one HTTP server of the sandbox, on loopback: authenticates, disturbs where a fault is ordered, dispatches, records. */
public final class HttpFront implements AutoCloseable {
    static {
        // Read once, when the JDK's server class loads. Without it every answer with a body waits for the client's
        // delayed acknowledgement, some 40 ms: https://bugs.openjdk.org/browse/JDK-8014254
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final int BACKLOG = 256;
    private static final int NOT_MODIFIED = 304;

    private final HttpServer server;
    private final Dispatcher dispatcher;
    private final Clock clock;
    private final Keyring keyring = new Keyring();
    private final Faults faults = new Faults();
    private final RequestLog requestLog = new RequestLog();
    private final AccessLog accessLog = new AccessLog();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong lastActivityMillis;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "sandbox-http");
        thread.setDaemon(true);
        return thread;
    });

    private HttpFront(HttpServer server, String region, Clock clock) {
        this.server = server;
        this.clock = clock;
        this.dispatcher = new Dispatcher(new SignatureCheck(region, keyring, clock), faults, requestLog, accessLog);
        this.lastActivityMillis = new AtomicLong(clock.millis());
    }

    /**
     * Takes the port; clients that connect wait until {@link #serve}.
     *
     * @param port 0 for any free one
     * @param region the only one that signatures may name
     */
    public static HttpFront bind(int port, String region, Clock clock) throws IOException {
        InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        return new HttpFront(HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG), region, clock);
    }

    /** Starts to answer. A request goes to the first service that accepts it, so the most general one comes last. */
    public void serve(List<AwsService> services) {
        dispatcher.register(services);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** For example {@code http://127.0.0.1:40123}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Keyring keyring() {
        return keyring;
    }

    public Faults faults() {
        return faults;
    }

    public RequestLog requestLog() {
        return requestLog;
    }

    public AccessLog accessLog() {
        return accessLog;
    }

    /** When the latest request came in or was answered; now while one is under way. Those of functions do not count. */
    public Instant lastActivity() {
        return inFlight.get() > 0 ? clock.instant() : Instant.ofEpochMilli(lastActivityMillis.get());
    }

    /** Stops at once; requests under way lose their answer. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (isByFunction(exchange)) {
            answer(exchange);
            return;
        }
        inFlight.incrementAndGet();
        try {
            answer(exchange);
        } finally {
            lastActivityMillis.set(clock.millis());
            inFlight.decrementAndGet();
        }
    }

    /** A function that a schedule wakes again and again must not keep alive a sandbox that nobody else uses. */
    private static boolean isByFunction(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("User-Agent"))
                .filter(agent -> agent.contains("exec-env/AWS_Lambda_"))
                .isPresent();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<AwsResponse> response = dispatcher.dispatch(read(exchange));
            if (response.isPresent()) {
                write(exchange, response.get());
            }
        }
    }

    private AwsRequest read(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return AwsRequest.received(
                clock.instant(),
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    private static void write(HttpExchange exchange, AwsResponse response) throws IOException {
        response.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = response.body();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head && response.status() != NOT_MODIFIED) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        // To the JDK's server -1 means "no body" and 0 "chunked, of unknown length".
        boolean bodiless = head || body.length == 0;
        exchange.sendResponseHeaders(response.status(), bodiless ? -1 : body.length);
        if (!bodiless) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
