package io.github.dbpromote.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Verifies AWS Signature Version 4 in the Authorization header, and takes payloads out of their {@code aws-chunked} frame.
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">How it is computed</a>
 */
final class SignatureCheck {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration S3_TOLERANCE = Duration.ofMinutes(15);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final String region;
    private final Keyring keyring;
    private final Clock clock;

    SignatureCheck(String region, Keyring keyring, Clock clock) {
        this.region = region;
        this.keyring = keyring;
        this.clock = clock;
    }

    /**
     * The request with its principal and with its payload unframed.
     *
     * @throws AwsError if the signature of head, chunks or trailer is not accepted
     */
    AwsRequest verify(AwsRequest request, AwsService service) {
        Authorization authorization = authorization(request, service.errors());
        requireScope(authorization, service);
        Credentials credentials = credentials(request, authorization, service.errors());
        requireTimely(authorization, service);
        SigningKey key =
                SigningKey.derive(credentials.secretAccessKey(), authorization.timestamp(), authorization.scope());
        String expected = key.sign(canonicalRequest(request, authorization, service));
        if (!MessageDigest.isEqual(
                expected.getBytes(UTF_8), authorization.signature().getBytes(UTF_8))) {
            throw service.errors().refusal(SignatureProblem.WRONG_SIGNATURE, "");
        }
        return Payload.of(request, key, expected).signedBy(credentials.principal());
    }

    private static Authorization authorization(AwsRequest request, ErrorFormat errors) {
        String header = request.header("Authorization").orElseThrow(() -> errors.refusal(SignatureProblem.MISSING, ""));
        String timestamp = request.header("X-Amz-Date")
                .orElseThrow(() -> errors.refusal(SignatureProblem.MALFORMED, "it needs the header X-Amz-Date."));
        return Authorization.parse(header, timestamp)
                .orElseThrow(
                        () -> errors.refusal(
                                SignatureProblem.MALFORMED,
                                "it needs Credential=<key>/<date>/<region>/<service>/aws4_request, SignedHeaders and Signature."));
    }

    private void requireScope(Authorization authorization, AwsService service) {
        if (!authorization.region().equals(region)) {
            throw service.errors()
                    .refusal(
                            SignatureProblem.MALFORMED,
                            "the region '" + authorization.region() + "' is wrong; expecting '" + region + "'")
                    .with("Region", region);
        }
        if (!authorization.service().equals(service.name())) {
            throw service.errors()
                    .refusal(
                            SignatureProblem.MALFORMED,
                            "incorrect service \"" + authorization.service() + "\". This endpoint belongs to \""
                                    + service.name() + "\".");
        }
    }

    private Credentials credentials(AwsRequest request, Authorization authorization, ErrorFormat errors) {
        Credentials credentials = keyring.find(authorization.accessKeyId())
                .orElseThrow(() -> errors.refusal(SignatureProblem.UNKNOWN_KEY, "")
                        .with("AWSAccessKeyId", authorization.accessKeyId()));
        Optional<String> token = request.header("X-Amz-Security-Token");
        if (token.isEmpty() && credentials.sessionToken().isPresent()) {
            throw errors.refusal(SignatureProblem.UNKNOWN_KEY, "");
        }
        if (!token.equals(credentials.sessionToken())) {
            throw errors.refusal(SignatureProblem.INVALID_TOKEN, "");
        }
        if (credentials
                .expires()
                .filter(expiry -> !clock.instant().isBefore(expiry))
                .isPresent()) {
            throw errors.refusal(SignatureProblem.EXPIRED_TOKEN, "");
        }
        return credentials;
    }

    private void requireTimely(Authorization authorization, AwsService service) {
        Instant signed = instant(authorization.timestamp())
                .orElseThrow(() -> service.errors()
                        .refusal(SignatureProblem.MALFORMED, "X-Amz-Date is not a time: " + authorization.timestamp()));
        Instant now = clock.instant();
        Duration tolerance = service.errors() == ErrorFormat.S3 ? S3_TOLERANCE : TOLERANCE;
        if (signed.isBefore(now.minus(tolerance))) {
            throw skew("Signature expired: %s is now earlier than %s", authorization, now.minus(tolerance), service);
        }
        if (signed.isAfter(now.plus(tolerance))) {
            throw skew(
                    "Signature not yet current: %s is still later than %s",
                    authorization, now.plus(tolerance), service);
        }
    }

    private static AwsError skew(String message, Authorization authorization, Instant limit, AwsService service) {
        return service.errors()
                .refusal(
                        SignatureProblem.CLOCK_SKEW,
                        String.format(message, authorization.timestamp(), TIMESTAMP.format(limit)));
    }

    private static Optional<Instant> instant(String timestamp) {
        try {
            return Optional.of(TIMESTAMP.parse(timestamp, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String canonicalRequest(AwsRequest request, Authorization authorization, AwsService service) {
        String headers = authorization.signedHeaders().stream()
                .map(name -> name + ":" + canonicalValue(request, name) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                canonicalPath(request, service),
                request.query().canonical(),
                headers,
                String.join(";", authorization.signedHeaders()),
                payloadHash(request, authorization, service));
    }

    /** S3 alone signs the path as it is sent; every other service encodes once more what is encoded. */
    private static String canonicalPath(AwsRequest request, AwsService service) {
        return Percent.encodePath(service.errors() == ErrorFormat.S3 ? request.path() : request.rawPath());
    }

    private static String canonicalValue(AwsRequest request, String header) {
        return request.headerValues(header).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    private static String payloadHash(AwsRequest request, Authorization authorization, AwsService service) {
        if (service.errors() != ErrorFormat.S3) {
            return Hashing.sha256Hex(request.body());
        }
        requireAllAmzHeadersSigned(request, authorization);
        return request.header(Payload.HASH)
                .orElseThrow(() -> new AwsError(
                        400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256"));
    }

    private static void requireAllAmzHeadersSigned(AwsRequest request, Authorization authorization) {
        String unsigned = request.headers().keySet().stream()
                .filter(name -> name.startsWith("x-amz-") || name.equals("host"))
                .filter(name -> !authorization.signedHeaders().contains(name))
                .sorted()
                .collect(Collectors.joining(", "));
        if (!unsigned.isEmpty()) {
            throw new AwsError(403, "AccessDenied", "There were headers present in the request which were not signed")
                    .with("HeadersNotSigned", unsigned);
        }
    }
}
