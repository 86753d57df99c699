package io.github.dbpromote.core.aws;

import java.io.IOException;

/** The proxy did not answer, or did not let a request through: AWS was not even asked. */
final class ProxyFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final transient HttpProxy proxy;

    ProxyFailure(HttpProxy proxy, String reason, Throwable cause) {
        super(reason, cause);
        this.proxy = proxy;
    }

    HttpProxy proxy() {
        return proxy;
    }
}
