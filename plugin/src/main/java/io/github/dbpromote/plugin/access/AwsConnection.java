package io.github.dbpromote.plugin.access;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Accounts;
import io.github.dbpromote.core.problem.Refusal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The accounts of a build, opened with the SDK's own credentials chain: environment variables, profiles, single
 * sign-on, web identity, container and instance roles.
 */
public final class AwsConnection implements AutoCloseable {
    private static final String SESSION_NAME = "db-promote";

    private final Accounts accounts;
    private final List<AutoCloseable> resources;
    private final StsClient usualSts;

    private AwsConnection(Accounts accounts, List<AutoCloseable> resources, StsClient usualSts) {
        this.accounts = accounts;
        this.resources = resources;
        this.usualSts = usualSts;
    }

    /**
     * Opens clients; nothing is asked of AWS yet.
     *
     * @param own what differs for environments in other accounts
     * @throws Refusal if a region is missing or a setting is malformed
     */
    public static AwsConnection open(AwsSettings usual, Map<EnvironmentName, AwsSettings> own) {
        List<AutoCloseable> resources = new ArrayList<>();
        Map<EnvironmentName, AwsAccess> accesses = new HashMap<>();
        own.forEach((name, settings) -> accesses.put(name, access(settings.orElse(usual), resources)));
        AwsCredentialsProvider credentials = credentials(usual, resources);
        return new AwsConnection(
                new Accounts(access(usual, credentials), accesses), resources, sts(usual, credentials, resources));
    }

    /** One account in which everything lives, with known credentials: the sandbox. */
    public static AwsConnection fixed(URI endpoint, String region, AwsCredentials credentials) {
        AwsSettings settings = new AwsSettings(
                Optional.empty(), Optional.of(region), Optional.empty(), Optional.of(endpoint.toString()));
        List<AutoCloseable> resources = new ArrayList<>();
        AwsCredentialsProvider provider = StaticCredentialsProvider.create(credentials);
        return new AwsConnection(
                new Accounts(
                        AwsAccess.open(
                                provider, Region.of(region), Optional.of(endpoint), "the sandbox at " + endpoint),
                        Map.of()),
                resources,
                sts(settings, provider, resources));
    }

    public Accounts accounts() {
        return accounts;
    }

    /**
     * Who the caller is to AWS, for the order; what the machine knows where AWS does not tell, because an emulator has
     * no Security Token Service. Whether the credentials are good shows at the first request that matters.
     */
    public String callerName() {
        try {
            return usualSts.getCallerIdentity().arn();
        } catch (SdkException e) {
            return System.getProperty("user.name", "unknown");
        }
    }

    private static AwsAccess access(AwsSettings settings, List<AutoCloseable> resources) {
        return access(settings, credentials(settings, resources));
    }

    private static AwsAccess access(AwsSettings settings, AwsCredentialsProvider credentials) {
        Region region = region(settings);
        String description = settings.profile()
                .map(profile -> "profile " + profile + ", region " + region)
                .orElse("region " + region);
        return AwsAccess.open(credentials, region, endpoint(settings), description);
    }

    private static AwsCredentialsProvider credentials(AwsSettings settings, List<AutoCloseable> resources) {
        DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
        settings.profile().ifPresent(chain::profileName);
        DefaultCredentialsProvider base = chain.build();
        resources.add(base);
        if (settings.roleArn().isEmpty()) {
            return base;
        }
        StsAssumeRoleCredentialsProvider role = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts(settings, base, resources))
                .refreshRequest(r -> r.roleArn(settings.roleArn().get()).roleSessionName(SESSION_NAME))
                .build();
        resources.add(role);
        return role;
    }

    private static StsClient sts(
            AwsSettings settings, AwsCredentialsProvider credentials, List<AutoCloseable> resources) {
        SdkHttpClient http = AwsAccess.httpClient(endpoint(settings));
        resources.add(http);
        StsClientBuilder builder = StsClient.builder()
                .credentialsProvider(credentials)
                .region(region(settings))
                .httpClient(http);
        endpoint(settings).ifPresent(builder::endpointOverride);
        StsClient sts = builder.build();
        resources.add(sts);
        return sts;
    }

    /** Never asks the instance's metadata: what a build does must not depend on where it runs. */
    private static Region region(AwsSettings settings) {
        if (settings.region().isPresent()) {
            return Region.of(settings.region().get());
        }
        try {
            AwsProfileRegionProvider profile = settings.profile()
                    .map(name -> new AwsProfileRegionProvider(ProfileFile::defaultProfileFile, name))
                    .orElseGet(AwsProfileRegionProvider::new);
            return (settings.profile().isPresent()
                            ? new AwsRegionProviderChain(profile, new SystemSettingsRegionProvider())
                            : new AwsRegionProviderChain(new SystemSettingsRegionProvider(), profile))
                    .getRegion();
        } catch (SdkException e) {
            throw new Refusal(AccessProblems.noRegion());
        }
    }

    private static Optional<URI> endpoint(AwsSettings settings) {
        return settings.endpoint().map(text -> {
            try {
                return address(text);
            } catch (IllegalArgumentException e) {
                throw new Refusal(AccessProblems.malformedEndpoint(text));
            }
        });
    }

    private static URI address(String text) {
        URI address = URI.create(text);
        if (address.getScheme() == null || address.getHost() == null) {
            throw new IllegalArgumentException("no scheme or no host");
        }
        return address;
    }

    @Override
    public void close() {
        accounts.close();
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("could not close an AWS client", e);
            }
        }
    }
}
