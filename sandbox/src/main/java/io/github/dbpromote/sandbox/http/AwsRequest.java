package io.github.dbpromote.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One request. Once its signature is verified, the body is the payload without any {@code aws-chunked} frame. */
public final class AwsRequest {
    private final String id;
    private final Instant receivedAt;
    private final String method;
    private final String rawPath;
    private final String rawQuery;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Optional<Principal> principal;

    AwsRequest(
            String id,
            Instant receivedAt,
            String method,
            String rawPath,
            String rawQuery,
            Map<String, List<String>> headers,
            byte[] body,
            Optional<Principal> principal) {
        this.id = id;
        this.receivedAt = receivedAt;
        this.method = method;
        this.rawPath = rawPath;
        this.rawQuery = rawQuery;
        this.headers = headers;
        this.body = body;
        this.principal = principal;
    }

    /** A request as it came over the wire, nobody's yet. */
    static AwsRequest received(
            Instant receivedAt,
            String method,
            String rawTarget,
            Map<String, List<String>> headersByLowerCaseName,
            byte[] body) {
        int question = rawTarget.indexOf('?');
        return new AwsRequest(
                UUID.randomUUID().toString(),
                receivedAt,
                method,
                question < 0 ? rawTarget : rawTarget.substring(0, question),
                question < 0 ? "" : rawTarget.substring(question + 1),
                headersByLowerCaseName,
                body,
                Optional.empty());
    }

    /** The same request with the payload taken out of its frame; trailing headers are headers from here on. */
    AwsRequest unframed(byte[] payload, Map<String, String> trailer) {
        Map<String, List<String>> all = new HashMap<>(headers);
        trailer.forEach((name, value) -> all.put(name, List.of(value)));
        return new AwsRequest(id, receivedAt, method, rawPath, rawQuery, all, payload, principal);
    }

    AwsRequest signedBy(Principal signer) {
        return new AwsRequest(id, receivedAt, method, rawPath, rawQuery, headers, body, Optional.of(signer));
    }

    /** Unique; the answer repeats it. */
    public String id() {
        return id;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    public String method() {
        return method;
    }

    /** The path as sent, percent-encoded, beginning with a slash. */
    public String rawPath() {
        return rawPath;
    }

    /** The path with percent-encoding undone; a plus sign stays one. */
    public String path() {
        return Percent.decode(rawPath);
    }

    /**
     * The parameters behind the question mark.
     *
     * @throws AwsError if they are not percent-encoded properly
     */
    public Query query() {
        return Query.parse(rawQuery);
    }

    /** The first value of the header {@code name}, in whatever case either is written. */
    public Optional<String> header(String name) {
        return headerValues(name).stream().findFirst();
    }

    /** All values of the header {@code name}, in the order sent. */
    public List<String> headerValues(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** All headers by lower-case name. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The bytes of the body; not a copy, so leave them as they are. */
    public byte[] body() {
        return body;
    }

    public String bodyText() {
        return new String(body, UTF_8);
    }

    /**
     * Who signed the request.
     *
     * @throws IllegalStateException before the signature was verified, or for services that take no signature
     */
    public Principal principal() {
        return principal.orElseThrow(() -> new IllegalStateException("Nobody signed " + method + " " + rawPath));
    }
}
