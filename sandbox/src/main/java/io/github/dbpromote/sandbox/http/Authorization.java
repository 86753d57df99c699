package io.github.dbpromote.sandbox.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parsed header of a signed request.
 *
 * @param timestamp the header X-Amz-Date as sent
 * @param date the day of the scope, which is that of the timestamp
 */
record Authorization(
        String accessKeyId,
        String timestamp,
        String date,
        String region,
        String service,
        List<String> signedHeaders,
        String signature) {
    private static final Pattern HEADER = Pattern.compile(
            "AWS4-HMAC-SHA256\\s+Credential=([^/,\\s]+)/(\\d{8})/([^/,\\s]+)/([^/,\\s]+)/aws4_request\\s*,"
                    + "\\s*SignedHeaders=([^,\\s]+)\\s*,\\s*Signature=([0-9a-f]{64})");

    static Optional<Authorization> parse(String header, String timestamp) {
        Matcher matcher = HEADER.matcher(header.strip());
        if (!matcher.matches() || !timestamp.startsWith(matcher.group(2) + "T")) {
            return Optional.empty();
        }
        return Optional.of(new Authorization(
                matcher.group(1),
                timestamp,
                matcher.group(2),
                matcher.group(3),
                matcher.group(4),
                List.of(matcher.group(5).split(";", -1)),
                matcher.group(6)));
    }

    String scope() {
        return String.join("/", date, region, service, "aws4_request");
    }
}
