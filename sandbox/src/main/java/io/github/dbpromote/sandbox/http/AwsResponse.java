package io.github.dbpromote.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An answer. For HEAD the body is left out when it is written, its length stays. */
public final class AwsResponse {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private AwsResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public static AwsResponse empty(int status) {
        return new AwsResponse(status, Map.of(), new byte[0]);
    }

    public static AwsResponse bytes(int status, byte[] body) {
        return new AwsResponse(status, Map.of(), body);
    }

    public static AwsResponse xml(int status, String document) {
        return bytes(status, document.getBytes(UTF_8)).with("Content-Type", "application/xml");
    }

    /** An answer of the JSON 1.1 protocol. */
    public static AwsResponse awsJson(int status, JsonNode document) {
        return bytes(status, document.toString().getBytes(UTF_8)).with("Content-Type", "application/x-amz-json-1.1");
    }

    public static AwsResponse json(int status, JsonNode document) {
        return bytes(status, document.toString().getBytes(UTF_8)).with("Content-Type", "application/json");
    }

    /** The same answer with this header set. */
    public AwsResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new AwsResponse(status, more, body);
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body;
    }
}
