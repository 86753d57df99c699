package io.github.dbpromote.sandbox.lambda;

import io.github.dbpromote.sandbox.http.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The variables of a function's process: Lambda's, those of its configuration, and none of the sandbox's own.
 * <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Lambda's variables</a>
 *
 * @param taskRoot where the code is
 * @param home an empty directory, so that no file of the person who runs the sandbox configures the function's SDK
 * @param endpoint of the sandbox
 */
record FunctionEnvironment(FunctionConfiguration configuration, Path taskRoot, Path home, URI endpoint, String region) {
    /** What a configuration may not set. */
    static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");

    /** @param stream the name of the environment's log stream */
    Map<String, String> variables(String runtimeApi, RoleSession session, String stream) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin");
        variables.put("LANG", "en_US.UTF-8");
        variables.put("TZ", ":UTC");
        variables.put("HOME", home.toString());
        variables.put("AWS_ENDPOINT_URL", endpoint.toString());
        variables.putAll(configuration.environment());
        variables.put("_HANDLER", configuration.runtime().handler());
        variables.put("LAMBDA_TASK_ROOT", taskRoot.toString());
        variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        variables.put(
                "AWS_EXECUTION_ENV", "AWS_Lambda_" + configuration.runtime().identifier());
        variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", configuration.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", configuration.version());
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(configuration.memory()));
        variables.putAll(
                configuration.snapStart()
                        ? ofSnapshot(runtimeApi, session)
                        : onDemand(session.credentials(), configuration.logGroup(), stream));
        return variables;
    }

    private static Map<String, String> onDemand(Credentials credentials, String logGroup, String stream) {
        return Map.of(
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                "on-demand",
                "AWS_LAMBDA_LOG_GROUP_NAME",
                logGroup,
                "AWS_LAMBDA_LOG_STREAM_NAME",
                stream,
                "AWS_ACCESS_KEY_ID",
                credentials.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY",
                credentials.secretAccessKey(),
                "AWS_SESSION_TOKEN",
                credentials.sessionToken().orElseThrow());
    }

    /** Nothing that belongs to one environment may stand in a snapshot: credentials are asked for, the log is unknown. */
    private static Map<String, String> ofSnapshot(String runtimeApi, RoleSession session) {
        return Map.of(
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                "snap-start",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "http://" + runtimeApi + RoleSession.PATH,
                "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                session.token());
    }
}
