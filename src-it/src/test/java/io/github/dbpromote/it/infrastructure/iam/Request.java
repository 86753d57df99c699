package io.github.dbpromote.it.infrastructure.iam;

/**
 * What a policy judges: somebody asks for one action on one resource.
 *
 * @param resource an ARN; {@code *} for an action without resources
 */
record Request(Caller caller, String action, String resource, RequestContext context) {
    @Override
    public String toString() {
        return action + " on " + resource;
    }
}
