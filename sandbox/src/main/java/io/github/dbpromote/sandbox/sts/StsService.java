package io.github.dbpromote.sandbox.sts;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.AwsRequest;
import io.github.dbpromote.sandbox.http.AwsResponse;
import io.github.dbpromote.sandbox.http.AwsService;
import io.github.dbpromote.sandbox.http.Call;
import io.github.dbpromote.sandbox.http.ErrorFormat;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.http.Query;
import io.github.dbpromote.sandbox.http.Xml;

/**
 * The one question of Security Token Service that the sandbox answers: who am I? It needs no permission, and cannot even be
 * denied. <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
 */
public final class StsService implements AwsService {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final String FORM = "application/x-www-form-urlencoded";

    @Override
    public String name() {
        return "sts";
    }

    /** Of the services here only STS takes its input as a form. */
    @Override
    public boolean accepts(AwsRequest request) {
        return request.method().equals("POST")
                && request.rawPath().equals("/")
                && request.header("Content-Type")
                        .filter(type -> type.startsWith(FORM))
                        .isPresent();
    }

    @Override
    public Call call(AwsRequest request) {
        String action = Query.parse(request.bodyText())
                .get("Action")
                .filter(name -> !name.isBlank())
                .orElseThrow(() -> new AwsError(
                        400, "MissingAction", "The request is missing an action or a required parameter."));
        return new Call(action, "");
    }

    @Override
    public AwsResponse answer(AwsRequest request) {
        String action = call(request).operation();
        if (!action.equals("GetCallerIdentity")) {
            throw new AwsError(400, "InvalidAction", "Could not find operation " + action + " for version 2011-06-15");
        }
        return callerIdentity(request);
    }

    @Override
    public ErrorFormat errors() {
        return ErrorFormat.QUERY;
    }

    private static AwsResponse callerIdentity(AwsRequest request) {
        Principal principal = request.principal();
        Xml xml = Xml.root("GetCallerIdentityResponse", NAMESPACE)
                .open("GetCallerIdentityResult")
                .text("Arn", principal.arn())
                .text("UserId", principal.userId())
                .text("Account", principal.account())
                .close()
                .open("ResponseMetadata")
                .text("RequestId", request.id());
        return AwsResponse.xml(200, xml.document())
                .with("Content-Type", "text/xml")
                .with("x-amzn-RequestId", request.id());
    }
}
