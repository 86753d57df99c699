package io.github.dbpromote.core.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

class AwsFailuresTest {
    private static final Principal ALICE = Principal.user("123456789012", "alice");

    private static final String NO_SUCH_PROFILE = "no-such-profile-of-db-promote";

    @RegisterExtension
    final Cloud cloud = new Cloud();

    @BeforeEach
    void provision() {
        cloud.provision("dev");
    }

    @Test
    void whoIsUnknown() {
        AwsAccess stranger = cloud.open(unknown(), "a stranger");

        assertThat(reading(stranger))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(
                        "Could not read the ledger: AWS does not accept the credentials" + " (InvalidAccessKeyId: ")
                .hasMessageEndingWith("\n  → Check AWS_PROFILE or -Ddb.profile, and the clock of this machine.");
        assertThat(finding(stranger))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Could not find the path: AWS does not accept the credentials"
                        + " (UnrecognizedClientException: ");
    }

    @Test
    void whoHasTheWrongSecret() {
        AwsAccess mistyped = cloud.open(mistyped(), "a typing error");

        assertThat(reading(mistyped))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(
                        "Could not read the ledger: AWS does not accept the credentials (SignatureDoesNotMatch: ");
        assertThat(finding(mistyped))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(
                        "Could not find the path: AWS does not accept the credentials (InvalidSignatureException: ");
    }

    @Test
    void whoseCredentialsHaveExpired() {
        AwsAccess late = cloud.open(cloud.sandbox().keyring().issueTemporary(ALICE, Instant.EPOCH), "yesterday");

        assertThat(reading(late))
                .isInstanceOf(Refusal.class)
                .hasMessage("Could not read the ledger: the AWS credentials have expired.\n"
                        + "  → Log in again (aws sso login, or a new CI job), then run the same command again.");
        assertThat(finding(late))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Could not find the path: the AWS credentials have expired.");
    }

    @Test
    void whoMayNot() {
        cloud.fault("s3", "GetObject", 1, Fault.Kind.ACCESS_DENIED);
        cloud.fault("ssm", "GetParametersByPath", 1, Fault.Kind.ACCESS_DENIED);

        assertThat(reading(cloud.access()))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Could not read the ledger: access denied (AccessDenied: ")
                .hasMessageContaining("Reading an object that does not exist also needs s3:ListBucket.");
        assertThat(finding(cloud.access()))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(
                        "Could not find the path: access denied (AccessDeniedException: User: arn:aws:iam::");
    }

    @Test
    void whoNamesABucketThatIsNotThere() {
        assertThat(translated(() -> cloud.access()
                        .s3()
                        .getObject(r -> r.bucket("no-such-bucket").key("x"))))
                .isInstanceOf(Refusal.class)
                .hasMessage("Could not read the ledger: there is no such bucket.\n"
                        + "  → Check \"bucket\" in the environment's parameter, and the region.");
    }

    @Test
    void whoHasNoCredentials() {
        AwsCredentialsProvider none =
                AwsCredentialsProviderChain.of(ProfileCredentialsProvider.create(NO_SUCH_PROFILE));
        try (AwsAccess access = AwsAccess.open(
                none, Region.EU_CENTRAL_1, Optional.of(cloud.sandbox().endpoint()), "nobody")) {
            assertThat(reading(access))
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith("Could not read the ledger: no AWS credentials were found.\n"
                            + "  → Log in (aws sso login), or set AWS_PROFILE or -Ddb.profile");
        }
    }

    @Test
    void whoNamesAProfileThatIsNotThere() {
        AwsCredentialsProvider none = ProfileCredentialsProvider.create(NO_SUCH_PROFILE);
        try (AwsAccess access = AwsAccess.open(
                none, Region.EU_CENTRAL_1, Optional.of(cloud.sandbox().endpoint()), "nobody")) {
            assertThat(reading(access)).isInstanceOf(Refusal.class).hasMessage("""
                            Could not read the ledger: there is no AWS profile "no-such-profile-of-db-promote", or it has no credentials.
                              → Check AWS_PROFILE or -Ddb.profile; aws configure list-profiles shows those of this machine, and aws \
                            sso login logs in.""");
        }
    }

    /** The words of ExpiredTokenException in the SDK's sso, and of SsoOidcTokenProvider in its ssooidc. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO"
                        + " session run aws sso login with the corresponding profile.",
                "Unable to load SSO token",
                "Token is expired"
            })
    void whoseSingleSignOnHasEnded(String words) {
        AwsCredentialsProvider ended = () -> {
            throw SdkClientException.create(words);
        };
        try (AwsAccess access = AwsAccess.open(
                ended, Region.EU_CENTRAL_1, Optional.of(cloud.sandbox().endpoint()), "SSO")) {
            assertThat(reading(access))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("Log in (aws sso login)")
                    .hasMessageContaining(words);
        }
    }

    @Test
    void whoseRoleCannotBeAssumed() {
        String reason = "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: sts:AssumeRole";
        AwsCredentialsProvider role = () -> {
            throw ofTokenService("AccessDenied", 403, reason);
        };
        try (AwsAccess access = AwsAccess.open(
                role, Region.EU_CENTRAL_1, Optional.of(cloud.sandbox().endpoint()), "a role")) {
            assertThat(reading(access)).isInstanceOf(Refusal.class).hasMessage("""
                    Could not read the ledger: the role could not be assumed (AccessDenied: %s).
                      → Check -Ddb.roleArn or <roleArn>, that the role's trust policy names the caller, and that the caller may \
                    sts:AssumeRole.""".formatted(reason));
        }
    }

    @Test
    void troubleWithinTheTokenService_isNoFaultOfTheRole() {
        assertThat(AwsFailures.translate(ofTokenService("InternalFailure", 500, "busy"), "read the ledger"))
                .isInstanceOf(Outage.class);
        assertThat(AwsFailures.translate(ofTokenService("Throttling", 400, "Rate exceeded"), "read the ledger"))
                .isInstanceOf(Outage.class);
    }

    private static AwsServiceException ofTokenService(String code, int status, String message) {
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Sts")
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    @Test
    void longWordsOfAws_areCut_andCannotSteerATerminal() {
        assertThat(AwsFailures.translate(SdkClientException.create("\u001B[2J\u202E" + "x".repeat(10_000)), "ask"))
                .isInstanceOf(Outage.class)
                .hasMessageStartingWith("Could not ask: no answer from AWS (?[2J?xxx")
                .message()
                .hasSizeLessThan(700);
    }

    @Test
    void whoseSessionTokenIsWrong() {
        Credentials issued =
                cloud.sandbox().keyring().issueTemporary(ALICE, Instant.now().plusSeconds(60));
        AwsAccess garbled = cloud.open(
                new Credentials(
                        issued.accessKeyId(),
                        issued.secretAccessKey(),
                        Optional.of("garbled"),
                        ALICE,
                        issued.expires()),
                "a garbled token");

        assertThat(reading(garbled))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("AWS does not accept the credentials (InvalidToken: ");
        assertThat(finding(garbled))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("AWS does not accept the credentials (UnrecognizedClientException: ");
    }

    @Test
    void whenNobodyListens() throws IOException {
        try (AwsAccess access = AwsAccess.open(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")),
                Region.EU_CENTRAL_1,
                Optional.of(nobodyListens()),
                "nowhere")) {
            assertThat(reading(access))
                    .isInstanceOf(Outage.class)
                    .hasCauseInstanceOf(SdkException.class)
                    .hasMessageStartingWith("Could not read the ledger: no answer from AWS (")
                    .hasMessageContaining("Connection refused")
                    .hasMessageEndingWith(
                            "\n  → Check the network, the proxy and the region, then run the same command again.");
        }
    }

    @Test
    void whenAwsItselfIsBroken() {
        cloud.fault("s3", "GetObject", 10, Fault.Kind.ERROR_500);

        assertThat(reading(cloud.access()))
                .isInstanceOf(Outage.class)
                .hasMessageStartingWith("Could not read the ledger: AWS answered InternalError: ");
    }

    /** What S3 answers where the sandbox has only one region, one account and no policy of the bucket. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "301 | PermanentRedirect | The bucket you are attempting to access must be addressed using the specified"
                        + " endpoint. | Could not read the ledger: the bucket is in another region (PermanentRedirect: The"
                        + " bucket you are",
                "400 | AuthorizationHeaderMalformed | the region 'eu-central-1' is wrong; expecting 'us-east-1' | Could not"
                        + " read the ledger: the bucket is in another region (AuthorizationHeaderMalformed: the region"
                        + " 'eu-central-1' is wrong; expecting 'us-east-1').",
                "403 | AccessDenied | Access Denied | Could not read the ledger: access denied (AccessDenied: Access"
                        + " Denied).",
                "404 | NoSuchBucket | The specified bucket does not exist | Could not read the ledger: there is no such"
                        + " bucket.",
            })
    void whatS3Refuses_isSaid(int status, String code, String message, String sentence) throws IOException {
        HttpServer s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicReference<String> expectedOwner = new AtomicReference<>();
        s3.createContext("/", exchange -> {
            expectedOwner.set(exchange.getRequestHeaders().getFirst("x-amz-expected-bucket-owner"));
            byte[] body = ("<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        s3.start();
        try (AwsAccess access = AwsAccess.open(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")),
                Region.EU_CENTRAL_1,
                Optional.of(URI.create("http://127.0.0.1:" + s3.getAddress().getPort())),
                "a test")) {
            Throwable refusal = translated(() -> access.s3()
                    .getObject(r -> r.bucket("acme").key("ledger.json").expectedBucketOwner("123456789012")));

            assertThat(refusal).isInstanceOf(Refusal.class).hasMessageStartingWith(sentence);
            assertThat(refusal.getMessage()).contains(remedies().get(code));
            assertThat(expectedOwner).hasValue("123456789012");
        } finally {
            s3.stop(0);
        }
    }

    private static Map<String, String> remedies() {
        String region =
                "Set the region of that environment: -Ddb.region, AWS_REGION, or <region> below <environments>.";
        return Map.of(
                "PermanentRedirect",
                region,
                "AuthorizationHeaderMalformed",
                region,
                "AccessDenied",
                "that bucket and bucketOwner in the environment's parameter are right.",
                "NoSuchBucket",
                "Check \"bucket\" in the environment's parameter, and the region.");
    }

    @Test
    void aBucketOfAnotherAccount_isRefused_withWhatToCheck() {
        assertThat(translated(() -> cloud.access()
                        .s3()
                        .getObject(r -> r.bucket(cloud.environment("dev").bucket())
                                .key("ledger.json")
                                .expectedBucketOwner("999999999999"))))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Could not read the ledger: access denied (AccessDenied: ")
                .hasMessageContaining("that bucket and bucketOwner in the environment's parameter are right.");
    }

    @Test
    void aShortThrottling_isNotEvenNoticed() {
        cloud.fault("ssm", "GetParametersByPath", 2, Fault.Kind.THROTTLE);

        assertThat(cloud.access()
                        .ssm()
                        .getParametersByPath(r -> r.path("/db-promote"))
                        .parameters())
                .isNotNull();
    }

    private Credentials unknown() {
        Credentials issued = cloud.sandbox().keyring().issue(ALICE);
        cloud.sandbox().keyring().revoke(issued.accessKeyId());
        return issued;
    }

    private Credentials mistyped() {
        Credentials issued = cloud.sandbox().keyring().issue(ALICE);
        return new Credentials(issued.accessKeyId(), "mistyped", Optional.empty(), ALICE, Optional.empty());
    }

    private static URI nobodyListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    private Throwable reading(AwsAccess access) {
        return translated(() -> access.s3()
                .getObject(r -> r.bucket(cloud.environment("dev").bucket()).key("ledger.json")));
    }

    private static Throwable finding(AwsAccess access) {
        Throwable failure = catchThrowable(() -> access.ssm().getParametersByPath(r -> r.path("/db-promote/users")));
        assertThat(failure).isInstanceOf(SdkException.class);
        return AwsFailures.translate((SdkException) failure, "find the path");
    }

    private static Throwable translated(Runnable request) {
        Throwable failure = catchThrowable(request::run);
        assertThat(failure).isInstanceOf(SdkException.class);
        return AwsFailures.translate((SdkException) failure, "read the ledger");
    }
}
