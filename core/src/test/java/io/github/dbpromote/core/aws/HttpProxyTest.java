package io.github.dbpromote.core.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProxyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "git.acme.com",
                "GIT.ACME.COM",
                "s3.eu-central-1.vpce.internal",
                "localhost",
                "127.0.0.1",
                "[::1]"
            })
    void hostIsReachedWithoutTheProxy(String host) {
        assertThat(proxy("*.acme.com", "s3.*.internal").isFor(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssm.eu-central-1.amazonaws.com", "acme.com", "git.acme.com.evil.org", "s3xeuxinternal"})
    void hostIsReachedThroughTheProxy(String host) {
        assertThat(proxy("*.acme.com", "s3.*.internal").isFor(host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'', 3128", "proxy.acme.com, 0", "proxy.acme.com, 65536", "proxy.acme.com, -1"})
    void placeWhereNoProxyCanBe_isRefused(String host, int port) {
        assertThatThrownBy(() -> new HttpProxy(host, port, Optional.empty(), List.of(), "settings.xml"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passwordIsNotInItsText() {
        HttpProxy proxy = new HttpProxy(
                "proxy.acme.com", 3128, Optional.of(new HttpProxy.Login("alice", "s3cret")), List.of(), "settings.xml");

        assertThat(proxy.toString()).contains("alice").doesNotContain("s3cret");
        assertThat(proxy.label()).isEqualTo("proxy.acme.com:3128 (settings.xml)");
    }

    private static HttpProxy proxy(String... direct) {
        return new HttpProxy("proxy.acme.com", 3128, Optional.empty(), List.of(direct), "settings.xml");
    }
}
