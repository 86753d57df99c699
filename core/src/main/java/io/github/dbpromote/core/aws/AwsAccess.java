package io.github.dbpromote.core.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The clients with which one account and region is reached, sharing one HTTP client. Everything goes through the real
 * SDK; another endpoint is the only difference between AWS and an emulator.
 *
 * @param ssmOnce repeats a request only where it was throttled: SendCommand has no idempotency token, so that the
 *     SDK's other retries could start a command twice
 * @param endpoint one address for all services, as an emulator has it
 * @param description which credentials and region these are, for messages; never a secret
 */
public record AwsAccess(
        S3Client s3,
        SsmClient ssm,
        SsmClient ssmOnce,
        Region region,
        Optional<URI> endpoint,
        String description,
        SdkHttpClient http)
        implements AutoCloseable {
    /** What was throttled was provably not done. */
    private static final RetryStrategy ONLY_WHEN_THROTTLED = DefaultRetryStrategy.standardStrategyBuilder()
            .useClientDefaults(false)
            .maxAttempts(6)
            .retryOnException(AwsAccess::isThrottled)
            .treatAsThrottling(AwsAccess::isThrottled)
            .build();

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    public AwsAccess {
        Objects.requireNonNull(s3, "s3");
        Objects.requireNonNull(ssm, "ssm");
        Objects.requireNonNull(ssmOnce, "ssmOnce");
    }

    /**
     * Opens the clients; nothing is asked of AWS yet.
     *
     * @param endpoint one address for all services, as an emulator has it; empty for AWS itself, or for what the SDK's
     *     own settings ({@code AWS_ENDPOINT_URL} and the like) say
     */
    public static AwsAccess open(
            AwsCredentialsProvider credentials, Region region, Optional<URI> endpoint, String description) {
        return open(credentials, region, endpoint, Optional.empty(), description);
    }

    /**
     * Opens the clients; nothing is asked of AWS yet.
     *
     * @param endpoint as above
     * @param proxy as for {@link #httpClient}
     */
    public static AwsAccess open(
            AwsCredentialsProvider credentials,
            Region region,
            Optional<URI> endpoint,
            Optional<HttpProxy> proxy,
            String description) {
        return open(credentials, region, endpoint, httpClient(endpoint, proxy), description);
    }

    /**
     * Opens the clients over an HTTP client of the caller's; nothing is asked of AWS yet.
     *
     * @param http closed with them
     */
    public static AwsAccess open(
            AwsCredentialsProvider credentials,
            Region region,
            Optional<URI> endpoint,
            SdkHttpClient http,
            String description) {
        S3Client s3 = configured(S3Client.builder(), credentials, region, endpoint, http)
                // Every body that we write carries its SHA-256, so that the SDK need not add another checksum in a
                // chunked trailer, which some emulators do not understand.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(s -> s.chunkedEncodingEnabled(false))
                .forcePathStyle(endpoint.isPresent() || foreignS3Endpoint())
                .build();
        SsmClient ssm = configured(SsmClient.builder(), credentials, region, endpoint, http)
                .build();
        SsmClient ssmOnce = configured(SsmClient.builder(), credentials, region, endpoint, http)
                .overrideConfiguration(c -> c.retryStrategy(ONLY_WHEN_THROTTLED))
                .build();
        return new AwsAccess(s3, ssm, ssmOnce, region, endpoint, description, http);
    }

    /** What requests are signed with. */
    public IdentityProvider<? extends AwsCredentialsIdentity> credentials() {
        return ssm.serviceClientConfiguration().credentialsProvider();
    }

    /**
     * Where CloudWatch Logs is reached, for which there is no client here: found as the SDK's own client would find it,
     * by the settings of that name in environment and profile.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException if such a setting is no address
     */
    public URI logsEndpoint() {
        return AwsClientEndpointProvider.builder()
                .clientEndpointOverride(endpoint.orElse(null))
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlCloudWatchLogs")
                .serviceProfileProperty("cloudwatch_logs")
                .serviceEndpointPrefix("logs")
                .defaultProtocol("https")
                .region(region)
                .profileFile(ProfileFile::defaultProfileFile)
                .profileName(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
                .build()
                .clientEndpoint();
    }

    /**
     * Waits a bounded time. No proxy is asked to find an emulator on this very machine.
     *
     * @param proxy empty for what the JVM's properties, {@code HTTPS_PROXY} and {@code NO_PROXY} say
     */
    public static SdkHttpClient httpClient(Optional<URI> endpoint, Optional<HttpProxy> proxy) {
        boolean here =
                endpoint.map(URI::getHost).filter(HttpProxy::isOnThisMachine).isPresent();
        if (proxy.isPresent() && !here) {
            return new ProxiedHttpClient(
                    proxy.get(), HttpsURLConnection.getDefaultSSLSocketFactory(), CONNECT_TIMEOUT, SOCKET_TIMEOUT);
        }
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(SOCKET_TIMEOUT)
                .proxyConfiguration(ProxyConfiguration.builder()
                        // Of the target, not of the proxy: it chooses HTTPS_PROXY over HTTP_PROXY.
                        .scheme(endpoint.map(URI::getScheme).orElse("https"))
                        .useSystemPropertyValues(!here)
                        .useEnvironmentVariablesValues(!here)
                        .build())
                .build();
    }

    private static boolean isThrottled(Throwable failure) {
        return failure instanceof SdkServiceException service && service.isThrottlingException();
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
            B builder, AwsCredentialsProvider credentials, Region region, Optional<URI> endpoint, SdkHttpClient http) {
        builder.credentialsProvider(credentials)
                .region(region)
                .httpClient(http)
                .overrideConfiguration(c -> c.retryStrategy(RetryMode.STANDARD));
        endpoint.ifPresent(builder::endpointOverride);
        return builder;
    }

    /** Buckets of an emulator have no host names of their own. */
    private static boolean foreignS3Endpoint() {
        return System.getenv("AWS_ENDPOINT_URL") != null
                || System.getenv("AWS_ENDPOINT_URL_S3") != null
                || System.getProperty("aws.endpointUrl") != null
                || System.getProperty("aws.endpointUrlS3") != null;
    }

    @Override
    public void close() {
        s3.close();
        ssm.close();
        ssmOnce.close();
        http.close();
    }
}
