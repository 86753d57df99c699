package io.github.dbpromote.sandbox.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What its principal must be allowed for a request to be served: one action on one resource. Services and their keys are in
 * the <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
 * Authorization Reference</a>.
 *
 * @param action with its service's prefix, such as {@code s3:PutObject}
 * @param resource an ARN; {@code *} for an action that knows no resources
 * @param conditions the keys of the service and of the resource, with their values
 */
public record Permission(String action, String resource, Map<String, String> conditions) {
    public Permission {
        conditions = Map.copyOf(conditions);
    }

    public static Permission of(String action, String resource) {
        return new Permission(action, resource, Map.of());
    }

    /** The same permission, asked for with one more condition key. */
    public Permission with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(conditions);
        more.put(key, value);
        return new Permission(action, resource, more);
    }
}
