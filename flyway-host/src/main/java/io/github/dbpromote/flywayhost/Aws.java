package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.aws.AwsFailures;
import io.github.dbpromote.core.problem.Refusal;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.rds.RdsUtilities;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/** AWS as the host's own role sees it. */
final class Aws implements AutoCloseable {
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final AwsAccess access;

    /** @param endpoint one address for all services; empty for AWS, or what the SDK's own settings say */
    Aws(AwsCredentialsProvider credentials, Region region, Optional<URI> endpoint) {
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.access = AwsAccess.open(credentials, region, endpoint, "the host's role");
    }

    /** @throws Refusal if nothing says which region this is */
    static Aws fromSurroundings(Optional<String> region) {
        return new Aws(
                DefaultCredentialsProvider.builder().build(),
                region.map(Region::of).orElseGet(Aws::regionOfTheSdk),
                Optional.empty());
    }

    private static Region regionOfTheSdk() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            throw new Refusal(HostProblems.noRegion());
        }
    }

    S3Client s3() {
        return access.s3();
    }

    /**
     * The text of a secret.
     *
     * @throws RuntimeException as {@link AwsFailures#translate} makes them
     */
    String secret(String id) {
        SecretsManagerClientBuilder builder = SecretsManagerClient.builder()
                .credentialsProvider(credentials)
                .region(access.region())
                .httpClient(access.http());
        endpoint.ifPresent(builder::endpointOverride);
        try (SecretsManagerClient client = builder.build()) {
            String text = client.getSecretValue(request -> request.secretId(id)).secretString();
            if (text == null) {
                throw new Refusal(HostProblems.binarySecret(id));
            }
            return text;
        } catch (SdkException e) {
            throw AwsFailures.translate(e, "read secret " + id);
        }
    }

    /** A password for one connection, valid for 15 minutes. It is signed here; nothing is asked of AWS. */
    String databaseToken(String hostname, int port, String user) {
        try {
            return RdsUtilities.builder()
                    .credentialsProvider(credentials)
                    .region(access.region())
                    .build()
                    .generateAuthenticationToken(
                            token -> token.hostname(hostname).port(port).username(user));
        } catch (SdkException e) {
            throw AwsFailures.translate(e, "sign a database token for " + user);
        }
    }

    @Override
    public void close() {
        access.close();
    }
}
