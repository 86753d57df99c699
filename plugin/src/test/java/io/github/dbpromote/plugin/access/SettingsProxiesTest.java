package io.github.dbpromote.plugin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.aws.HttpProxy;
import io.github.dbpromote.core.problem.Refusal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.DefaultSettingsProblem;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.junit.jupiter.api.Test;

class SettingsProxiesTest {
    private static final Optional<URI> AWS = Optional.empty();
    private static final Optional<URI> EMULATOR = Optional.of(URI.create("http://emulator.acme.test"));

    @Test
    void proxyOfTheSettings_isUsedAsItStandsThere_withItsPasswordDecrypted() {
        Proxy proxy = proxy("https", "proxy.acme.test", 3128);
        proxy.setUsername("alice");
        proxy.setPassword("{encrypted}");
        proxy.setNonProxyHosts("*.acme.test|localhost, s3.internal");

        assertThat(read(proxy).towards(AWS))
                .contains(new HttpProxy(
                        "proxy.acme.test",
                        3128,
                        Optional.of(new HttpProxy.Login("alice", "decrypted")),
                        List.of("*.acme.test", "localhost", "s3.internal"),
                        "settings.xml"));
    }

    @Test
    void https_fallsBackOnTheProxyForHttp_andNotTheOtherWayRound() {
        assertThat(read(proxy("http", "plain.acme.test", 80)).towards(AWS)).isPresent();
        assertThat(read(proxy("https", "tls.acme.test", 80)).towards(EMULATOR)).isEmpty();
    }

    @Test
    void ofSeveralForOneProtocol_theFirstCounts() {
        SettingsProxies proxies = read(
                proxy("http", "plain.acme.test", 80),
                proxy("HTTPS", "first.acme.test", 81),
                proxy("https", "second.acme.test", 82));

        assertThat(proxies.towards(AWS)).map(HttpProxy::host).contains("first.acme.test");
        assertThat(proxies.towards(EMULATOR)).map(HttpProxy::host).contains("plain.acme.test");
    }

    @Test
    void proxyOfTheCommandLine_comesBeforeThoseOfTheSettings() {
        Properties system = new Properties();
        system.setProperty("https.proxyHost", "typed.acme.test");

        assertThat(SettingsProxies.of(
                                List.of(proxy("https", "proxy.acme.test", 3128)),
                                request -> new Decrypted(request, List.of()),
                                system)
                        .towards(AWS))
                .isEmpty();
    }

    @Test
    void placesWhereNoProxyCanBe_areRefusedTogether() {
        assertThatThrownBy(() -> read(proxy("https", "http://proxy", 0), proxy("http", "proxy", 70_000)))
                .isInstanceOf(Refusal.class)
                .hasMessage("""
                        A proxy in settings.xml has the host "http://proxy" and the port 0, where no proxy can be.
                          → Write its name without http:// into <host>, and 1 to 65535 into <port>.
                        A proxy in settings.xml has the host "proxy" and the port 70000, where no proxy can be.
                          → Write its name without http:// into <host>, and 1 to 65535 into <port>.""");
    }

    @Test
    void passwordThatCannotBeDecrypted_isRefused_andNotShown() {
        Proxy proxy = proxy("https", "proxy.acme.test", 3128);
        proxy.setId("office");
        proxy.setPassword("{s3cret}");
        SettingsProblem problem =
                new DefaultSettingsProblem("no master password", SettingsProblem.Severity.ERROR, "", 0, 0, null);

        assertThatThrownBy(() -> SettingsProxies.of(
                        List.of(proxy), request -> new Decrypted(request, List.of(problem)), new Properties()))
                .isInstanceOf(Refusal.class)
                .hasMessage("""
                        The password of the proxy "office" in settings.xml could not be decrypted.
                          → Check that settings-security.xml holds the master password it was encrypted with, or encrypt \
                        it anew: mvn --encrypt-password""");
    }

    private static SettingsProxies read(Proxy... proxies) {
        SettingsDecrypter decrypter = request -> new Decrypted(request, List.of());
        return SettingsProxies.of(List.of(proxies), decrypter, new Properties());
    }

    private static Proxy proxy(String protocol, String host, int port) {
        Proxy proxy = new Proxy();
        proxy.setProtocol(protocol);
        proxy.setHost(host);
        proxy.setPort(port);
        return proxy;
    }

    /** What a decrypter answers that has the master password, or has not. */
    private record Decrypted(SettingsDecryptionRequest request, List<SettingsProblem> problems)
            implements SettingsDecryptionResult {
        @Override
        public Proxy getProxy() {
            Proxy proxy = request.getProxies().get(0).clone();
            proxy.setPassword("decrypted");
            return proxy;
        }

        @Override
        public List<Proxy> getProxies() {
            return List.of(getProxy());
        }

        @Override
        public Server getServer() {
            return null;
        }

        @Override
        public List<Server> getServers() {
            return List.of();
        }

        @Override
        public List<SettingsProblem> getProblems() {
            return problems;
        }
    }
}
