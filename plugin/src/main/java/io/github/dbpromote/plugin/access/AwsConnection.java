package io.github.dbpromote.plugin.access;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Accounts;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Refusal;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The accounts of a build, opened with the SDK's own credentials chain: environment variables, profiles, single
 * sign-on, web identity, container and instance roles.
 */
public final class AwsConnection implements AutoCloseable {
    private static final String SESSION_NAME = "db-promote";
    private static final int HIGHEST_PORT = 65_535;

    /** A label of a host name. */
    private static final Pattern REGION = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /** With a path of at most 512 characters and a name of at most 64: IAM's CreateRole. */
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z0-9-]*:iam::[0-9]{12}:role/[\\x21-\\x7E]{1,576}");

    /** An answer that only names the caller is not worth waiting for. */
    private static final Duration CALLER_LIMIT = Duration.ofSeconds(3);

    private final Accounts accounts;
    private final Opened opened;
    private final StsClient usualSts;
    private final Map<EnvironmentName, StsClient> ownSts;

    private AwsConnection(
            AwsAccess usual,
            Map<EnvironmentName, AwsAccess> own,
            Opened opened,
            StsClient usualSts,
            Map<EnvironmentName, StsClient> ownSts) {
        this.accounts = new Accounts(usual, own, () -> identity(usualSts).map(GetCallerIdentityResponse::account));
        this.opened = opened;
        this.usualSts = usualSts;
        this.ownSts = Map.copyOf(ownSts);
    }

    /**
     * Opens clients; nothing is asked of AWS yet.
     *
     * @param own what differs for environments in other accounts
     * @param proxies on the way to AWS
     * @throws Refusal if a region is missing or a setting is malformed; then nothing stays open
     */
    public static AwsConnection open(
            AwsSettings usual, Map<EnvironmentName, AwsSettings> own, SettingsProxies proxies) {
        return open(usual, own, proxies, new Opened());
    }

    static AwsConnection open(
            AwsSettings usual, Map<EnvironmentName, AwsSettings> own, SettingsProxies proxies, Opened opened) {
        try {
            AwsCredentialsProvider credentials = credentials(usual, proxies, opened);
            AwsAccess access = access(usual, credentials, proxies, opened);
            Map<EnvironmentName, AwsAccess> accesses = new HashMap<>();
            Map<EnvironmentName, StsClient> ownSts = new HashMap<>();
            own.forEach((name, difference) -> {
                AwsSettings settings = difference.orElse(usual);
                AwsCredentialsProvider others = credentials(settings, proxies, opened);
                accesses.put(name, access(settings, others, proxies, opened));
                ownSts.put(name, callersSts(settings, others, proxies, opened));
            });
            return new AwsConnection(access, accesses, opened, callersSts(usual, credentials, proxies, opened), ownSts);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** One account in which everything lives, with known credentials: the sandbox. */
    public static AwsConnection fixed(URI endpoint, String region, AwsCredentials credentials) {
        AwsSettings settings = new AwsSettings(
                Optional.empty(), Optional.of(region), Optional.empty(), Optional.of(endpoint.toString()));
        Opened opened = new Opened();
        AwsCredentialsProvider provider = StaticCredentialsProvider.create(credentials);
        AwsAccess access = opened.add(
                AwsAccess.open(provider, Region.of(region), Optional.of(endpoint), "the sandbox at " + endpoint));
        return new AwsConnection(
                access, Map.of(), opened, callersSts(settings, provider, SettingsProxies.none(), opened), Map.of());
    }

    public Accounts accounts() {
        return accounts;
    }

    /**
     * Who the caller is to AWS by the usual credentials; what the machine knows where AWS does not tell, because an
     * emulator has no Security Token Service. Whether the credentials are good shows at the first request that matters.
     *
     * @param reason why the caller asks
     */
    public Caller caller(Optional<String> reason) {
        return caller(reason, usualSts);
    }

    /** The same, but by the credentials with which that environment is reached: its policies know the caller by them. */
    public Caller caller(Optional<String> reason, EnvironmentName environment) {
        return caller(reason, ownSts.getOrDefault(environment, usualSts));
    }

    private static Caller caller(Optional<String> reason, StsClient sts) {
        return identity(sts)
                .map(identity -> new Caller(identity.arn(), userId(identity), reason))
                .orElseGet(() -> new Caller(System.getProperty("user.name", "unknown"), Optional.empty(), reason));
    }

    /** An emulator may answer something that no policy could bind; it names nobody then. */
    private static Optional<UserId> userId(GetCallerIdentityResponse identity) {
        try {
            return Optional.ofNullable(identity.userId()).map(UserId::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<GetCallerIdentityResponse> identity(StsClient sts) {
        try {
            return Optional.of(sts.getCallerIdentity());
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    private static AwsAccess access(
            AwsSettings settings, AwsCredentialsProvider credentials, SettingsProxies proxies, Opened opened) {
        Region region = region(settings);
        String description = settings.profile()
                .map(profile -> "profile " + PlainText.shown(profile) + ", region " + region)
                .orElse("region " + region);
        Optional<URI> endpoint = endpoint(settings);
        return opened.add(AwsAccess.open(credentials, region, endpoint, proxies.towards(endpoint), description));
    }

    static AwsCredentialsProvider credentials(AwsSettings settings, SettingsProxies proxies, Opened opened) {
        AwsCredentialsProvider base = settings.profile()
                .map(profile -> ofProfile(profile, opened))
                .orElseGet(() -> found(settings, proxies, opened));
        if (settings.roleArn().isEmpty()) {
            return base;
        }
        String role = role(settings.roleArn().get());
        return opened.add(StsAssumeRoleCredentialsProvider.builder()
                .stsClient(opened.add(sts(settings, base, proxies, opened).build()))
                .refreshRequest(r -> r.roleArn(role).roleSessionName(SESSION_NAME))
                .build());
    }

    private static String role(String text) {
        if (!ROLE.matcher(text).matches()) {
            throw new Refusal(AccessProblems.malformedRole(text));
        }
        return text;
    }

    /**
     * What the SDK's chain finds. It asks for a web identity's credentials with a client of its own, which knows nothing
     * of Maven's settings; behind one of their proxies it is asked for with ours, at the same place of the chain.
     */
    private static AwsCredentialsProvider found(AwsSettings settings, SettingsProxies proxies, Opened opened) {
        AwsCredentialsProvider chain =
                opened.add(DefaultCredentialsProvider.builder().build());
        if (proxies.towards(endpoint(settings)).isEmpty()
                || SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE.getStringValue().isEmpty()) {
            return chain;
        }
        StsClient sts = opened.add(sts(settings, AnonymousCredentialsProvider.create(), proxies, opened)
                .build());
        return AwsCredentialsProviderChain.of(
                SystemPropertyCredentialsProvider.create(),
                EnvironmentVariableCredentialsProvider.create(),
                opened.add(StsWebIdentityTokenFileCredentialsProvider.builder()
                        .stsClient(sts)
                        .build()),
                chain);
    }

    /** Of that profile alone: the SDK's chain would take the variables of the environment before it. */
    private static AwsCredentialsProvider ofProfile(String profile, Opened opened) {
        return opened.add(
                ProfileCredentialsProvider.builder().profileName(profile).build());
    }

    /** Asks once, and not for long: a network may well let through to S3 and SSM and not to STS. */
    private static StsClient callersSts(
            AwsSettings settings, AwsCredentialsProvider credentials, SettingsProxies proxies, Opened opened) {
        return opened.add(sts(settings, credentials, proxies, opened)
                .overrideConfiguration(c -> c.apiCallTimeout(CALLER_LIMIT)
                        .apiCallAttemptTimeout(CALLER_LIMIT)
                        .retryStrategy(strategy -> strategy.maxAttempts(1)))
                .build());
    }

    private static StsClientBuilder sts(
            AwsSettings settings, AwsCredentialsProvider credentials, SettingsProxies proxies, Opened opened) {
        Optional<URI> endpoint = endpoint(settings);
        StsClientBuilder builder = StsClient.builder()
                .credentialsProvider(credentials)
                .region(region(settings))
                .httpClient(opened.add(AwsAccess.httpClient(endpoint, proxies.towards(endpoint))));
        endpoint.ifPresent(builder::endpointOverride);
        return builder;
    }

    private static Region region(AwsSettings settings) {
        return region(settings.region().orElseGet(() -> foundRegion(settings)));
    }

    /** It becomes part of host names. */
    private static Region region(String id) {
        if (!REGION.matcher(id).matches()) {
            throw new Refusal(AccessProblems.malformedRegion(id));
        }
        return Region.of(id);
    }

    /** Never asks the instance's metadata: what a build does must not depend on where it runs. */
    private static String foundRegion(AwsSettings settings) {
        try {
            AwsProfileRegionProvider profile = settings.profile()
                    .map(name -> new AwsProfileRegionProvider(ProfileFile::defaultProfileFile, name))
                    .orElseGet(AwsProfileRegionProvider::new);
            return (settings.profile().isPresent()
                            ? new AwsRegionProviderChain(profile, new SystemSettingsRegionProvider())
                            : new AwsRegionProviderChain(new SystemSettingsRegionProvider(), profile))
                    .getRegion()
                    .id();
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
        boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        boolean reachable = address.getPort() == -1 || (address.getPort() > 0 && address.getPort() <= HIGHEST_PORT);
        if (!web || address.getHost() == null || !reachable) {
            throw new IllegalArgumentException("no address of a web server");
        }
        return address;
    }

    @Override
    public void close() {
        opened.close();
    }
}
