package io.github.dbpromote.plugin.access;

import io.github.dbpromote.core.aws.HttpProxy;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/**
 * The proxies of Maven's settings, chosen as Maven Resolver chooses them for repositories: by the protocol of the address
 * that is asked for; https falls back on the proxy for http, and not the other way round.
 */
public final class SettingsProxies {
    private static final String ORIGIN = "settings.xml";

    /** Who types these, or sets them in MAVEN_OPTS, means this very call. */
    private static final List<String> PROPERTIES = List.of("https.proxyHost", "http.proxyHost");

    private final Map<String, HttpProxy> byProtocol;

    private SettingsProxies(Map<String, HttpProxy> byProtocol) {
        this.byProtocol = byProtocol;
    }

    /** What the AWS SDK and the JVM find by themselves is all there is. */
    public static SettingsProxies none() {
        return new SettingsProxies(Map.of());
    }

    /**
     * Reads them, and decrypts their passwords.
     *
     * @param active of several for one protocol the first counts
     * @param system of the JVM: a proxy that is set there comes before those of the settings, and then none is returned
     * @throws Refusal with all problems: a host or port that cannot be one, a password that cannot be decrypted
     */
    public static SettingsProxies of(List<Proxy> active, SettingsDecrypter decrypter, Properties system) {
        if (PROPERTIES.stream().anyMatch(system::containsKey)) {
            return none();
        }
        Map<String, HttpProxy> byProtocol = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Proxy proxy : active) {
            try {
                byProtocol.putIfAbsent(
                        String.valueOf(proxy.getProtocol()).toLowerCase(Locale.ROOT),
                        read(decrypted(proxy, decrypter)));
            } catch (Refusal e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new Refusal(problems);
        }
        return new SettingsProxies(byProtocol);
    }

    private static Proxy decrypted(Proxy proxy, SettingsDecrypter decrypter) {
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(proxy));
        if (result.getProblems().stream()
                .anyMatch(problem -> problem.getSeverity() != SettingsProblem.Severity.WARNING)) {
            throw new Refusal(AccessProblems.undecryptedProxy(String.valueOf(proxy.getId())));
        }
        return result.getProxy();
    }

    private static HttpProxy read(Proxy proxy) {
        try {
            return new HttpProxy(
                    String.valueOf(proxy.getHost()),
                    proxy.getPort(),
                    Optional.ofNullable(proxy.getUsername())
                            .map(user -> new HttpProxy.Login(
                                    user,
                                    Optional.ofNullable(proxy.getPassword()).orElse(""))),
                    direct(proxy.getNonProxyHosts()),
                    ORIGIN);
        } catch (IllegalArgumentException e) {
            throw new Refusal(AccessProblems.malformedProxy(proxy.getHost(), proxy.getPort()));
        }
    }

    /** Maven documents {@code |} between them, and takes a comma too. */
    private static List<String> direct(String hosts) {
        return Stream.of(Optional.ofNullable(hosts).orElse("").split("[|,]"))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .toList();
    }

    /** @param endpoint empty for AWS itself, which is reached by https */
    Optional<HttpProxy> towards(Optional<URI> endpoint) {
        String protocol = endpoint.map(URI::getScheme).orElse("https");
        return Optional.ofNullable(byProtocol.get(protocol))
                .or(() -> Optional.ofNullable(byProtocol.get("http")).filter(proxy -> protocol.equals("https")));
    }
}
