package io.github.dbpromote.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/** What the front does around the services: faults, the log, speed. */
class HttpFrontTest {
    @TempDir
    private Path directory;

    private LocalCloud cloud;
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        cloud = LocalCloud.start(directory);
        s3 = impatient();
        s3.createBucket(request -> request.bucket("front"));
        cloud.front().requestLog().clear();
    }

    @AfterEach
    void stop() {
        s3.close();
        cloud.close();
    }

    @Test
    void everyRequest_isRecordedWithItsPrincipal() {
        put("a");
        assertThatThrownBy(() ->
                        s3.getObjectAsBytes(request -> request.bucket("front").key("missing")))
                .isInstanceOf(S3Exception.class);

        assertThat(cloud.front().requestLog().entries())
                .extracting(
                        RequestLog.Entry::principal,
                        RequestLog.Entry::service,
                        RequestLog.Entry::operation,
                        RequestLog.Entry::resource,
                        RequestLog.Entry::status)
                .containsExactly(
                        tuple(developer(), "s3", "PutObject", "front/a", 200),
                        tuple(developer(), "s3", "GetObject", "front/missing", 404));
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLE, 503, SlowDown",
        "ERROR_500, 500, InternalError",
        "ACCESS_DENIED, 403, AccessDenied",
        "CONFLICT, 409, ConditionalRequestConflict"
    })
    void fault_meetsTheOrderedNumberOfRequests(Fault.Kind kind, int status, String code) {
        cloud.front().faults().add(new Fault("s3", "PutObject", 2, kind));

        assertThat(s3.listObjectsV2(request -> request.bucket("front")).contents())
                .isEmpty();
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> put("a")).isInstanceOfSatisfying(S3Exception.class, e -> {
                assertThat(e.statusCode()).isEqualTo(status);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
        }
        assertThat(s3.listObjectsV2(request -> request.bucket("front")).contents())
                .isEmpty();
        put("a");
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLE, 400, ThrottlingException",
        "ERROR_500, 500, InternalServerError",
        "ACCESS_DENIED, 400, AccessDeniedException"
    })
    void fault_isWrittenInTheWordsOfTheService(Fault.Kind kind, int status, String code) {
        cloud.secrets().put("users", "{}");
        cloud.front().faults().add(new Fault("secretsmanager", "*", 1, kind));
        SecretsManagerClientBuilder builder = SecretsManagerClient.builder()
                .overrideConfiguration(options -> options.retryStrategy(AwsRetryStrategy.doNotRetry()));

        try (SecretsManagerClient secrets =
                LocalCloud.client(builder, cloud.endpoint(), LocalCloud.provider(cloud.developer()))) {
            assertThatThrownBy(() -> secrets.getSecretValue(request -> request.secretId("users")))
                    .isInstanceOfSatisfying(AwsServiceException.class, e -> {
                        assertThat(e.statusCode()).isEqualTo(status);
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                    });
        }
    }

    @Test
    void lostAnswer_comesAfterTheEffect() {
        cloud.front().faults().add(new Fault("s3", "PutObject", 1, Fault.Kind.LOST_ANSWER));

        assertThatThrownBy(() -> put("a")).isInstanceOf(SdkClientException.class);

        assertThat(s3.getObjectAsBytes(request -> request.bucket("front").key("a"))
                        .asUtf8String())
                .isEqualTo("a");
        assertThat(cloud.front().requestLog().entries())
                .extracting(RequestLog.Entry::operation, RequestLog.Entry::status)
                .containsExactly(tuple("PutObject", 0), tuple("GetObject", 200));
    }

    @Test
    void latency_delaysTheAnswer() {
        Duration latency = Duration.ofMillis(300);
        cloud.front().faults().add(new Fault("s3", "*", 1, Fault.Kind.LATENCY, latency));

        Instant before = Instant.now();
        put("a");

        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(latency);
    }

    @Test
    void clearedFaults_meetNobody() {
        cloud.front().faults().add(new Fault("s3", "*", 100, Fault.Kind.ERROR_500));
        cloud.front().faults().clear();

        put("a");
    }

    @Test
    void manySmallRequests_doNotWaitForDelayedAcknowledgements() {
        put("warm");

        Instant before = Instant.now();
        for (int request = 0; request < 100; request++) {
            s3.getObjectAsBytes(read -> read.bucket("front").key("warm"));
        }

        // With Nagle's algorithm left on, 40 ms each.
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void activity_isRemembered() {
        Instant before = Instant.now().minusMillis(1);

        put("a");

        assertThat(cloud.front().lastActivity()).isBetween(before, Instant.now());
    }

    @Test
    void requestOfAFunction_isNoActivity() throws IOException {
        // A front of its own, whose start is all that has happened so far.
        try (LocalCloud quiet = LocalCloud.start(directory.resolve("quiet"));
                S3Client function = S3Client.builder()
                        .overrideConfiguration(configuration -> configuration.putAdvancedOption(
                                SdkAdvancedClientOption.USER_AGENT_SUFFIX, "exec-env/AWS_Lambda_java17"))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .region(LocalCloud.REGION)
                        .endpointOverride(quiet.endpoint())
                        .credentialsProvider(LocalCloud.provider(quiet.developer()))
                        .build()) {
            Instant start = quiet.front().lastActivity();

            function.createBucket(request -> request.bucket("made-by-a-function")
                    .createBucketConfiguration(location -> location.locationConstraint("eu-central-1")));

            assertThat(quiet.front().lastActivity()).isEqualTo(start);
        }
    }

    @Test
    void serviceWithoutSignatures_isAskedPlainly() throws IOException {
        AwsService control = new AwsService() {
            @Override
            public String name() {
                return "control";
            }

            @Override
            public boolean accepts(AwsRequest request) {
                return request.path().startsWith("/_sandbox");
            }

            @Override
            public Call call(AwsRequest request) {
                return new Call(request.method(), request.path());
            }

            @Override
            public AwsResponse answer(AwsRequest request) {
                if (request.header("X-Sandbox-Token").isEmpty()) {
                    throw new AwsError(403, "Forbidden", "token");
                }
                return AwsResponse.empty(200);
            }

            @Override
            public ErrorFormat errors() {
                return ErrorFormat.CONTROL;
            }

            @Override
            public boolean signed() {
                return false;
            }
        };
        try (HttpFront front = HttpFront.bind(0, "eu-central-1", Clock.systemUTC())) {
            front.serve(List.of(control));

            assertThat(status(front, "/_sandbox/databases", true)).isEqualTo(200);
            assertThat(status(front, "/_sandbox/databases", false)).isEqualTo(403);
            assertThat(status(front, "/elsewhere", true)).isEqualTo(404);
            assertThat(front.requestLog().entries()).isEmpty();
        }
    }

    private static int status(HttpFront front, String path, boolean token) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) front.endpoint().resolve(path).toURL().openConnection();
        if (token) {
            connection.setRequestProperty("X-Sandbox-Token", "secret");
        }
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private String developer() {
        return cloud.developer().principal().arn();
    }

    private void put(String key) {
        s3.putObject(request -> request.bucket("front").key(key), RequestBody.fromString(key));
    }

    /** A client that shows every refusal instead of trying again. */
    private S3Client impatient() {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(options -> options.retryStrategy(AwsRetryStrategy.doNotRetry()));
        return LocalCloud.client(builder, cloud.endpoint(), LocalCloud.provider(cloud.developer()));
    }
}
