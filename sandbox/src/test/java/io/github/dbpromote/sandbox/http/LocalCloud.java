package io.github.dbpromote.sandbox.http;

import io.github.dbpromote.sandbox.logs.LogsService;
import io.github.dbpromote.sandbox.s3.S3Service;
import io.github.dbpromote.sandbox.secrets.SecretsService;
import io.github.dbpromote.sandbox.sts.StsService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The front with S3, STS, Secrets Manager and CloudWatch Logs in a directory, and real clients with their default settings for it. */
public final class LocalCloud implements AutoCloseable {
    public static final String ACCOUNT = "123456789012";
    public static final Region REGION = Region.EU_CENTRAL_1;

    private final HttpFront front;
    private final SecretsService secrets;
    private final LogsService logs;
    private final Credentials developer;

    private LocalCloud(Path directory, Clock clock) throws IOException {
        front = HttpFront.bind(0, REGION.id(), clock);
        secrets = new SecretsService(directory.resolve("secrets"), REGION.id(), ACCOUNT);
        logs = new LogsService(directory.resolve("logs"), REGION.id(), ACCOUNT, false, clock);
        developer = front.keyring().issue(Principal.user(ACCOUNT, "developer"));
        front.serve(List.of(
                secrets.service(),
                logs.service(),
                new StsService(),
                new S3Service(directory.resolve("s3"), REGION.id(), ACCOUNT)));
    }

    public static LocalCloud start(Path directory) throws IOException {
        return start(directory, Clock.systemUTC());
    }

    static LocalCloud start(Path directory, Clock clock) throws IOException {
        return new LocalCloud(directory, clock);
    }

    public URI endpoint() {
        return front.endpoint();
    }

    public HttpFront front() {
        return front;
    }

    public SecretsService secrets() {
        return secrets;
    }

    public LogsService logs() {
        return logs;
    }

    public Credentials developer() {
        return developer;
    }

    public S3Client s3() {
        return s3(developer);
    }

    public S3Client s3(Credentials credentials) {
        return client(S3Client.builder(), endpoint(), provider(credentials));
    }

    public StsClient sts(Credentials credentials) {
        return client(StsClient.builder(), endpoint(), provider(credentials));
    }

    public SecretsManagerClient secretsManager(Credentials credentials) {
        return client(SecretsManagerClient.builder(), endpoint(), provider(credentials));
    }

    public CloudWatchLogsClient cloudWatchLogs() {
        return client(CloudWatchLogsClient.builder(), endpoint(), provider(developer));
    }

    /** A client that differs from one for AWS by its endpoint alone. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, URI endpoint, AwsCredentialsProvider credentials) {
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(REGION)
                .endpointOverride(endpoint)
                .credentialsProvider(credentials)
                .build();
    }

    public static AwsCredentialsProvider provider(Credentials credentials) {
        AwsCredentials known = credentials
                .sessionToken()
                .<AwsCredentials>map(token ->
                        AwsSessionCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey(), token))
                .orElseGet(() -> AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()));
        return StaticCredentialsProvider.create(known);
    }

    @Override
    public void close() {
        front.close();
    }
}
