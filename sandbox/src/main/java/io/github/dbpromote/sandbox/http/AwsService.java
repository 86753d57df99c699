package io.github.dbpromote.sandbox.http;

import java.util.List;

/** A service behind the {@link HttpFront}, which asks the registered services in turn who accepts a request. */
public interface AwsService {
    /** As it stands in a signature's scope, in the request log and in faults: {@code s3}, {@code ssm}. */
    String name();

    /** Whether the request is meant for this service. Must not throw. */
    boolean accepts(AwsRequest request);

    /**
     * What the request asks for; it may not be signed yet and may be nonsense.
     *
     * @throws AwsError if that cannot be told
     */
    Call call(AwsRequest request);

    /**
     * Does what the request asks for. Called by several threads at once.
     *
     * @throws AwsError to refuse
     */
    AwsResponse answer(AwsRequest request);

    /** How this service writes a refusal. */
    ErrorFormat errors();

    /**
     * What IAM would ask of the request's principal, as far as that can be told; none where nobody needs a permission.
     *
     * @param status with which the request was answered: S3 asks for more where an object is missing
     * @throws AwsError if that cannot be told, because the request is nonsense
     */
    default List<Permission> permissions(AwsRequest request, int status) {
        return List.of();
    }

    /** Whether requests must be signed. Only AWS services are; only their requests are recorded and meet faults. */
    default boolean signed() {
        return true;
    }
}
