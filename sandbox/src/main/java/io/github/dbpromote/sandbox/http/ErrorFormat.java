package io.github.dbpromote.sandbox.http;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How a service writes refusals, and which words it has for those that do not depend on the operation. */
public enum ErrorFormat {
    /** S3: XML without a namespace. */
    S3 {
        @Override
        AwsResponse write(AwsError error, AwsRequest request) {
            Xml xml = Xml.root("Error").text("Code", error.code()).text("Message", error.getMessage());
            error.details().forEach(xml::text);
            xml.text("Resource", request.path())
                    .text("RequestId", request.id())
                    .text("HostId", Hashing.sha256Hex(request.id()));
            return AwsResponse.xml(error.status(), xml.document()).with("x-amz-request-id", request.id());
        }

        @Override
        AwsError refusal(SignatureProblem problem, String detail) {
            return switch (problem) {
                case MISSING -> new AwsError(403, "AccessDenied", "Access Denied");
                case MALFORMED ->
                    new AwsError(
                            400, "AuthorizationHeaderMalformed", "The authorization header is malformed; " + detail);
                case UNKNOWN_KEY ->
                    new AwsError(
                            403,
                            "InvalidAccessKeyId",
                            "The AWS Access Key Id you provided does not exist in our records.");
                case INVALID_TOKEN ->
                    new AwsError(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
                case EXPIRED_TOKEN -> new AwsError(400, "ExpiredToken", "The provided token has expired.");
                case CLOCK_SKEW ->
                    new AwsError(
                            403,
                            "RequestTimeTooSkewed",
                            "The difference between the request time and the current time is too large.");
                case WRONG_SIGNATURE ->
                    new AwsError(
                            403,
                            "SignatureDoesNotMatch",
                            "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
            };
        }

        @Override
        AwsError throttled() {
            return new AwsError(503, "SlowDown", "Please reduce your request rate.");
        }

        @Override
        AwsError internalError() {
            return new AwsError(500, "InternalError", "We encountered an internal error. Please try again.");
        }

        @Override
        AwsError accessDenied(String detail) {
            return new AwsError(403, "AccessDenied", "Access Denied");
        }
    },

    /** The JSON 1.1 protocol, where nearly every refusal has status 400. */
    JSON {
        @Override
        AwsResponse write(AwsError error, AwsRequest request) {
            ObjectNode document = MAPPER.createObjectNode();
            document.put("__type", error.code());
            document.put("message", error.getMessage());
            error.details().forEach(document::put);
            return AwsResponse.awsJson(error.status(), document)
                    .with("x-amzn-ErrorType", error.code())
                    .with("x-amzn-RequestId", request.id());
        }

        @Override
        AwsError refusal(SignatureProblem problem, String detail) {
            return switch (problem) {
                case MISSING ->
                    new AwsError(400, "MissingAuthenticationTokenException", "Missing Authentication Token");
                case MALFORMED -> new AwsError(400, "IncompleteSignatureException", detail);
                case UNKNOWN_KEY, INVALID_TOKEN ->
                    new AwsError(
                            400,
                            "UnrecognizedClientException",
                            "The security token included in the request is invalid.");
                case EXPIRED_TOKEN ->
                    new AwsError(400, "ExpiredTokenException", "The security token included in the request is expired");
                case CLOCK_SKEW -> new AwsError(400, "InvalidSignatureException", detail);
                case WRONG_SIGNATURE ->
                    new AwsError(
                            400,
                            "InvalidSignatureException",
                            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
            };
        }

        @Override
        AwsError throttled() {
            return new AwsError(400, "ThrottlingException", "Rate exceeded");
        }

        @Override
        AwsError internalError() {
            return new AwsError(500, "InternalServerError", "The request processing has failed because of an error.");
        }

        @Override
        AwsError accessDenied(String detail) {
            return new AwsError(400, "AccessDeniedException", detail);
        }
    },

    /** The Query protocol of STS: XML within an {@code ErrorResponse}. */
    QUERY {
        @Override
        AwsResponse write(AwsError error, AwsRequest request) {
            Xml xml = Xml.root("ErrorResponse", "https://sts.amazonaws.com/doc/2011-06-15/")
                    .open("Error")
                    .text("Type", error.status() < 500 ? "Sender" : "Receiver")
                    .text("Code", error.code())
                    .text("Message", error.getMessage())
                    .close()
                    .text("RequestId", request.id());
            return AwsResponse.xml(error.status(), xml.document())
                    .with("Content-Type", "text/xml")
                    .with("x-amzn-RequestId", request.id());
        }

        @Override
        AwsError refusal(SignatureProblem problem, String detail) {
            return switch (problem) {
                case MISSING ->
                    new AwsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
                case MALFORMED -> new AwsError(400, "IncompleteSignature", detail);
                case UNKNOWN_KEY, INVALID_TOKEN ->
                    new AwsError(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
                case EXPIRED_TOKEN ->
                    new AwsError(403, "ExpiredToken", "The security token included in the request is expired");
                case CLOCK_SKEW -> new AwsError(403, "SignatureDoesNotMatch", detail);
                case WRONG_SIGNATURE ->
                    new AwsError(
                            403,
                            "SignatureDoesNotMatch",
                            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
            };
        }

        @Override
        AwsError throttled() {
            return new AwsError(400, "Throttling", "Rate exceeded");
        }

        @Override
        AwsError internalError() {
            return new AwsError(
                    500,
                    "InternalFailure",
                    "The request processing has failed because of an unknown error, exception or failure.");
        }

        @Override
        AwsError accessDenied(String detail) {
            return new AwsError(403, "AccessDenied", detail);
        }
    },

    /** The REST protocol with JSON of Lambda. */
    REST_JSON {
        @Override
        AwsResponse write(AwsError error, AwsRequest request) {
            ObjectNode document = MAPPER.createObjectNode();
            document.put("Type", error.status() < 500 ? "User" : "Service");
            document.put("Message", error.getMessage());
            error.details().forEach(document::put);
            return AwsResponse.json(error.status(), document)
                    .with("x-amzn-ErrorType", error.code())
                    .with("x-amzn-RequestId", request.id());
        }

        /** The same words as in the JSON 1.1 protocol, but with the status of a refused identity. */
        @Override
        AwsError refusal(SignatureProblem problem, String detail) {
            AwsError error = JSON.refusal(problem, detail);
            return new AwsError(403, error.code(), error.getMessage());
        }

        @Override
        AwsError throttled() {
            return new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
        }

        @Override
        AwsError internalError() {
            return new AwsError(500, "ServiceException", "The Lambda service encountered an internal error.");
        }

        @Override
        AwsError accessDenied(String detail) {
            return new AwsError(403, "AccessDeniedException", detail);
        }
    },

    /** The sandbox's own control endpoint: plain JSON, no signatures. */
    CONTROL {
        @Override
        AwsResponse write(AwsError error, AwsRequest request) {
            ObjectNode document = MAPPER.createObjectNode();
            document.put("error", error.code());
            document.put("message", error.getMessage());
            return AwsResponse.json(error.status(), document);
        }

        @Override
        AwsError refusal(SignatureProblem problem, String detail) {
            throw new IllegalStateException("The control endpoint takes no signatures: " + problem + " " + detail);
        }

        @Override
        AwsError throttled() {
            throw new IllegalStateException("The control endpoint meets no faults");
        }

        @Override
        AwsError internalError() {
            return new AwsError(500, "InternalError", "The sandbox failed; its log says why.");
        }

        @Override
        AwsError accessDenied(String detail) {
            return new AwsError(403, "AccessDenied", detail);
        }
    };

    private static final JsonMapper MAPPER = new JsonMapper();

    abstract AwsResponse write(AwsError error, AwsRequest request);

    abstract AwsError refusal(SignatureProblem problem, String detail);

    abstract AwsError throttled();

    abstract AwsError internalError();

    abstract AwsError accessDenied(String detail);
}
