package io.github.dbpromote.core.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.http.urlconnection.UrlConnectionFactory;

/**
 * Opens connections through a proxy. The JDK's own tunnels carry no login, unless the whole JVM allows it when it starts
 * ({@code jdk.http.auth.tunneling.disabledSchemes} in its net.properties), so that https goes through a tunnel of ours.
 */
final class ProxiedConnections implements UrlConnectionFactory {
    private final HttpProxy proxy;
    private final Duration connectTimeout;
    private final Duration readTimeout;

    /** One for all connections: the JDK keeps those alive for the next request that have the same one. */
    private final ProxyTunnel tunnel;

    ProxiedConnections(HttpProxy proxy, SSLSocketFactory tls, Duration connectTimeout, Duration readTimeout) {
        this.proxy = proxy;
        this.connectTimeout = connectTimeout;
        this.readTimeout = readTimeout;
        this.tunnel = new ProxyTunnel(proxy, tls);
    }

    @Override
    public HttpURLConnection createConnection(URI uri) {
        try {
            HttpURLConnection connection = open(uri);
            connection.setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()));
            connection.setReadTimeout(Math.toIntExact(readTimeout.toMillis()));
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpURLConnection open(URI uri) throws IOException {
        if (!proxy.isFor(uri.getHost())) {
            return open(uri, Proxy.NO_PROXY);
        }
        if (uri.getScheme().equals("https")) {
            HttpURLConnection connection = open(uri, Proxy.NO_PROXY);
            ((HttpsURLConnection) connection).setSSLSocketFactory(tunnel);
            return connection;
        }
        HttpURLConnection connection =
                open(uri, new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
        proxy.login().ifPresent(login -> connection.setRequestProperty("Proxy-Authorization", login.basic()));
        return connection;
    }

    private static HttpURLConnection open(URI uri, Proxy by) throws IOException {
        return (HttpURLConnection) uri.toURL().openConnection(by);
    }
}
