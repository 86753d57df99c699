package io.github.dbpromote.sandbox.http;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All credentials that the sandbox accepts. Kept in memory; who wants to keep credentials over a restart adds them again. */
public final class Keyring {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Credentials> byAccessKeyId = new ConcurrentHashMap<>();

    /** New credentials that last until the sandbox ends. */
    public Credentials issue(Principal principal) {
        return add(new Credentials(accessKeyId("AKIA"), secret(30), Optional.empty(), principal, Optional.empty()));
    }

    /** New credentials with a session token, as a role has them. */
    public Credentials issueTemporary(Principal principal, Instant expires) {
        return add(new Credentials(
                accessKeyId("ASIA"), secret(30), Optional.of(secret(96)), principal, Optional.of(expires)));
    }

    /** Accepts these credentials from now on. */
    public Credentials add(Credentials credentials) {
        byAccessKeyId.put(credentials.accessKeyId(), credentials);
        return credentials;
    }

    /** No longer accepts the credentials of this access key, if there were any. */
    public void revoke(String accessKeyId) {
        byAccessKeyId.remove(accessKeyId);
    }

    Optional<Credentials> find(String accessKeyId) {
        return Optional.ofNullable(byAccessKeyId.get(accessKeyId));
    }

    private String accessKeyId(String prefix) {
        StringBuilder id = new StringBuilder(prefix);
        random.ints(16, 0, BASE32.length()).forEach(index -> id.append(BASE32.charAt(index)));
        return id.toString();
    }

    private String secret(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }
}
