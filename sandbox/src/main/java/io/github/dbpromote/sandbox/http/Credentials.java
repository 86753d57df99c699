package io.github.dbpromote.sandbox.http;

import java.time.Instant;
import java.util.Optional;

/**
 * What a principal signs its requests with.
 *
 * @param sessionToken present for temporary credentials, which then must be sent with every request
 * @param expires when temporary credentials stop to be accepted; empty for never
 */
public record Credentials(
        String accessKeyId,
        String secretAccessKey,
        Optional<String> sessionToken,
        Principal principal,
        Optional<Instant> expires) {
    public Credentials {
        if (!accessKeyId.matches("[A-Z0-9]{16,128}")) {
            throw new IllegalArgumentException("Not an access key id: " + accessKeyId);
        }
        if (secretAccessKey.isBlank()) {
            throw new IllegalArgumentException("Empty secret access key of " + accessKeyId);
        }
        if (expires.isPresent() && sessionToken.isEmpty()) {
            throw new IllegalArgumentException("Only credentials with a session token expire: " + accessKeyId);
        }
    }

    /** Keeps secrets out of logs and test reports. */
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + " of " + principal.arn() + "]";
    }
}
