package io.github.dbpromote.sandbox.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.dbpromote.sandbox.http.Hashing;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Runtime API of one execution environment, on loopback: hands out work, takes in answers.
 * <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">The API</a>
 */
final class RuntimeApi implements AutoCloseable {
    private static final String RUNTIME = "/2018-06-01/runtime";
    private static final Pattern ANSWER = Pattern.compile(RUNTIME + "/invocation/([^/]+)/(response|error)");
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final String UNKNOWN_ERROR = "Runtime.Unknown";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private final HttpServer server;
    private final Conversation conversation;
    private final RoleSession session;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "lambda-runtime-api");
        thread.setDaemon(true);
        return thread;
    });

    private RuntimeApi(HttpServer server, Conversation conversation, RoleSession session) {
        this.server = server;
        this.conversation = conversation;
        this.session = session;
    }

    static RuntimeApi start(Conversation conversation, RoleSession session) throws IOException {
        InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        RuntimeApi api =
                new RuntimeApi(HttpServer.create(new InetSocketAddress(loopback, 0), 0), conversation, session);
        api.server.createContext("/", api::handle);
        api.server.setExecutor(api.threads);
        api.server.start();
        return api;
    }

    /** Host and port, as the variable {@code AWS_LAMBDA_RUNTIME_API} has them. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            answer(exchange, new String(body, UTF_8));
        } catch (InterruptedException e) {
            // The environment ends; its runtime finds out by the closed connection.
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String body) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        Matcher answer = ANSWER.matcher(path);
        if (exchange.getRequestMethod().equals("POST") && answer.matches()) {
            InvocationResult result =
                    answer.group(2).equals("response") ? new InvocationResult.Succeeded(body) : failure(exchange, body);
            respond(exchange, conversation.answer(answer.group(1), result) ? ACCEPTED : BAD_REQUEST, "");
            return;
        }
        switch (exchange.getRequestMethod() + " " + path) {
            case "GET " + RUNTIME + "/invocation/next" -> next(exchange);
            case "GET " + RUNTIME + "/restore/next" -> respond(exchange, conversation.checkpoint() ? OK : GONE, "");
            case "POST " + RUNTIME + "/init/error", "POST " + RUNTIME + "/restore/error" -> {
                conversation.failToStart(failure(exchange, body));
                respond(exchange, ACCEPTED, "");
            }
            case "GET " + RoleSession.PATH -> credentials(exchange);
            default -> respond(exchange, NOT_FOUND, "");
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        Optional<Work.Timed> next = conversation.next();
        if (next.isEmpty()) {
            respond(exchange, GONE, "");
            return;
        }
        Work work = next.get().work();
        exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", work.requestId());
        exchange.getResponseHeaders()
                .set(
                        "Lambda-Runtime-Deadline-Ms",
                        Long.toString(next.get().deadline().toEpochMilli()));
        exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn", work.arn());
        exchange.getResponseHeaders().set("Lambda-Runtime-Trace-Id", traceId(work, next.get()));
        respond(exchange, OK, work.payload());
    }

    /** X-Ray's form: when it began, and 96 bits of its own. */
    private static String traceId(Work work, Work.Timed timed) {
        return String.format(
                "Root=1-%08x-%s;Sampled=0",
                timed.deadline().getEpochSecond(),
                Hashing.sha256Hex(work.requestId()).substring(0, 24));
    }

    private static InvocationResult.Failed failure(HttpExchange exchange, String body) {
        return new InvocationResult.Failed(
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(ERROR_TYPE))
                        .orElse(UNKNOWN_ERROR),
                body);
    }

    private void credentials(HttpExchange exchange) throws IOException {
        String token = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        Optional<String> document = session.document(token);
        respond(exchange, document.isPresent() ? OK : FORBIDDEN, document.orElse(""));
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
