package io.github.dbpromote.sandbox.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dbpromote.sandbox.http.Hashing;
import io.github.dbpromote.sandbox.s3.CreatedObject;
import java.net.URLEncoder;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What S3 says of an object that was created. */
final class S3Messages {
    /** The newest version of the structure that plain creation of objects has. */
    private static final String EVENT_VERSION = "2.1";

    /** Only loopback reaches the sandbox. */
    private static final String SOURCE_ADDRESS = "127.0.0.1";

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonMapper JSON = new JsonMapper();

    private final String region;
    private final String account;

    S3Messages(String region, String account) {
        this.region = region;
        this.account = account;
    }

    /**
     * The notification that goes straight to a target.
     *
     * @param configuration the name of the bucket's notification configuration
     */
    ObjectNode notification(String configuration, CreatedObject created) {
        ObjectNode message = JSON.createObjectNode();
        ObjectNode event = message.putArray("Records").addObject();
        event.put("eventVersion", EVENT_VERSION).put("eventSource", "aws:s3").put("awsRegion", region);
        event.put("eventTime", MILLISECONDS.format(created.time())).put("eventName", "ObjectCreated:Put");
        event.putObject("userIdentity").put("principalId", principalId(created));
        event.putObject("requestParameters").put("sourceIPAddress", SOURCE_ADDRESS);
        event.putObject("responseElements")
                .put("x-amz-request-id", created.requestId())
                .put("x-amz-id-2", Hashing.sha256Hex(created.requestId()));
        ObjectNode s3 = event.putObject("s3").put("s3SchemaVersion", "1.0").put("configurationId", configuration);
        s3.set("bucket", bucket(created));
        s3.putObject("object")
                .put("key", encoded(created.key()))
                .put("size", created.size())
                .put("eTag", created.etag())
                .put("versionId", created.versionId())
                .put("sequencer", sequencer(created));
        return message;
    }

    private ObjectNode bucket(CreatedObject created) {
        ObjectNode bucket = JSON.createObjectNode().put("name", created.bucket());
        bucket.putObject("ownerIdentity").put("principalId", account);
        return bucket.put("arn", arn(created));
    }

    /** The event that goes to EventBridge. There the key stands as it is. */
    ObjectNode event(CreatedObject created) {
        BusEvent event = new BusEvent("aws.s3", "Object Created", created.time(), arn(created));
        ObjectNode detail = JSON.createObjectNode().put("version", "0");
        detail.putObject("bucket").put("name", created.bucket());
        detail.putObject("object")
                .put("key", created.key())
                .put("size", created.size())
                .put("etag", created.etag())
                .put("version-id", created.versionId())
                .put("sequencer", sequencer(created));
        detail.put("request-id", created.requestId()).put("requester", requester(created));
        detail.put("source-ip-address", SOURCE_ADDRESS).put("reason", "PutObject");
        return event.json(region, account, detail);
    }

    private static String arn(CreatedObject created) {
        return "arn:aws:s3:::" + created.bucket();
    }

    private String principalId(CreatedObject created) {
        return "AWS:" + created.writer().map(writer -> writer.userId()).orElse(account);
    }

    /** EventBridge learns the account alone. */
    private String requester(CreatedObject created) {
        return created.writer().map(writer -> writer.account()).orElse(account);
    }

    /** As a form encodes it, so that a space is a plus sign and a plus sign {@code %2B}; slashes stay. */
    private static String encoded(String key) {
        return URLEncoder.encode(key, UTF_8).replace("%2F", "/");
    }

    /** To be compared only with others of the same key. */
    private static String sequencer(CreatedObject created) {
        return String.format("%018X", created.sequence());
    }
}
