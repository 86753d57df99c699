package io.github.dbpromote.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.sandbox.http.RawClient.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Who is let in, and in which words each protocol keeps others out. */
class AuthenticationTest {
    @TempDir
    private Path directory;

    private LocalCloud cloud;

    @BeforeEach
    void start() throws IOException {
        cloud = LocalCloud.start(directory);
        cloud.secrets().put("users", "{}");
        try (S3Client s3 = cloud.s3()) {
            s3.createBucket(request -> request.bucket("doors"));
        }
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void userAndRole_areLetIn() {
        Credentials role = cloud.front()
                .keyring()
                .issueTemporary(
                        Principal.assumedRole(LocalCloud.ACCOUNT, "flyway-host", "i-0123456789abcdef0"),
                        Instant.now().plusSeconds(60));

        useS3(cloud.developer());
        useS3(role);
        useSecrets(role);
        useSts(role);
    }

    @Test
    void wrongSecret_isRefused() {
        Credentials known = cloud.developer();
        Credentials wrong =
                new Credentials(known.accessKeyId(), "wrong", Optional.empty(), known.principal(), Optional.empty());

        refused(() -> useS3(wrong), 403, "SignatureDoesNotMatch");
        refused(() -> useSecrets(wrong), 400, "InvalidSignatureException");
        refused(() -> useSts(wrong), 403, "SignatureDoesNotMatch");
    }

    @Test
    void unknownKey_isRefused() {
        Credentials unknown = cloud.front().keyring().issue(Principal.user(LocalCloud.ACCOUNT, "dismissed"));
        cloud.front().keyring().revoke(unknown.accessKeyId());

        refused(() -> useS3(unknown), 403, "InvalidAccessKeyId");
        refused(() -> useSecrets(unknown), 400, "UnrecognizedClientException");
        refused(() -> useSts(unknown), 403, "InvalidClientTokenId");
    }

    @Test
    void expiredToken_isRefused() {
        Credentials expired = cloud.front()
                .keyring()
                .issueTemporary(
                        Principal.user(LocalCloud.ACCOUNT, "late"),
                        Instant.now().minusSeconds(1));

        refused(() -> useS3(expired), 400, "ExpiredToken");
        refused(() -> useSecrets(expired), 400, "ExpiredTokenException");
        refused(() -> useSts(expired), 403, "ExpiredToken");
    }

    @Test
    void otherToken_isRefused() {
        Credentials role = cloud.front()
                .keyring()
                .issueTemporary(
                        Principal.user(LocalCloud.ACCOUNT, "role"),
                        Instant.now().plusSeconds(60));
        Credentials other = new Credentials(
                role.accessKeyId(), role.secretAccessKey(), Optional.of("other"), role.principal(), role.expires());
        Credentials none = new Credentials(
                role.accessKeyId(), role.secretAccessKey(), Optional.empty(), role.principal(), Optional.empty());

        refused(() -> useS3(other), 400, "InvalidToken");
        refused(() -> useSecrets(other), 400, "UnrecognizedClientException");
        refused(() -> useS3(none), 403, "InvalidAccessKeyId");
    }

    @ParameterizedTest
    @ValueSource(ints = {-20, 20})
    void clockThatIsWrong_isRefused(int minutes) throws IOException {
        Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
        try (LocalCloud skewed = LocalCloud.start(directory, wrong);
                S3Client s3 = skewed.s3();
                SecretsManagerClient secrets = skewed.secretsManager(skewed.developer());
                StsClient sts = skewed.sts(skewed.developer())) {
            refused(() -> s3.listObjectsV2(request -> request.bucket("doors")), 403, "RequestTimeTooSkewed");
            refused(
                    () -> secrets.getSecretValue(request -> request.secretId("users")),
                    400,
                    "InvalidSignatureException");
            refused(sts::getCallerIdentity, 403, "SignatureDoesNotMatch");
        }
    }

    @Test
    void nobody_isRefused() {
        try (S3Client s3 =
                LocalCloud.client(S3Client.builder(), cloud.endpoint(), AnonymousCredentialsProvider.create())) {
            refused(() -> s3.listObjectsV2(request -> request.bucket("doors")), 403, "AccessDenied");
        }
        assertThat(cloud.front().requestLog().entries())
                .last()
                .satisfies(entry -> assertThat(entry.principal()).isEqualTo("anonymous"))
                .satisfies(entry -> assertThat(entry.status()).isEqualTo(403));
    }

    @Test
    void signatureForAnotherRegion_isRefused() {
        try (S3Client s3 = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.US_WEST_2)
                .endpointOverride(cloud.endpoint())
                .credentialsProvider(LocalCloud.provider(cloud.developer()))
                .build()) {
            refused(() -> s3.listObjectsV2(request -> request.bucket("doors")), 400, "AuthorizationHeaderMalformed");
        }
    }

    @Test
    void headersOfAmazon_mustBeSigned() throws IOException {
        RawClient client = new RawClient(cloud);
        byte[] wire = client.put("127.0.0.1", "/doors/key", new byte[] {1}, new Frame(true, false, null));

        RawClient.Answer answer = client.send(
                RawClient.replace(wire, "Connection: close\r\n", "Connection: close\r\nx-amz-meta-a: b\r\n"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("<HeadersNotSigned>x-amz-meta-a</HeadersNotSigned>");
    }

    @Test
    void hostName_mayNameTheBucket() throws IOException {
        RawClient client = new RawClient(cloud);

        RawClient.Answer answer =
                client.send(client.put("doors.localhost", "/a/key", new byte[] {1}, new Frame(true, false, null)));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        try (S3Client s3 = cloud.s3()) {
            assertThat(s3.headObject(request -> request.bucket("doors").key("a/key"))
                            .contentLength())
                    .isEqualTo(1);
        }
    }

    private void useS3(Credentials credentials) {
        try (S3Client s3 = cloud.s3(credentials)) {
            assertThat(s3.listObjectsV2(request -> request.bucket("doors")).contents())
                    .isEmpty();
        }
    }

    private void useSecrets(Credentials credentials) {
        try (SecretsManagerClient secrets = cloud.secretsManager(credentials)) {
            assertThat(secrets.getSecretValue(request -> request.secretId("users"))
                            .secretString())
                    .isEqualTo("{}");
        }
    }

    private void useSts(Credentials credentials) {
        try (StsClient sts = cloud.sts(credentials)) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo(LocalCloud.ACCOUNT);
        }
    }

    private static void refused(ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }
}
