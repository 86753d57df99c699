package io.github.dbpromote.core.aws;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;

/**
 * Leads connections through a proxy by {@code CONNECT} (RFC 9110, section 9.3.6). It is set as the factory of an
 * {@link javax.net.ssl.HttpsURLConnection}, which takes an unconnected socket from it, has that connect, and asks it to
 * lay TLS over the result; so the proxy sees a host's name and port and nothing else.
 */
final class ProxyTunnel extends SSLSocketFactory {
    /** More than any proxy says before the tunnel; whoever says more is none. */
    private static final int LONGEST_ANSWER = 16_384;

    private final HttpProxy proxy;
    private final SSLSocketFactory tls;

    ProxyTunnel(HttpProxy proxy, SSLSocketFactory tls) {
        this.proxy = proxy;
        this.tls = tls;
    }

    @Override
    public Socket createSocket() {
        return new TunnelledSocket(proxy);
    }

    @Override
    public Socket createSocket(Socket tunnelled, String host, int port, boolean autoClose) throws IOException {
        return tls.createSocket(tunnelled, host, port, autoClose);
    }

    private static final class TunnelledSocket extends Socket {
        private final HttpProxy proxy;

        TunnelledSocket(HttpProxy proxy) {
            this.proxy = proxy;
        }

        /** Connects to the proxy in place of the target, whose name the proxy alone need know. */
        @Override
        public void connect(SocketAddress target, int timeout) throws IOException {
            super.connect(new InetSocketAddress(proxy.host(), proxy.port()), timeout);
            setSoTimeout(timeout);
            InetSocketAddress address = (InetSocketAddress) target;
            getOutputStream().write(request(address.getHostString() + ":" + address.getPort()));
            String status = answer(getInputStream()).lines().findFirst().orElse("no answer");
            if (!status.matches("HTTP/1\\.[01] 2\\d\\d\\b.*")) {
                close();
                throw new ProxyFailure(proxy, "it says " + status, null);
            }
        }

        private byte[] request(String target) {
            StringBuilder request = new StringBuilder("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n");
            proxy.login()
                    .ifPresent(login -> request.append("Proxy-Authorization: ")
                            .append(login.basic())
                            .append("\r\n"));
            return request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        }

        /** To the empty line and no further: what follows belongs to TLS. */
        private static String answer(InputStream in) throws IOException {
            StringBuilder answer = new StringBuilder();
            while (answer.length() < LONGEST_ANSWER && answer.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                answer.append((char) next);
            }
            return answer.toString();
        }
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    private Socket connected(InetSocketAddress target) throws IOException {
        Socket socket = createSocket();
        socket.connect(target, 0);
        return createSocket(socket, target.getHostString(), target.getPort(), true);
    }
}
