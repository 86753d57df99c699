package io.github.dbpromote.it.infrastructure.iam;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What nobody in a role may do, whatever else.
 *
 * @param resource an ARN; {@code *} for an action without resources
 * @param conditions keys that the request would have, besides those that tell who makes it
 * @param why what would be broken by it
 */
public record ForbiddenAct(
        String role, String action, String resource, Map<String, List<String>> conditions, String why) {
    /** The request, made by a session of the role. */
    Request request(Infrastructure.Role session) {
        Caller caller =
                new Caller(session.arn().replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/somebody");
        Map<String, List<String>> all = new TreeMap<>();
        all.put("aws:CurrentTime", List.of("2026-11-25T12:00:00Z"));
        all.put("aws:EpochTime", List.of("1795608000"));
        all.put("aws:PrincipalAccount", List.of(caller.account()));
        all.put("aws:PrincipalArn", List.of(caller.roleArn()));
        all.put("aws:PrincipalIsAWSService", List.of("false"));
        all.put("aws:PrincipalType", List.of("AssumedRole"));
        all.put("aws:SecureTransport", List.of("true"));
        all.put("aws:ViaAWSService", List.of("false"));
        all.put("aws:userid", List.of("AROAEXAMPLEID:" + caller.session()));
        all.put("s3:TlsVersion", List.of("1.3"));
        all.putAll(conditions);
        return new Request(caller, action, resource, new RequestContext(all));
    }
}
