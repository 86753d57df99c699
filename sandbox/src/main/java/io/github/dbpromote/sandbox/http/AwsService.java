package io.github.dbpromote.sandbox.http;

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

    /** Whether requests must be signed. Only AWS services are; only their requests are recorded and meet faults. */
    default boolean signed() {
        return true;
    }
}
