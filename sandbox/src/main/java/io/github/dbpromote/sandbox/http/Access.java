package io.github.dbpromote.sandbox.http;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A permission that a request needed.
 *
 * @param status of the request, as the request log has it: also what was refused is written down, with 403 for instance
 */
public record Access(Instant time, Principal principal, Permission permission, int status) {
    private static final Pattern OWNED = Pattern.compile("arn:aws:[^:]+:[^:]*:(\\d{12}):.+");

    /**
     * All condition keys with their values: those of the permission, and the
     * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">global ones</a>. A key
     * that is missing would be missing in AWS too, or is one that the sandbox does not know.
     */
    public Map<String, String> conditions() {
        Map<String, String> all = new TreeMap<>(permission.conditions());
        all.putAll(principal.conditions());
        all.put("aws:CurrentTime", time.toString());
        all.put("aws:EpochTime", Long.toString(time.getEpochSecond()));
        // On loopback there is no TLS; AWS is reached by nothing else.
        all.put("aws:SecureTransport", "true");
        all.put("aws:ViaAWSService", "false");
        Matcher owned = OWNED.matcher(permission.resource());
        if (owned.matches()) {
            all.put("aws:ResourceAccount", owned.group(1));
        }
        return all;
    }
}
