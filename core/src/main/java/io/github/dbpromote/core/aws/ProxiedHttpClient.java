package io.github.dbpromote.core.aws;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** Sends requests through a proxy, and tells its failures from those of AWS. */
final class ProxiedHttpClient implements SdkHttpClient {
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final HttpProxy proxy;
    private final SdkHttpClient client;

    ProxiedHttpClient(HttpProxy proxy, SSLSocketFactory tls, Duration connectTimeout, Duration readTimeout) {
        this.proxy = proxy;
        this.client = UrlConnectionHttpClient.create(new ProxiedConnections(proxy, tls, connectTimeout, readTimeout));
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = client.prepareRequest(request);
        return proxy.isFor(request.httpRequest().host()) ? new Proxied(proxy, prepared) : prepared;
    }

    private record Proxied(HttpProxy proxy, ExecutableHttpRequest request) implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() throws IOException {
            HttpExecuteResponse response = answered();
            if (response.httpResponse().statusCode() == PROXY_AUTHENTICATION_REQUIRED) {
                throw new ProxyFailure(proxy, "it says 407 Proxy Authentication Required", null);
            }
            return response;
        }

        /** Nobody but the proxy is connected to, so that whatever fails in connecting is the proxy's. */
        private HttpExecuteResponse answered() throws IOException {
            try {
                return request.call();
            } catch (UnknownHostException e) {
                throw new ProxyFailure(proxy, "there is no host of that name", e);
            } catch (ConnectException | NoRouteToHostException e) {
                throw new ProxyFailure(proxy, e.getMessage(), e);
            } catch (SocketTimeoutException e) {
                if ("connect timed out".equalsIgnoreCase(e.getMessage())) {
                    throw new ProxyFailure(proxy, e.getMessage(), e);
                }
                throw e;
            }
        }

        @Override
        public void abort() {
            request.abort();
        }
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}
