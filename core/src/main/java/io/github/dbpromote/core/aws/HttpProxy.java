package io.github.dbpromote.core.aws;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An HTTP proxy through which AWS is reached. Nothing on this very machine is ever asked of it.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 * @param login where the proxy wants one
 * @param direct names of hosts that are reached without it; {@code *} stands for any characters, and case does not count
 * @param origin where it is configured, as a person calls the place: {@code settings.xml}
 */
public record HttpProxy(String host, int port, Optional<Login> login, List<String> direct, String origin) {
    private static final int HIGHEST_PORT = 65_535;
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.*", "[::1]");

    /** @throws IllegalArgumentException if there is no host, or no such port */
    public HttpProxy {
        if (host.isBlank() || port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("no proxy can be at " + host + ":" + port);
        }
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(origin, "origin");
        direct = List.copyOf(direct);
    }

    /** With what the proxy is told who asks. */
    public record Login(String user, String password) {
        public Login {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
        }

        /** The value of {@code Proxy-Authorization}, by RFC 7617. */
        String basic() {
            byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(both);
        }

        /** Without the password: a record's own text ends up in logs. */
        @Override
        public String toString() {
            return user;
        }
    }

    /** As a person finds it again: {@code proxy.acme.com:3128 (settings.xml)}. */
    public String label() {
        return host + ":" + port + " (" + origin + ")";
    }

    boolean isFor(String target) {
        return !isOnThisMachine(target) && direct.stream().noneMatch(pattern -> matches(pattern, target));
    }

    static boolean isOnThisMachine(String target) {
        return THIS_MACHINE.stream().anyMatch(pattern -> matches(pattern, target));
    }

    private static boolean matches(String pattern, String target) {
        String regex = Pattern.quote(pattern.toLowerCase(Locale.ROOT)).replace("*", "\\E.*\\Q");
        return target.toLowerCase(Locale.ROOT).matches(regex);
    }
}
