package io.github.dbpromote.benchmark;

import io.github.dbpromote.sandbox.http.RequestLog;

/**
 * What a function asked of AWS, without what differs from promotion to promotion.
 *
 * @param resource with stars for the names of deployments and bundles
 * @param status of HTTP
 */
record Call(String service, String operation, String resource, int status) {
    static Call of(RequestLog.Entry request) {
        String resource = request.resource()
                .replaceFirst("/deployments/[^/]+/", "/deployments/*/")
                .replaceFirst("/bundles/[^/]+", "/bundles/*");
        return new Call(request.service(), request.operation(), resource, request.status());
    }

    @Override
    public String toString() {
        return service + " " + operation + " " + resource + " " + status;
    }
}
