package io.github.dbpromote.sandbox.lambda;

import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A function that asks AWS who it is: before a snapshot could be taken, and for every event. */
public final class CallingFunction {
    private final StsClient sts =
            StsClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
    private final String born = sts.getCallerIdentity().arn();

    public Map<String, String> handle(Map<String, Object> event) {
        return Map.of("born", born, "now", sts.getCallerIdentity().arn());
    }
}
