package io.github.dbpromote.sandbox.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Keyring;
import io.github.dbpromote.sandbox.http.Principal;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * The session of the execution role that one environment works in. Its credentials are temporary, and a snapshot's are not
 * those of the environment that is restored from it.
 */
final class RoleSession {
    /** Where an environment from a snapshot asks for credentials, as the SDKs' container provider does. */
    static final String PATH = "/2021-04-23/credentials";

    private static final Duration LIFETIME = Duration.ofHours(12);

    /** So short that an SDK asks again for every request, and so never brings a snapshot's credentials to a restored one. */
    private static final Duration SNAPSHOT_LIFETIME = Duration.ofMinutes(5);

    private static final JsonMapper JSON = new JsonMapper();

    private final Keyring keyring;
    private final Principal principal;
    private final Clock clock;
    private final String token = UUID.randomUUID().toString();
    private Credentials credentials;

    /** @param snapshot whether the session begins with credentials that only last until {@link #renew} */
    RoleSession(Keyring keyring, Principal principal, boolean snapshot, Clock clock) {
        this.keyring = keyring;
        this.principal = principal;
        this.clock = clock;
        this.credentials = issue(snapshot ? SNAPSHOT_LIFETIME : LIFETIME);
    }

    private Credentials issue(Duration lifetime) {
        return keyring.issueTemporary(principal, clock.instant().plus(lifetime));
    }

    synchronized Credentials credentials() {
        return credentials;
    }

    /** What a request for credentials must carry as its authorization. */
    String token() {
        return token;
    }

    /** New credentials; the old ones are worth nothing any more. */
    synchronized void renew() {
        keyring.revoke(credentials.accessKeyId());
        credentials = issue(LIFETIME);
    }

    synchronized void end() {
        keyring.revoke(credentials.accessKeyId());
    }

    synchronized boolean lastsUntil(Instant instant) {
        return credentials.expires().orElseThrow().isAfter(instant);
    }

    /** The answer for whoever has the token; empty for anybody else. */
    synchronized Optional<String> document(String givenToken) {
        if (!MessageDigest.isEqual(givenToken.getBytes(UTF_8), token.getBytes(UTF_8))) {
            return Optional.empty();
        }
        return Optional.of(JSON.createObjectNode()
                .put("AccessKeyId", credentials.accessKeyId())
                .put("SecretAccessKey", credentials.secretAccessKey())
                .put("Token", credentials.sessionToken().orElseThrow())
                .put("Expiration", credentials.expires().orElseThrow().toString())
                .toString());
    }
}
