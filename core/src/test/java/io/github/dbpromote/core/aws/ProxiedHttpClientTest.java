package io.github.dbpromote.core.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.dbpromote.core.problem.Outage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;

/** AWS behind a proxy, under a name that the proxy alone knows. */
class ProxiedHttpClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Optional<HttpProxy.Login> ALICE = Optional.of(new HttpProxy.Login("alice", "s3cret"));

    /** Of {@code alice:s3cret}. */
    private static final String AUTHORIZATION = "Proxy-Authorization: Basic YWxpY2U6czNjcmV0";

    private static final String KEY_PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private HttpServer aws;

    @AfterEach
    void stopAws() {
        if (aws != null) {
            aws.stop(0);
        }
    }

    @Test
    void https_goesThroughATunnel_andTheProxyIsToldWhoAsks() throws Exception {
        SSLContext tls = tls();
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        start(server);
        try (RecordingProxy proxy = RecordingProxy.before(aws.getAddress().getPort());
                SdkHttpClient client = new ProxiedHttpClient(to(proxy.port()), tls.getSocketFactory(), LIMIT, LIMIT)) {
            assertThat(get(client, "https://ssm.acme.test/path")).isEqualTo("AWS answers /path");
            assertThat(get(client, "https://ssm.acme.test/again")).isEqualTo("AWS answers /again");

            assertThat(proxy.heads())
                    .as("the second request has the same connection")
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT ssm.acme.test:443 HTTP/1.1\r\n")
                    .contains(AUTHORIZATION);
        }
    }

    @Test
    void http_asksTheProxyForTheWholeAddress() throws Exception {
        start(HttpServer.create());
        try (RecordingProxy proxy = RecordingProxy.before(aws.getAddress().getPort());
                SdkHttpClient client = AwsAccess.httpClient(Optional.empty(), Optional.of(to(proxy.port())))) {
            assertThat(get(client, "http://ssm.acme.test/path")).endsWith("/path");

            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("GET http://ssm.acme.test/path HTTP/1.1\r\n")
                    .contains(AUTHORIZATION);
        }
    }

    @Test
    void thisMachine_isNeverAskedOfTheProxy() throws Exception {
        start(HttpServer.create());
        String address = "http://127.0.0.1:" + aws.getAddress().getPort();
        try (RecordingProxy proxy = RecordingProxy.before(aws.getAddress().getPort());
                SdkHttpClient client = AwsAccess.httpClient(Optional.empty(), Optional.of(to(proxy.port())));
                SdkHttpClient emulator =
                        AwsAccess.httpClient(Optional.of(URI.create(address)), Optional.of(to(proxy.port())))) {
            assertThat(get(client, address + "/a")).isEqualTo("AWS answers /a");
            assertThat(get(emulator, address + "/b")).isEqualTo("AWS answers /b");

            assertThat(proxy.heads()).isEmpty();
        }
    }

    @Test
    void proxyThatRefuses_isNamed_withoutThePassword() throws Exception {
        start(HttpServer.create());
        try (RecordingProxy proxy =
                RecordingProxy.before(aws.getAddress().getPort()).refusing("407 Proxy Authentication Required")) {
            for (String scheme : List.of("http", "https")) {
                assertThat(failure(scheme, proxy.port()))
                        .isInstanceOf(Outage.class)
                        .hasMessage("""
                                Could not find the path: the proxy 127.0.0.1:%d (settings.xml) did not let the request \
                                through (it says %s407 Proxy Authentication Required).
                                  → Check the proxy's host, port and login where it is configured, and that it lets \
                                through to AWS. Hosts that are reached without it stand in its nonProxyHosts.""".formatted(proxy.port(), scheme.equals("https") ? "HTTP/1.1 " : ""));
            }
        }
    }

    @Test
    void proxyThatIsNotThere_isNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        for (String scheme : List.of("http", "https")) {
            assertThat(failure(scheme, port))
                    .isInstanceOf(Outage.class)
                    .hasMessageStartingWith("Could not find the path: the proxy 127.0.0.1:" + port
                            + " (settings.xml) did not let the request through (Connection refused")
                    .hasMessageNotContaining("s3cret");
        }
    }

    private static Throwable failure(String scheme, int port) {
        try (AwsAccess access = AwsAccess.open(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")),
                Region.EU_CENTRAL_1,
                Optional.of(URI.create(scheme + "://aws.acme.test")),
                Optional.of(to(port)),
                "somebody behind a proxy")) {
            Throwable failure =
                    catchThrowable(() -> access.ssm().getParametersByPath(r -> r.path("/db-promote/users")));
            return AwsFailures.translate((SdkException) failure, "find the path");
        }
    }

    private static HttpProxy to(int port) {
        return new HttpProxy("127.0.0.1", port, ALICE, List.of(), "settings.xml");
    }

    private void start(HttpServer server) throws IOException {
        aws = server;
        aws.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", ProxiedHttpClientTest::answer);
        aws.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body = ("AWS answers " + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String get(SdkHttpClient client, String address) throws IOException {
        HttpExecuteResponse response = client.prepareRequest(HttpExecuteRequest.builder()
                        .request(SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .uri(URI.create(address))
                                .build())
                        .build())
                .call();
        try (AbortableInputStream body = response.responseBody().orElseThrow()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A certificate for any host of acme.test that trusts itself. */
    private SSLContext tls() throws Exception {
        Path file = folder.resolve("keys");
        List<String> keytool = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "aws",
                "-keyalg",
                "EC",
                "-dname",
                "CN=acme.test",
                "-ext",
                "SAN=dns:*.acme.test",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                KEY_PASSWORD);
        assertThat(new ProcessBuilder(keytool).start().waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, KEY_PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, KEY_PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return tls;
    }
}
