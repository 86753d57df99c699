package io.github.dbpromote.sandbox.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.Percent;
import io.github.dbpromote.sandbox.http.Query;
import io.github.dbpromote.sandbox.http.Xml;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One page of ListObjectsV2. */
final class Listing {
    private record Row(String name, Optional<StoredObject> object) {
        private boolean isCommonPrefix() {
            return object.isEmpty();
        }
    }

    private static final int LIMIT = 1000;
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.000'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Bucket bucket;
    private final Query query;
    private final String account;
    private final String prefix;
    private final String delimiter;
    private final int maxKeys;
    private final List<Row> rows = new ArrayList<>();
    private boolean truncated;

    private Listing(Bucket bucket, Query query, String account) {
        this.bucket = bucket;
        this.query = query;
        this.account = account;
        this.prefix = query.get("prefix").orElse("");
        this.delimiter = query.get("delimiter").orElse("");
        this.maxKeys = maxKeys(query);
    }

    /** @throws AwsError for a wrong number or continuation token */
    static String document(Bucket bucket, Query query, String account) {
        Listing listing = new Listing(bucket, query, account);
        if (listing.maxKeys > 0) {
            listing.collect();
        }
        return listing.xml();
    }

    private void collect() {
        String after = query.has("continuation-token")
                ? token(query.get("continuation-token").orElseThrow())
                : query.get("start-after").orElse("");
        boolean inPrefix = Bucket.KEY_ORDER.compare(after, prefix) >= 0 && !after.isEmpty();
        for (KeyHistory history : bucket.from(inPrefix ? after : prefix, !inPrefix)) {
            if (!history.key().startsWith(prefix)) {
                return;
            }
            Optional<StoredObject> object = history.object();
            if (object.isPresent() && !isRolledUpAlready(history.key(), after)) {
                if (rows.size() == maxKeys) {
                    truncated = true;
                    return;
                }
                rows.add(row(history.key(), object.get()));
            }
        }
    }

    /** Whether the key belongs to a common prefix that this page, or the one before it, has already. */
    private boolean isRolledUpAlready(String key, String after) {
        if (!rows.isEmpty()) {
            Row last = rows.get(rows.size() - 1);
            return last.isCommonPrefix() && key.startsWith(last.name());
        }
        return query.has("continuation-token")
                && commonPrefix(after)
                        .filter(after::equals)
                        .filter(key::startsWith)
                        .isPresent();
    }

    private Row row(String key, StoredObject object) {
        return commonPrefix(key)
                .map(common -> new Row(common, Optional.empty()))
                .orElseGet(() -> new Row(key, Optional.of(object)));
    }

    private Optional<String> commonPrefix(String key) {
        if (delimiter.isEmpty() || !key.startsWith(prefix)) {
            return Optional.empty();
        }
        int end = key.indexOf(delimiter, prefix.length());
        return end < 0 ? Optional.empty() : Optional.of(key.substring(0, end + delimiter.length()));
    }

    private String xml() {
        Xml xml = Xml.root("ListBucketResult", S3Service.NAMESPACE)
                .text("Name", bucket.name())
                .text("Prefix", encoded(prefix));
        query.get("continuation-token").ifPresent(token -> xml.text("ContinuationToken", token));
        if (truncated) {
            xml.text("NextContinuationToken", token());
        }
        query.get("start-after").ifPresent(after -> xml.text("StartAfter", encoded(after)));
        xml.text("KeyCount", Integer.toString(rows.size())).text("MaxKeys", Integer.toString(maxKeys));
        query.get("delimiter").ifPresent(given -> xml.text("Delimiter", encoded(given)));
        query.get("encoding-type").ifPresent(type -> xml.text("EncodingType", type));
        xml.text("IsTruncated", Boolean.toString(truncated));
        rows.forEach(row -> row.object().ifPresent(object -> contents(xml, row.name(), object)));
        rows.stream()
                .filter(Row::isCommonPrefix)
                .forEach(row -> xml.open("CommonPrefixes")
                        .text("Prefix", encoded(row.name()))
                        .close());
        return xml.document();
    }

    private void contents(Xml xml, String key, StoredObject object) {
        xml.open("Contents")
                .text("Key", encoded(key))
                .text("LastModified", ISO.format(object.lastModified()))
                .text("ETag", object.quotedEtag())
                .text("ChecksumAlgorithm", object.checksum().algorithm().name())
                .text("ChecksumType", "FULL_OBJECT")
                .text("Size", Long.toString(object.size()));
        if (query.get("fetch-owner").filter("true"::equals).isPresent()) {
            xml.open("Owner").text("ID", account).close();
        }
        xml.text("StorageClass", "STANDARD").close();
    }

    private String encoded(String name) {
        return query.has("encoding-type") ? Percent.encodePath(name).replace("%20", "+") : name;
    }

    private static int maxKeys(Query query) {
        String given = query.get("max-keys").orElse(Integer.toString(LIMIT));
        try {
            int maxKeys = Integer.parseInt(given);
            if (maxKeys >= 0) {
                return Math.min(maxKeys, LIMIT);
            }
        } catch (NumberFormatException e) {
            // Said below, as for a negative number.
        }
        throw S3Error.INVALID_ARGUMENT
                .error("Argument maxKeys must be an integer between 0 and 2147483647")
                .with("ArgumentName", "maxKeys")
                .with("ArgumentValue", given);
    }

    /** Where this page ends. */
    private String token() {
        String last = rows.get(rows.size() - 1).name();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(("1" + last).getBytes(UTF_8));
    }

    private static String token(String given) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(given), UTF_8);
            if (decoded.startsWith("1")) {
                return decoded.substring(1);
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for a token of another kind.
        }
        throw S3Error.INVALID_ARGUMENT
                .error("The continuation token provided is incorrect")
                .with("ArgumentName", "continuation-token");
    }
}
